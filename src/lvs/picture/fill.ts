import type {
  ClusterPicture,
  DirectorLive,
  Picture,
  ServerHost,
  ServerLive,
  ServerPicture,
  ServicePicture,
  Standing,
} from '../../model/picture.ts'
import { isUnseen, type Unseen, whyAlone } from '../cluster/hearing.ts'
import type { Scene } from '../cluster/scene.ts'
import type { RealServer, Service } from '../cluster/service.ts'
import { entryKey, serverName } from '../table/ipvsadm.ts'
import { differencesOn, differenceWords } from '../verify/table.ts'
import type { DirectorLook, Rows } from './director-look.ts'
import { type ServerLooks, serverHost } from './server-look.ts'

/** Looks at directors and at real servers, by name. */
export interface Looks {
  readonly directors: ReadonlyMap<string, DirectorLook | Unseen>
  readonly servers: ServerLooks
}

/** The picture with what was seen. `at`: when, ISO 8601. */
export function filled(picture: Picture, scenes: readonly Scene[], looks: Looks, at: string): Picture {
  return {
    ...picture,
    lookedAt: at,
    clusters: picture.clusters.map((cluster, i) => filledCluster(cluster, scenes[i]!, looks)),
  }
}

function filledCluster(cluster: ClusterPicture, scene: Scene, looks: Looks): ClusterPicture {
  const lookAt = (name: string) => looks.directors.get(name) ?? { why: `${name} was not looked at` }
  const instances = cluster.instances.map((instance) => {
    const bare = instance.addresses.map((address) => address.split('/')[0]!)
    const directors = instance.directors.map((one) => standing(one, instance.name, bare, lookAt(one.name)))
    return { ...instance, directors }
  })
  const lookFor = (instance: string | null) => {
    const own = instances.find(({ name }) => name === instance)?.directors ?? []
    const order = [...own.filter(({ state }) => state === 'master'), ...own, ...cluster.directors]
    return order.map(({ name }) => lookAt(name)).find((look): look is DirectorLook => !isUnseen(look))
  }
  return {
    ...cluster,
    directors: cluster.directors.map((one) => ({ ...one, live: directorLive(scene, one.name, lookAt(one.name)) })),
    instances,
    services: cluster.services.map((service, i) =>
      filledService(service, scene.cluster.services[i]!, lookFor(service.instance), (server, of) =>
        serverHost(server, of, scene, looks.servers),
      ),
    ),
  }
}

/** Master is who has the addresses, as `verify` sees it; what keepalived says stands in where there are none. */
function standing(
  one: Standing,
  instance: string,
  addresses: readonly string[],
  look: DirectorLook | Unseen,
): Standing {
  if (isUnseen(look)) return { ...one, state: 'unknown' }
  const account = look.states.get(instance)
  const has = addresses.length > 0 ? addresses.some((each) => look.addresses.has(each)) : account?.state === 'MASTER'
  const state = has ? 'master' : account?.state === 'FAULT' ? 'fault' : 'backup'
  // keepalived is not asked with every look: what it said of another state is over.
  const isOver = account?.state !== undefined && account.state !== state.toUpperCase()
  return { ...one, state, ...(account?.since != null && !isOver && { since: isoOf(account.since) }) }
}

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')

function directorLive(scene: Scene, name: string, look: DirectorLook | Unseen): DirectorLive {
  if (isUnseen(look)) return { ...unseenDirector, unseen: whyAlone(look, name) }
  const { table, syncDaemons, changedAt, owner, last } = look
  const daemons = syncDaemons.map((one) => `${one.state} on ${one.interface}, syncid ${one.syncid}`)
  return {
    unseen: null,
    differences: isUnseen(table) ? [table.why] : differencesOn(scene, table).map(differenceWords),
    syncDaemon: daemons.join('; ') || null,
    changedAt: changedAt === null ? null : isoOf(changedAt),
    owner,
    lastChange: last && { at: last.since.replace('.000', ''), by: last.who },
  }
}

const unseenDirector = { differences: [], syncDaemon: null, changedAt: null, owner: null, lastChange: null }

type HostOf = (server: RealServer, service: Service) => ServerHost | null

function filledService(
  picture: ServicePicture,
  service: Service,
  look: DirectorLook | undefined,
  hostOf: HostOf,
): ServicePicture {
  const servers = picture.servers.map((server, i) => {
    const own = service.realServers[i]!
    return { ...server, live: { ...serverLive(server, own, service, look), host: hostOf(own, service) } }
  })
  return { ...picture, servers }
}

const nothing: Omit<ServerLive, 'host'> = {
  state: 'unknown',
  active: 0,
  inactive: 0,
  connections: 0,
  connectionsPerSecond: 0,
  bytesInPerSecond: 0,
  bytesOutPerSecond: 0,
  why: null,
}

function serverLive(
  { drained }: ServerPicture,
  server: RealServer,
  service: Service,
  look: DirectorLook | undefined,
): Omit<ServerLive, 'host'> {
  if (!look || isUnseen(look.table)) return nothing
  const { table } = look
  const entries = service.endpoints.map((endpoint) => ({
    key: entryKey(endpoint, service),
    server: serverName(server, endpoint),
  }))
  const isIn = entries.every((entry) => {
    const words = table.find(({ key }) => key === entry.key)?.servers.get(entry.server)
    return words !== undefined && (server.weight === 0 || !/-w 0\b/.test(words))
  })
  const sum = (rows: Rows, column: number) =>
    entries.reduce((total, each) => total + number(rows.get(`${each.key} -r ${each.server}`)?.[column]), 0)
  return {
    state: drained !== null ? 'drained' : isIn ? 'up' : 'out',
    active: sum(look.list, 2),
    inactive: sum(look.list, 3),
    connections: sum(look.stats, 0),
    connectionsPerSecond: sum(look.rates, 0),
    bytesInPerSecond: sum(look.rates, 3),
    bytesOutPerSecond: sum(look.rates, 4),
    why: isIn || drained !== null ? null : saidOf(server, look.log),
  }
}

const number = (text = '') => (/^\d{1,15}$/.test(text) ? Number(text) : 0)

/** The last that keepalived says of the server's check and, failing that, of the server. */
function saidOf({ address, port }: RealServer, log: readonly string[]): string | null {
  const own = log.filter((line) => line.includes(address) && line.includes(String(port)))
  return own.findLast((line) => /fail|error|time|refuse|status|unreach/i.test(line)) ?? own.at(-1) ?? null
}
