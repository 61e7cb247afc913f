import type { GroupWords } from '../cluster/local.ts'
import { block, flag, type Node } from '../conf/block.ts'
import { script } from './script.ts'
import { trackLists } from './track.ts'

/** A vrrp_sync_group. */
export function syncGroupBlock(name: string, words: GroupWords, version: string): Node {
  return {
    head: `vrrp_sync_group ${name}`,
    body: [
      ...block('group', words.group),
      ...trackLists(words),
      ...notifications(words, version),
      ...flag('sync_group_tracking_weight', words.sync_group_tracking_weight),
    ],
  }
}

export const notifyKeys = ['notify_master', 'notify_backup', 'notify_fault', 'notify_stop', 'notify'] as const
type NotifyWords = Pick<GroupWords, (typeof notifyKeys)[number] | 'smtp_alert'>

/** Whom an instance or a group tells of its changes. */
export function notifications(words: NotifyWords, version: string): readonly string[] {
  return [...notifyKeys.flatMap((key) => script(key, words[key], version)), ...mail(words.smtp_alert)]
}

/** Before 2.0.0 there is no default to differ from: the word alone means true, whatever follows it. */
export function mail(alert: boolean | undefined): readonly string[] {
  return alert === false ? ['smtp_alert false'] : flag('smtp_alert', alert)
}
