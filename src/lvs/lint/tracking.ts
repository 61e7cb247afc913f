import type { Path } from '../../model/host.ts'
import { own } from '../../model/own.ts'
import type { LocalData } from '../cluster/local.ts'
import type { Scene } from '../cluster/scene.ts'
import { priorityOf } from '../keepalived/instance.ts'
import { eachInstance, onInstances, type Remark, type Rule } from './rule.ts'

type Instance = Scene['cluster']['instances'][number]

/** Something that an instance tracks, with the weight that counts. */
interface Tracked {
  readonly name: string
  readonly weight: number
  readonly path: Path
  /** The variable that says the weight. */
  readonly from: string
}

const definitions = {
  track_interface: null,
  track_script: 'vrrp_scripts',
  track_process: 'track_processes',
  track_file: 'track_files',
  track_bfd: 'bfd_instances',
} as const

/** Whether what is tracked moves the addresses. */
export const trackingRules: readonly Rule[] = [
  {
    id: 'L48',
    severity: 'warning',
    title: 'a tracked failure takes the priority below that of the next director',
    explanation:
      'A weight that is not more than the distance of the priorities changes nothing: the director with the failure stays master. Without a weight a failure is a fault, and the instance gives way.',
    keepalivedTest: 'misses',
    check: (scene) =>
      eachInstance((instance) => (inSyncGroup(scene, instance) === null ? tooLight(scene, instance) : []))(scene),
  },
  {
    id: 'L49',
    severity: 'warning',
    title: 'weights of what is tracked count',
    explanation:
      'In a sync group keepalived takes every tracked weight for 0, a failure for a fault, unless the group has sync_group_tracking_weight.',
    keepalivedTest: 'catches',
    check: (scene) => eachInstance((instance) => passedOver(scene, instance))(scene),
  },
  {
    id: 'L51',
    severity: 'warning',
    title: 'a script ends before it is run again',
    explanation:
      'With a timeout above its interval runs of a vrrp_script pile up; a failure is noticed after fall runs, each as long as the timeout.',
    keepalivedTest: 'misses',
    check: ({ cluster }) =>
      Object.entries(cluster.words.vrrp_scripts ?? {})
        .filter(([, { timeout, interval = 1 }]) => timeout !== undefined && timeout > interval)
        .map(([name, { timeout, interval = 1 }]) => ({
          variable: 'vrrp_scripts',
          path: [name, 'timeout'],
          message: `timeout ${timeout} is above interval ${interval}`,
          hint: `make timeout ${interval} or less, or interval ${timeout} or more`,
        })),
  },
]

function trackedBy({ name: owner, words }: Instance, all: LocalData): readonly Tracked[] {
  return Object.entries(definitions).flatMap(([key, variable]) =>
    (words[key as keyof typeof definitions] ?? []).map((item, i) => {
      const { name, weight } = typeof item === 'string' ? { name: item, weight: undefined } : item
      const defined = variable && (all[variable] as Readonly<Record<string, { readonly weight?: number }>>)
      const usual = own(defined || {}, name)?.weight
      const from = weight === undefined && usual !== undefined ? variable! : 'vrrp_instances'
      return { name, weight: weight ?? usual ?? (key === 'track_file' ? 1 : 0), path: [owner, key, i], from }
    }),
  )
}

/** The sync group of an instance, null where it is in none. */
function inSyncGroup({ cluster }: Scene, { name }: Instance) {
  return Object.values(cluster.words.vrrp_sync_groups ?? {}).find(({ group }) => group.includes(name)) ?? null
}

/** A file says by its number how much its weight counts for: nothing can be said of it. */
function tooLight({ cluster, directors }: Scene, instance: Instance): readonly Remark[] {
  const priorities = directors
    .map(({ host, priority }) => priorityOf(instance, { name: host.name, priority: priority ?? 0 }))
    .toSorted((a, b) => b - a)
  const gap = priorities[0]! - priorities[1]!
  if (Number.isNaN(gap)) return []
  return trackedBy(instance, cluster.words)
    .filter(({ weight, path }) => weight !== 0 && path[1] !== 'track_file' && Math.abs(weight) <= gap)
    .map(({ name, weight, path, from }) =>
      onInstances(
        path,
        `weight ${weight} of ${name} does not bridge the distance of the priorities, ${gap}`,
        `take ${weight < 0 ? `-${gap + 1} or less` : `${gap + 1} or more`} in ${from}, or leave the weight out there`,
      ),
    )
}

function passedOver(scene: Scene, instance: Instance): readonly Remark[] {
  const group = inSyncGroup(scene, instance)
  if (!group || group.sync_group_tracking_weight) return []
  return trackedBy(instance, scene.cluster.words)
    .filter(({ weight }) => weight !== 0)
    .map(({ name, weight, path, from }) =>
      onInstances(
        path,
        `weight ${weight} of ${name} is passed over: ${instance.name} is in a sync group`,
        `set sync_group_tracking_weight: true on the group, or leave the weight out of ${from}`,
      ),
    )
}
