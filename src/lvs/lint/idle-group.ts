import type { Cluster } from '../cluster/cluster.ts'
import { trackKeys } from '../keepalived/track.ts'
import type { SyncGroupWords } from '../language/sync-group.ts'
import { type Idle, idleWords, mailAlone, sendsMail } from './idle-words.ts'
import type { Remark } from './rule.ts'

interface GroupContext {
  readonly words: SyncGroupWords
  readonly cluster: Cluster
}

const alone = { words: ['group'], because: 'with one instance; there is nothing to fail over with it' }
const isAlone = ({ words }: GroupContext) => words.group.length === 1
/** Whether there is an instance in no group, which may be the one that is missing. */
const hasFree = ({ cluster: { instances, words } }: GroupContext) => {
  const grouped = Object.values(words.vrrp_sync_groups ?? {}).flatMap(({ group }) => group)
  return instances.some(({ name }) => !grouped.includes(name))
}

const ofGroup: readonly Idle<GroupContext>[] = [
  {
    ...alone,
    entry: 0,
    when: (context) => isAlone(context) && hasFree(context),
    hint: 'name the other instance too, or leave the group out',
  },
  {
    ...alone,
    when: (context) => isAlone(context) && !hasFree(context),
    hint: 'leave the group out',
  },
  {
    words: ['sync_group_tracking_weight'],
    when: ({ words, cluster }) => {
      const own = cluster.instances.filter(({ name }) => words.group.includes(name)).map((instance) => instance.words)
      return ![words, ...own].some((tracking) => trackKeys.some((key) => tracking[key]?.length))
    },
    because: 'while neither the group nor its instances track anything',
    hint: 'add what is tracked (track_interface, track_script and others), or leave it out',
  },
  { ...mailAlone, when: ({ cluster }) => !sendsMail(cluster.words) },
]

/** What does nothing in sync groups. */
export function idleInGroups(cluster: Cluster): readonly Remark[] {
  return Object.entries(cluster.words.vrrp_sync_groups ?? {}).flatMap(([name, words]) =>
    idleWords({ variable: 'vrrp_sync_groups', path: [name], words, context: { words, cluster } }, ofGroup),
  )
}
