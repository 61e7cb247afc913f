import { block, flag, type Node, program } from '../conf/block.ts'
import type { SyncGroupWords } from '../language/sync-group.ts'
import { trackLists } from './track.ts'

/** A vrrp_sync_group. */
export function syncGroupBlock(name: string, words: SyncGroupWords): Node {
  return {
    head: `vrrp_sync_group ${name}`,
    body: [
      ...block('group', words.group),
      ...trackLists(words),
      ...notifications(words),
      ...flag('sync_group_tracking_weight', words.sync_group_tracking_weight),
    ],
  }
}

type NotifyWords = Pick<
  SyncGroupWords,
  'notify_master' | 'notify_backup' | 'notify_fault' | 'notify_stop' | 'notify' | 'smtp_alert'
>

/** Whom an instance or a group tells of its changes. */
export function notifications(words: NotifyWords): readonly string[] {
  return [
    ...program('notify_master', words.notify_master),
    ...program('notify_backup', words.notify_backup),
    ...program('notify_fault', words.notify_fault),
    ...program('notify_stop', words.notify_stop),
    ...program('notify', words.notify),
    ...mail(words.smtp_alert),
  ]
}

/** Before 2.0.0 there is no default to differ from: the word alone means true, whatever follows it. */
export function mail(alert: boolean | undefined): readonly string[] {
  return alert === false ? ['smtp_alert false'] : flag('smtp_alert', alert)
}
