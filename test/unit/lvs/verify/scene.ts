import { type Scene, scenesOf } from '../../../../src/lvs/cluster/scene.ts'
import { ipvsadmRules, parseIpvsadm } from '../../../../src/lvs/table/ipvsadm.ts'
import type { AdvertCount, ClientSight, HostSight, Sights } from '../../../../src/lvs/verify/sight.ts'
import { changed, exampleInventory, exampleVars, siteOf, type Vars } from '../support/site.ts'

export const vip = '192.168.1.225'

/** The example's cluster, with a change to its variables. */
export function sceneOf(path: readonly (string | number)[] = [], value?: unknown): Scene {
  return sceneWith(path.length === 0 ? {} : changed(exampleVars(), path as never, value))
}

/** The example's cluster with variables of its own. */
export function sceneWith(vars: Vars): Scene {
  return scenesOf(siteOf(exampleInventory({ ...exampleVars(), ...vars })))[0]!
}

const macOf = (last: number) => `02:00:c0:a8:01:${last.toString(16)}`
const lasts = { dir1: 220, dir2: 221, rs1: 222, rs2: 223 } as const
type Name = keyof typeof lasts

const count = (sent: number, received: number, refused: Readonly<Record<string, number>> = {}): AdvertCount => ({
  sent,
  received,
  refused: new Map(Object.entries(refused)),
})

/** Adverts of VI_1 alone. */
export const adverts = (...numbers: Parameters<typeof count>) => new Map([['VI_1', count(...numbers)]])

/** A host as it should be, with what is otherwise. */
export function sightOf(name: Name, scene: Scene, otherwise: Partial<HostSight> = {}): HostSight {
  const own = { interface: 'em1', cidr: `192.168.1.${lasts[name]}/24` }
  const held = { dir1: [{ interface: 'em1', cidr: `${vip}/32` }], dir2: [] }
  const mine = name === 'dir1' || name === 'dir2' ? held[name] : [{ interface: 'lo', cidr: `${vip}/32` }]
  return {
    addresses: [own, ...mine],
    macs: new Map([['em1', macOf(lasts[name])]]),
    listening: new Set(['0.0.0.0:80/TCP']),
    table: parseIpvsadm(ipvsadmRules(scene.cluster).join('\n')),
    traffic: new Map(),
    syncDaemons: [],
    adverts: name === 'dir1' ? adverts(4, 0) : adverts(0, 4),
    senders: { why: 'there is no tcpdump' },
    barriers: [],
    clockAhead: 0,
    ...otherwise,
  }
}

/** A client that saw what it should. */
export function clientOf(otherwise: Partial<ClientSight> = {}): ClientSight {
  const key = `-t ${vip}:80`
  const traffic = (connections: number) => ({ connections, packetsIn: 5 * connections, packetsOut: 0 })
  const table = (one: number, two: number) =>
    new Map([
      [key, traffic(one + two)],
      [`${key} -r 192.168.1.222:80`, traffic(one)],
      [`${key} -r 192.168.1.223:80`, traffic(two)],
    ])
  return {
    repliers: new Map([[vip, { macs: [macOf(220)], how: 'arping' }]]),
    sources: new Map([[vip, '192.168.1.1']]),
    connections: new Map([[`${vip}:80`, { made: 100, failed: 0 }]]),
    traffic: new Map([['dir1', { before: table(3, 4), after: table(53, 54) }]]),
    ...otherwise,
  }
}

/** All four hosts as they should be, those named with what is otherwise; null: not reached. */
export function sightsOf(
  scene: Scene,
  otherwise: Partial<Record<Name, Partial<HostSight> | null>> = {},
  client: ClientSight | null = clientOf(),
  mends: (kinds: readonly string[]) => boolean = () => true,
): Sights {
  const names = (Object.keys(lasts) as Name[]).filter((name) => otherwise[name] !== null)
  return {
    hosts: new Map(names.map((name) => [name, sightOf(name, scene, otherwise[name] ?? {})])),
    client,
    mend: (names, kinds) => (names.length > 0 && mends(kinds) ? `mend ${names.join(',')}` : null),
  }
}
