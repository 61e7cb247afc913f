import pLimit from 'p-limit'
import type { OnBug } from '../engine/bugs.ts'
import { Link } from '../engine/link.ts'
import { brokenOff, given, type Stop } from '../engine/stop.ts'
import type { Cluster } from '../lvs/cluster/cluster.ts'
import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { clusterOn, type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { balancers, holds } from '../lvs/verify/cast.ts'
import { clientErrand } from '../lvs/verify/client.ts'
import { socketName } from '../lvs/verify/entry.ts'
import { pageOf } from '../lvs/verify/page.ts'
import type { ClientSight, HostSight, Traffic } from '../lvs/verify/sight.ts'
import { ConnectError, unforeseen } from '../model/errors.ts'
import type { Connection, Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import { excess, mostOfLooks } from '../shell/excess.ts'
import type { Transcript } from '../shell/frames.ts'
import type { Script } from '../shell/script.ts'
import type { Connect } from '../transport/transport.ts'
import { type ClientErrand, clientScript } from './client-look.ts'
import { type DirectorErrand, lookScript, trafficScript } from './look.ts'
import type { Server } from './look-around.ts'
import { pathScript, pathsIn } from './path.ts'
import { readClient, readSight, trafficIn } from './read.ts'
import { unansweredIn } from './read-around.ts'

export interface Observer {
  readonly connect: Connect
  readonly forks: number
  readonly onScript?: (host: string, title: string, display: string) => void
  /** An error that nobody foresaw leaves its host unseen; here it comes as it was thrown. */
  readonly onBug?: OnBug
  /** Once it is asked for, nobody is looked at any more. */
  readonly stop?: Stop
  /** The shell of a host is kept for the next look. */
  readonly keepShell?: boolean
}

const deadlineMs = 120_000
/** Thousands of connections take their time. */
const clientDeadlineMs = 600_000

/** What was seen of hosts by name; why not, of those that could not be entered or understood. */
export interface Observed {
  readonly sights: ReadonlyMap<string, HostSight>
  readonly missed: ReadonlyMap<string, Unseen>
}

/** Looks at every host named, side by side, each to its end. Rejects for no host. */
export async function observeHosts(site: Site, hosts: readonly Host[], observer: Observer): Promise<Observed> {
  const scenes = scenesOf(site)
  const limit = pLimit(observer.forks)
  const sights = new Map<string, HostSight>()
  const missed = new Map<string, Unseen>()
  const look = async (host: Host) => {
    const asked = Date.now() / 1000
    const script = (token: string) => lookScript(token, errandOf(host, scenes), balances(host, scenes))
    const answer = await looked(ask(host.name, host.connection, script, observer), observer)
    const answered = Date.now() / 1000
    const read = () => (isUnseen(answer) ? answer : readSight(answer, Math.floor(asked), answered))
    const sight = understood(host.name, read, observer)
    if (isUnseen(sight)) missed.set(host.name, sight)
    else sights.set(host.name, sight)
  }
  await Promise.all(hosts.map((host) => limit(() => look(host))))
  return { sights, missed }
}

/** What comes of a look, unless the command is broken off before. */
async function looked<T>(look: Promise<T>, { stop }: Observer): Promise<T | Unseen> {
  return (await Promise.race([look, given(stop?.soon)])) ?? { why: `not looked at: ${brokenOff(stop)}` }
}

/** What a director is to listen to, and how long: three adverts of the slowest instance, 3 s at least; null for another host. */
export function errandOf(host: Host, scenes: readonly Scene[]): DirectorErrand | null {
  const own = scenes.filter(({ directors }) => directors.some((director) => director.host === host))
  const instances = own.flatMap((scene) => clusterOn(scene, host.name).instances)
  if (instances.length === 0) return null
  const slowest = Math.max(...instances.map(({ advertInterval }) => advertInterval))
  return {
    seconds: Math.max(3, Math.ceil(3 * slowest)),
    interfaces: [...new Set(instances.map(({ words }) => words.interface))],
    servers: own.flatMap(({ cluster }) => serversOf(cluster)),
  }
}

function serversOf({ services }: Cluster): readonly Server[] {
  const all = services.flatMap((service) =>
    service.realServers.map(({ address, port }) => ({ address, port, page: pageOf(service, address) })),
  )
  return [...new Map(all.map((server) => [socketName(server), server])).values()]
}

function balances(host: Host, scenes: readonly Scene[]): boolean {
  return scenes.some((scene) => balancers(scene).includes(host))
}

/** Has a client ask who answers, and connect `count` times to each service; the directors count. */
export async function observeClient(
  site: Site,
  { connection: client, source }: { readonly connection: Connection; readonly source?: string | undefined },
  sights: ReadonlyMap<string, HostSight>,
  count: number,
  observer: Observer,
): Promise<ClientSight | Unseen> {
  const scenes = scenesOf(site)
  const errand = { ...errandFor(scenes, count), source }
  const asked = ask('client', client, (token) => clientScript(token, errand), observer, clientDeadlineMs)
  const answer = await looked(asked, observer)
  const seen = understood('client', () => (isUnseen(answer) ? answer : readClient(answer, errand)), observer)
  if (isUnseen(seen)) return seen
  const directors = [...new Set(scenes.flatMap(balancers))].filter(({ name }) => sights.has(name))
  const counted = directors.map(async ({ name, connection }) => {
    const sight = sights.get(name)!
    const before = sight.traffic
    if (isUnseen(before)) return [name, before] as const
    const total = dealt(before) + madeThrough(sight, errand, seen.connections)
    const again = await ask(name, connection, (token) => trafficScript(token, total), observer)
    const read = () => (isUnseen(again) ? again : trafficIn(again.sections.get('table')?.values ?? {}))
    const after = understood(name, read, observer)
    const unanswered = isUnseen(again) ? undefined : unansweredIn(again.sections.get('table')?.values.unanswered)
    return [name, isUnseen(after) ? after : { before, after, ...(unanswered && { unanswered }) }] as const
  })
  const [traffic, paths] = await Promise.all([Promise.all(counted), pathsTo(seen, scenes, sights, observer)])
  return { ...seen, traffic: new Map(traffic), paths }
}

/** The ways to the client of directors, and of real servers that answer it themselves. */
async function pathsTo(
  { sources }: Pick<ClientSight, 'sources'>,
  scenes: readonly Scene[],
  sights: ReadonlyMap<string, HostSight>,
  observer: Observer,
): Promise<NonNullable<ClientSight['paths']>> {
  const own = [...new Set(sources.values())].filter((address) => address !== '')
  const hosts = [...new Set(scenes.flatMap(answering))].filter(({ name }) => sights.has(name))
  if (own.length === 0) return new Map()
  const limit = pLimit(observer.forks)
  const asked = hosts.map(({ name, connection }) =>
    limit(async () => {
      const answer = await ask(name, connection, (token) => pathScript(token, own), observer)
      return [
        name,
        (isUnseen(answer) ? undefined : pathsIn(answer.sections.get('paths')?.values.paths)) ?? new Map(),
      ] as const
    }),
  )
  return new Map(await Promise.all(asked))
}

function answering(scene: Scene): readonly Host[] {
  const names = scene.cluster.services.flatMap(({ realServers }) =>
    realServers.flatMap(({ host, forwarding }) => (host !== null && forwarding !== 'NAT' ? [host] : [])),
  )
  return [...balancers(scene), ...scene.members.map(({ host }) => host).filter(({ name }) => names.includes(name))]
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

/** What `read` makes of a host's words; unseen when it throws. */
export function understood<T>(name: string, read: () => T, { onBug }: Pick<Observer, 'onBug'>): T | Unseen {
  try {
    return read()
  } catch (error) {
    return unseenFor(name, error, onBug)
  }
}

/** Why a host is unseen. */
export function unseenFor(name: string, error: unknown, onBug?: OnBug): Unseen {
  if (error instanceof ConnectError) return { why: error.message }
  onBug?.(name, error)
  return { why: unforeseen(error).message }
}

/** The answer to one script, or why there is none: the host can't be entered, was lost, or something was thrown on the way. Never rejects. */
export async function ask(
  name: string,
  connection: Connection,
  script: (token: string) => Script,
  { connect, onScript, onBug, keepShell = false }: Observer,
  deadline = deadlineMs,
): Promise<Transcript | Unseen> {
  const link = new Link(connect, connection)
  try {
    const show = onScript && { onScript: ({ display }: Script) => onScript(name, 'verify', display) }
    const { transcript, lost } = await link.ask(script, { deadlineMs: deadline, keepShell, ...show })
    const sections = [...transcript.sections.values()]
    const trouble = lost ?? sections.map((section) => excess(section, mostOfLooks)).find((found) => found !== null)
    return trouble === undefined ? transcript : { why: `${name}: ${trouble}` }
  } catch (error) {
    return { why: `${name}: ${unseenFor(name, error, onBug).why}` }
  } finally {
    await link.close()
  }
}
