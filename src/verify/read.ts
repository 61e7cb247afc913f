import type { Unseen } from '../lvs/cluster/hearing.ts'
import { parseIpvsadm } from '../lvs/table/ipvsadm.ts'
import { advertCounts, advertSenders, readSyncDaemons, readTraffic } from '../lvs/verify/counts.ts'
import { socketName } from '../lvs/verify/entry.ts'
import type { Attempts, ClientSight, HostSight, Traffic } from '../lvs/verify/sight.ts'
import { socketOf } from '../lvs/verify/sockets.ts'
import { ConfigError } from '../model/errors.ts'
import { readIpAddr } from '../resources/facts/ip-addr.ts'
import type { Transcript } from '../shell/frames.ts'
import type { ClientErrand } from './client-look.ts'
import { pathsIn } from './path.ts'
import { gatewaysIn, roomIn, surroundings } from './read-around.ts'

type Values = Readonly<Record<string, string>>

const lines = (text = '') => text.split('\n').filter((line) => line.trim() !== '')

/** What `lookScript` was answered; a host that does not show its addresses is not seen. `asked` and `answered` are when, in seconds by this machine's clock. */
export function readSight({ sections }: Transcript, asked: number, answered: number): HostSight | Unseen {
  const values = (id: string): Values => sections.get(id)?.values ?? {}
  const [place, adverts, table] = [values('place'), values('adverts'), values('table')]
  const addresses = readIpAddr(place.addresses ?? '')
  if (addresses.length === 0) return { why: 'ip addr shows no address' }
  const links = lines(place.macs).map((line) => line.trim().split(' '))
  const dumps = [adverts.before, adverts.after].map((dump) => dump?.trim() ?? '')
  return {
    addresses,
    macs: new Map(links.map(([name = '', mac = '']) => [name, mac])),
    mtus: new Map(links.flatMap(([name = '', , mtu]) => (mtu ? [[name, Number(mtu)]] : []))),
    gateways: gatewaysIn(place.defaults),
    room: roomIn(place.room),
    conntrack: conntrackIn(place.conntrack),
    keepalived: { runs: adverts.runs === 'true', hung: adverts.hung?.trim() ?? '' },
    ...surroundings(values('servers')),
    paths: pathsIn(values('paths').paths),
    listening: listeningIn(place),
    table: table.table === undefined ? unseen(table['no-table'], 'the table') : tableIn(table.table),
    traffic: trafficIn(table),
    syncDaemons:
      table.daemons === undefined ? unseen(table['no-daemons'], 'the synchronisation') : readSyncDaemons(table.daemons),
    adverts:
      dumps[0] === '' || dumps[1] === ''
        ? unseen(adverts['no-adverts'], 'what keepalived counts')
        : advertCounts(dumps[0]!, dumps[1]!),
    senders:
      adverts['no-wire'] === undefined && adverts.wire !== undefined
        ? advertSenders(adverts.wire)
        : unseen(adverts['no-wire'], 'the wire'),
    barriers: lines(values('barriers').barriers).map((rule) => rule.trimEnd()),
    sysv: place.sysv === 'true',
    clockAhead: aheadOf(Number(place.clock?.trim() || Number.NaN), asked, answered),
  }
}

/** What `sockets` of look.ts was answered. */
export function listeningIn(values: Values): HostSight['listening'] {
  return values.tcp === undefined || values['no-sockets'] !== undefined
    ? unseen(values['no-sockets'], 'what listens')
    : new Set([...sockets(values.tcp, 'TCP'), ...sockets(values.udp, 'UDP')])
}

function conntrackIn(text: string | undefined): HostSight['conntrack'] {
  const [, count, most] = /^(\d{1,12}) (\d{1,12})$/.exec(text ?? '') ?? []
  return most === undefined ? undefined : { count: Number(count), most: Number(most) }
}

function aheadOf(clock: number, asked: number, answered: number): HostSight['clockAhead'] {
  if (Number.isNaN(clock)) return { why: 'date shows no time' }
  return clock > answered ? Math.round(clock - answered) : clock < asked ? Math.round(clock - asked) : 0
}

/** A table that is none is as good as not seen. */
export function tableIn(text: string): HostSight['table'] {
  try {
    return parseIpvsadm(text)
  } catch (error) {
    if (error instanceof ConfigError) return { why: error.problems[0]!.message }
    throw error
  }
}

function sockets(text: string | undefined, protocol: string): readonly string[] {
  return lines(text).flatMap((line) => {
    const socket = socketOf(line)
    return socket ? [`${socket}/${protocol}`] : []
  })
}

function unseen(why: string | undefined, what: string): Unseen {
  return { why: why?.trim() || `${what} was not looked at` }
}

/** What the part `table` of a script says of the counters. */
export function trafficIn(table: Values): ReadonlyMap<string, Traffic> | Unseen {
  return table.traffic === undefined
    ? unseen(table['no-traffic'], 'the table')
    : readTraffic(table.traffic, table.loads)
}

/** What `clientScript` was answered. */
export function readClient(
  { sections }: Transcript,
  { addresses, services }: ClientErrand,
): Omit<ClientSight, 'traffic' | 'paths'> {
  const values: Values = sections.get('client')?.values ?? {}
  return {
    repliers: new Map(addresses.map((address) => [address, repliersIn(values, address)])),
    cached: new Map(addresses.flatMap((address) => cachedIn(values, address))),
    sources: new Map(addresses.map((address) => [address, values[`source.${address}`] ?? ''])),
    connections: new Map(services.map((service) => [socketName(service), connectionsIn(values, socketName(service))])),
  }
}

function cachedIn(values: Values, address: string): readonly (readonly [string, string])[] {
  const [, mac] = /lladdr (\S+)/.exec(values[`cached.${address}`] ?? '') ?? []
  return mac === undefined ? [] : [[address, mac.toLowerCase()]]
}

function repliersIn(values: Values, address: string) {
  const text = values[`macs.${address}`]
  if (text === undefined) return unseen(values[`no-macs.${address}`], 'who answers')
  const macs = [...text.matchAll(/(?<![0-9a-f:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![0-9a-f:])/gi)].map(([mac]) =>
    mac.toLowerCase(),
  )
  return { macs: [...new Set(macs)].toSorted(), how: values[`how.${address}`] ?? '' }
}

function connectionsIn(values: Values, at: string) {
  const [, made, failed] = /^(\d{1,9}) (\d{1,9})$/.exec(values[`connections.${at}`] ?? '') ?? []
  return made === undefined
    ? unseen(values[`no-connections.${at}`], 'the service')
    : { made: Number(made), failed: Number(failed), ...statusesIn(values[`statuses.${at}`]) }
}

function statusesIn(text: string | undefined): Pick<Attempts, 'statuses'> {
  const words = text?.split(/\s+/).filter((word) => /^\d{3}$/.test(word))
  if (!words) return {}
  return { statuses: new Map([...Map.groupBy(words, Number)].map(([status, all]) => [status, all.length])) }
}
