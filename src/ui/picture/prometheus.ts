import type {
  ClusterPicture,
  Picture,
  ServerLive,
  ServerPicture,
  ServicePicture,
  Standing,
} from '../../model/picture.ts'
import { type Labels, type Metric, metricsText } from './metrics.ts'

/** What a look has shown, as metrics; those of IPVS are called as node_exporter's are. */
export function picturePrometheus({ clusters, lookedAt }: Picture): string {
  return metricsText([
    ...(clusters.length === 0
      ? []
      : [...directorMetrics(clusters), ...serverMetrics(clusters), ...hostMetrics(clusters)]),
    gauge('lbprov_look_timestamp_seconds', 'When the hosts were looked at.', [
      { labels: {}, value: Math.floor(Date.parse(lookedAt ?? '') / 1000) },
    ]),
  ])
}

/** null: it is no time. */
function secondsOf(at: string): number | null {
  const seconds = Math.floor(Date.parse(at) / 1000)
  return Number.isNaN(seconds) ? null : seconds
}

type Samples = Metric['samples']

function gauge(name: string, help: string, samples: Samples): Metric {
  return { name, type: 'gauge', help, samples }
}

type Director = ClusterPicture['directors'][number]
/** null: it was not seen, so nothing is said of it. */
type OfDirector = (one: Director) => number | null
type OfStanding = (one: Standing) => number | null
type OfServer = (live: ServerLive, server: ServerPicture) => number

const ofDirectors: readonly (readonly [string, string, OfDirector])[] = [
  ['lbprov_director_up', 'Whether the director could be looked at.', ({ live }) => Number(live?.unseen === null)],
  [
    'lbprov_ipvs_table_differences',
    'Entries in which the table of the director differs from the model.',
    ({ live }) => (live?.unseen === null ? live.differences.length : null),
  ],
  [
    'lbprov_ipvs_sync_daemon_up',
    'Whether a daemon synchronises connections.',
    ({ live }) => (live?.unseen === null ? Number(live.syncDaemon !== null) : null),
  ],
  [
    'lbprov_director_last_change_timestamp_seconds',
    'When the last run began that changed the director.',
    ({ live }) => (live?.unseen === null && live.lastChange ? secondsOf(live.lastChange.at) : null),
  ],
]

const ofStandings: readonly (readonly [string, string, OfStanding])[] = [
  [
    'lbprov_vrrp_master',
    'Whether the director has the addresses.',
    ({ state }) => (state === undefined || state === 'unknown' ? null : Number(state === 'master')),
  ],
  ['lbprov_vrrp_priority', 'Priority of the director in the instance.', ({ priority }) => priority],
  [
    'lbprov_vrrp_last_transition_timestamp_seconds',
    'Since when the director is master or backup.',
    ({ since }) => (since === undefined ? null : Date.parse(since) / 1000),
  ],
]

const ofServers: readonly (readonly [string, string, OfServer])[] = [
  ['up', 'Whether the real server is in the table of the master.', ({ state }) => Number(state === 'up')],
  ['drained', 'Whether lbprov drain holds it back.', (_, { drained }) => Number(drained !== null)],
  ['weight', 'Weight that it shall have.', (_, { weight }) => weight],
  ['connections_active', 'Open connections.', ({ active }) => active],
  ['connections_inactive', 'Connections that are over and not forgotten.', ({ inactive }) => inactive],
  ['connections_total', 'Connections given to it since the table was made.', ({ connections }) => connections],
  ['connections_per_second', 'New connections, as the kernel measures them.', (live) => live.connectionsPerSecond],
  ['incoming_bytes_per_second', 'Bytes towards it, as the kernel measures them.', (live) => live.bytesInPerSecond],
  [
    'outgoing_bytes_per_second',
    'Bytes back through the director: none with DR and TUN.',
    (live) => live.bytesOutPerSecond,
  ],
]

const sampled = (labels: Labels, value: number | null): Samples => (value === null ? [] : [{ labels, value }])

function directorMetrics(clusters: readonly ClusterPicture[]): readonly Metric[] {
  const directors = clusters.flatMap((cluster) => cluster.directors)
  const instances = clusters.flatMap((cluster) => cluster.instances)
  const standings = instances.flatMap(({ name, directors }) => directors.map((one) => ({ instance: name, one })))
  return [
    ...ofDirectors.map(([name, help, value]) => {
      const samples = directors.flatMap((one) => sampled({ director: one.name }, value(one)))
      return gauge(name, help, samples)
    }),
    ...ofStandings.map(([name, help, value]) => {
      const samples = standings.flatMap(({ instance, one }) =>
        sampled({ director: one.name, vrrp_instance: instance }, value(one)),
      )
      return gauge(name, help, samples)
    }),
  ]
}

/** Of those that could be looked at. */
function serverMetrics(clusters: readonly ClusterPicture[]): readonly Metric[] {
  const services = clusters.flatMap((cluster) => cluster.services)
  const servers = services.flatMap((service) =>
    service.servers.flatMap((server) => {
      const { live } = server
      return live && live.state !== 'unknown' ? [{ labels: labelsOf(service, server), live, server }] : []
    }),
  )
  return ofServers.map(([name, help, value]) => ({
    name: `lbprov_ipvs_backend_${name}`,
    type: name.endsWith('_total') ? 'counter' : 'gauge',
    help,
    samples: servers.map(({ labels, live, server }) => ({ labels, value: value(live, server) })),
  }))
}

/** Of real servers as they see themselves, each once, however many services it has. */
function hostMetrics(clusters: readonly ClusterPicture[]): readonly Metric[] {
  const servers = clusters.flatMap(({ services }) => services.flatMap((service) => service.servers))
  const seen = servers.flatMap(({ name, live }) => (live?.host ? [{ name, host: live.host }] : []))
  const byName = [...Map.groupBy(seen, ({ name }) => name)]
  const faults = byName.map(([host, own]) => ({
    labels: { host },
    value: new Set(own.flatMap((one) => one.host.faults)).size,
    isSeen: own.every((one) => one.host.unseen === null),
  }))
  const up = faults.map(({ labels, isSeen }) => ({ labels, value: Number(isSeen) }))
  return [
    gauge('lbprov_real_server_up', 'Whether the host of the real server could be looked at.', up),
    gauge(
      'lbprov_real_server_faults',
      'What the host of the real server lacks to serve.',
      faults.flatMap(({ labels, value, isSeen }) => (isSeen ? [{ labels, value }] : [])),
    ),
  ]
}

function labelsOf({ name }: ServicePicture, server: ServerPicture): Labels {
  const local = /^\[?(.+?)\]?:(\d+)\/(\w+)$/.exec(name)
  const [, remoteAddress = '', remotePort = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(server.endpoint) ?? []
  return {
    local_address: local?.[1] ?? '',
    local_port: local?.[2] ?? '',
    proto: local?.[3] ?? '',
    local_mark: local ? '' : name,
    remote_address: remoteAddress,
    remote_port: remotePort,
    host: server.name,
  }
}
