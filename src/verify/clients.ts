import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import type { Scene } from '../lvs/cluster/scene.ts'
import { clientAssertions } from '../lvs/verify/client.ts'
import type { ClientSight, HostSight, Sights } from '../lvs/verify/sight.ts'
import type { Connection } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import type { Assertion } from '../model/verification.ts'
import { type Observer, observeClient } from './observe.ts'

/** A client: how it is called, and how to get there. */
export interface Client {
  readonly name: string
  readonly connection: Connection
  /** The address that it is to connect from; undefined: as its routes have it. */
  readonly source?: string | undefined
}

/** What one client saw. */
export interface Seen {
  readonly client: Client
  readonly sight: ClientSight | Unseen
}

/** What each client sees, one after another, so that the directors count the connections of one alone. */
export async function observeClients(
  site: Site,
  clients: readonly Client[],
  hosts: ReadonlyMap<string, HostSight>,
  connections: number,
  observer: Observer,
): Promise<readonly Seen[]> {
  const all: Seen[] = []
  let now = hosts
  for (const client of clients) {
    const sight = await observeClient(site, client, now, connections, observer)
    all.push({ client, sight })
    if (!isUnseen(sight)) now = countedBy(sight, now)
  }
  return all
}

/** The counters as that client left them. */
function countedBy({ traffic }: ClientSight, hosts: ReadonlyMap<string, HostSight>): ReadonlyMap<string, HostSight> {
  return new Map(
    [...hosts].map(([name, sight]) => {
      const turn = traffic.get(name)
      return [name, turn && !isUnseen(turn) ? { ...sight, traffic: turn.after } : sight]
    }),
  )
}

/** What must hold for each client after the first; who answers for an address is asked where that can be. */
export function furtherAssertions(scene: Scene, sights: Sights, clients: readonly Seen[]): readonly Assertion[] {
  return clients.slice(1).flatMap(({ client, sight }) => {
    if (isUnseen(sight)) return []
    const all = clientAssertions(scene, { ...sights, client: sight })
    return all
      .filter(({ id, verdict }) => id !== 'vip-arp' || verdict !== 'unchecked')
      .map((one) => ({ ...one, subject: `${one.subject}, from ${client.name}` }))
  })
}
