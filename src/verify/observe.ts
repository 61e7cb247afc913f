import pLimit from 'p-limit'
import { Link } from '../engine/link.ts'
import { type Scene, scenesOf } from '../lvs/lint/scene.ts'
import { isUnseen, type Unseen } from '../lvs/verify/assertion.ts'
import { balancers, holds } from '../lvs/verify/cast.ts'
import { clientErrand } from '../lvs/verify/client.ts'
import { socketName } from '../lvs/verify/entry.ts'
import type { ClientSight, HostSight, Traffic } from '../lvs/verify/sight.ts'
import { ConnectError } from '../model/errors.ts'
import type { Connection, Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import { excess, mostOfLooks } from '../shell/excess.ts'
import type { Transcript } from '../shell/frames.ts'
import type { Script } from '../shell/script.ts'
import type { Connect } from '../transport/transport.ts'
import { type ClientErrand, clientScript } from './client-look.ts'
import { type DirectorErrand, lookScript, trafficScript } from './look.ts'
import { readClient, readSight, trafficIn } from './read.ts'

export interface Observer {
  readonly connect: Connect
  readonly forks: number
  readonly onScript?: (host: string, title: string, display: string) => void
}

const deadlineMs = 120_000
/** Thousands of connections take their time. */
const clientDeadlineMs = 600_000

/** Looks at every host named, side by side. A host that could not be entered has no sight. */
export async function observeHosts(
  site: Site,
  hosts: readonly Host[],
  observer: Observer,
): Promise<Map<string, HostSight>> {
  const scenes = scenesOf(site)
  const limit = pLimit(observer.forks)
  const sights = new Map<string, HostSight>()
  const look = async (host: Host) => {
    const asked = Date.now() / 1000
    const script = (token: string) => lookScript(token, errandOf(host, scenes), balances(host, scenes))
    const answer = await ask(host.name, host.connection, script, observer)
    if (!isUnseen(answer)) sights.set(host.name, readSight(answer, Math.floor(asked), Date.now() / 1000))
  }
  await Promise.all(hosts.map((host) => limit(() => look(host))))
  return sights
}

/** What a director is to listen to, and how long: three adverts of the slowest instance, 3 s at least; null for another host. */
export function errandOf(host: Host, scenes: readonly Scene[]): DirectorErrand | null {
  const own = scenes.filter(({ directors }) => directors.some((director) => director.host === host))
  const instances = own.flatMap(({ cluster }) => cluster.instances)
  if (instances.length === 0) return null
  const slowest = Math.max(...instances.map(({ advertInterval }) => advertInterval))
  return {
    seconds: Math.max(3, Math.ceil(3 * slowest)),
    interfaces: [...new Set(instances.map(({ words }) => words.interface))],
  }
}

function balances(host: Host, scenes: readonly Scene[]): boolean {
  return scenes.some((scene) => balancers(scene).includes(host))
}

/** Has a client ask who answers, and connect `count` times to each service; the directors count. */
export async function observeClient(
  site: Site,
  client: Connection,
  sights: ReadonlyMap<string, HostSight>,
  count: number,
  observer: Observer,
): Promise<ClientSight | Unseen> {
  const scenes = scenesOf(site)
  const errand = errandFor(scenes, count)
  const answer = await ask('client', client, (token) => clientScript(token, errand), observer, clientDeadlineMs)
  if (isUnseen(answer)) return answer
  const seen = readClient(answer, errand)
  const directors = [...new Set(scenes.flatMap(balancers))].filter(({ name }) => sights.has(name))
  const counted = directors.map(async ({ name, connection }) => {
    const sight = sights.get(name)!
    const before = sight.traffic
    if (isUnseen(before)) return [name, before] as const
    const total = dealt(before) + madeThrough(sight, errand, seen.connections)
    const again = await ask(name, connection, (token) => trafficScript(token, total), observer)
    const after = isUnseen(again) ? again : trafficIn(again.sections.get('table')?.values ?? {})
    return [name, isUnseen(after) ? after : { before, after }] as const
  })
  return { ...seen, traffic: new Map(await Promise.all(counted)) }
}

/** The connections that real servers have been dealt. */
function dealt(traffic: ReadonlyMap<string, Traffic>): number {
  return [...traffic].reduce((sum, [key, { connections }]) => sum + (key.includes(' -r ') ? connections : 0), 0)
}

/** Of the connections that the client made, those to addresses which the director has. */
function madeThrough(director: HostSight, { services }: ClientErrand, connections: ClientSight['connections']): number {
  return services
    .filter(({ address }) => holds(director, address))
    .map((service) => connections.get(socketName(service)))
    .reduce((sum, tried) => sum + (tried && !isUnseen(tried) ? tried.made : 0), 0)
}

function errandFor(scenes: readonly Scene[], count: number): ClientErrand {
  const errands = scenes.map(({ cluster }) => clientErrand(cluster))
  return {
    addresses: [...new Set(errands.flatMap(({ addresses }) => addresses))],
    services: errands.flatMap(({ services }) => services),
    count,
  }
}

/** The answer to one script, or why there is none: the host can't be entered, or was lost. */
export async function ask(
  name: string,
  connection: Connection,
  script: (token: string) => Script,
  { connect, onScript }: Observer,
  deadline = deadlineMs,
): Promise<Transcript | Unseen> {
  const link = new Link(connect, connection)
  try {
    const show = onScript && { onScript: (display: string) => onScript(name, 'verify', display) }
    const { transcript, lost } = await link.ask(script, { deadlineMs: deadline, ...show })
    const sections = [...transcript.sections.values()]
    const trouble = lost ?? sections.map((section) => excess(section, mostOfLooks)).find((found) => found !== null)
    return trouble === undefined ? transcript : { why: `${name}: ${trouble}` }
  } catch (error) {
    if (error instanceof ConnectError) return { why: `${name}: ${error.message}` }
    throw error
  } finally {
    await link.close()
  }
}
