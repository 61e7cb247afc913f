import { virtualAddresses } from '../cluster/cluster.ts'
import type { Scene } from '../cluster/scene.ts'
import { priorityOf } from '../keepalived/instance.ts'
import { holdersOf } from './cast.ts'
import { clientErrand } from './client.ts'
import type { Sights } from './sight.ts'

/** Who hands over to whom in a drill. */
export interface Handover {
  readonly master: string
  readonly backup: string
  /** Above that of every director. */
  readonly priority: number
  /** Nobody takes back by itself what it has handed over. */
  readonly nopreempt: boolean
  /** Seconds in which an election is over. */
  readonly election: number
  /** What the client goes on connecting to. */
  readonly service: { readonly address: string; readonly port: number }
}

/** The handover that a drill of the scene makes, or why there can be none. */
export function handoverOf(scene: Scene, sights: Sights): Handover | string {
  const { cluster, directors } = scene
  const holders = [...new Set(virtualAddresses(cluster).flatMap(({ cidr }) => holdersOf(cidr.address, scene, sights)))]
  const [master, second] = holders
  if (virtualAddresses(cluster).length === 0) return 'no instance has a virtual address'
  if (master === undefined || second !== undefined) return 'the virtual addresses are not all with one director'
  const priorities = (name: string, own: number | null) =>
    cluster.instances.map((instance) => priorityOf(instance, { name, priority: own ?? 100 }))
  const ranked = directors
    .map(({ host, priority }) => ({ name: host.name, priorities: priorities(host.name, priority) }))
    .toSorted((a, b) => Math.max(...b.priorities) - Math.max(...a.priorities))
  const backup = ranked.find(({ name }) => name !== master)
  if (!backup) return 'there is no second director'
  const priority = Math.max(...ranked.flatMap((one) => one.priorities)) + 1
  if (priority > 254) return 'no priority is left above 254, the highest that there is'
  const [service] = clientErrand(cluster).services
  if (!service) return 'there is no TCP service to connect to'
  return {
    master,
    backup: backup.name,
    priority,
    nopreempt: cluster.instances.some(({ words }) => words.nopreempt),
    election: Math.ceil(
      Math.max(
        ...cluster.instances.map(({ advertInterval, words }) => 4 * advertInterval + (words.preempt_delay ?? 0)),
      ),
    ),
    service,
  }
}

/** keepalived.conf with that priority in every instance, and without what keeps a director from taking over at once. */
export function promotedConf(content: string, priority: number): string {
  return content
    .replace(/^([ \t]*priority )\d+$/gm, `$1${priority}`)
    .replace(/^[ \t]*(nopreempt|preempt_delay \d+)\n/gm, '')
}
