import type { ClusterPicture, Picture, ServerPicture, ServicePicture } from '../../model/picture.ts'
import { type Labels, type Metric, metricsText } from './metrics.ts'

/** What a look has shown, as metrics; those of IPVS are called as node_exporter's are. */
export function picturePrometheus({ clusters, lookedAt }: Picture): string {
  return metricsText([
    ...(clusters.length === 0 ? [] : [...directorMetrics(clusters), ...serverMetrics(clusters)]),
    gauge('lbprov_look_timestamp_seconds', 'When the hosts were looked at.', [
      { labels: {}, value: Math.floor(Date.parse(lookedAt ?? '') / 1000) },
    ]),
  ])
}

type Samples = Metric['samples']

function gauge(name: string, help: string, samples: Samples): Metric {
  return { name, type: 'gauge', help, samples }
}

function directorMetrics(clusters: readonly ClusterPicture[]): readonly Metric[] {
  const directors = clusters.flatMap((cluster) => cluster.directors)
  const each = (value: (one: (typeof directors)[number]) => number) =>
    directors.map((one) => ({ labels: { director: one.name }, value: value(one) }))
  const standings = clusters.flatMap(({ instances }) =>
    instances.flatMap((instance) =>
      instance.directors.map((one) => ({ labels: { director: one.name, instance: instance.name }, one })),
    ),
  )
  return [
    gauge(
      'lbprov_director_up',
      'Whether the director could be looked at.',
      each(({ live }) => Number(live?.unseen === null)),
    ),
    gauge(
      'lbprov_ipvs_table_differences',
      'Entries in which the table of the director differs from the model.',
      each(({ live }) => live?.differences.length ?? 0),
    ),
    gauge(
      'lbprov_ipvs_sync_daemon_up',
      'Whether a daemon synchronises connections.',
      each(({ live }) => Number(live != null && live.syncDaemon !== null)),
    ),
    gauge(
      'lbprov_vrrp_master',
      'Whether the director has the addresses of the instance.',
      standings.map(({ labels, one }) => ({ labels, value: Number(one.state === 'master') })),
    ),
    gauge(
      'lbprov_vrrp_priority',
      'Priority of the director in the instance.',
      standings.flatMap(({ labels, one }) => (one.priority === null ? [] : [{ labels, value: one.priority }])),
    ),
    gauge(
      'lbprov_vrrp_last_transition_timestamp_seconds',
      'Since when the director is master or backup.',
      standings.flatMap(({ labels, one }) =>
        one.since === undefined ? [] : [{ labels, value: Date.parse(one.since) / 1000 }],
      ),
    ),
  ]
}

function serverMetrics(clusters: readonly ClusterPicture[]): readonly Metric[] {
  const servers = clusters.flatMap(({ services }) =>
    services.flatMap((service) => service.servers.map((server) => ({ labels: labelsOf(service, server), server }))),
  )
  const each = (value: (server: ServerPicture) => number | undefined) =>
    servers.flatMap(({ labels, server }) => {
      const number = value(server)
      return number === undefined ? [] : [{ labels, value: number }]
    })
  const seen = (value: (live: NonNullable<ServerPicture['live']>) => number) =>
    each(({ live }) => (live && live.state !== 'unknown' ? value(live) : undefined))
  return [
    gauge(
      'lbprov_ipvs_backend_up',
      'Whether the real server is in the table of the master.',
      seen(({ state }) => Number(state === 'up')),
    ),
    gauge(
      'lbprov_ipvs_backend_drained',
      'Whether lbprov drain holds the real server back.',
      each(({ drained }) => Number(drained !== null)),
    ),
    gauge(
      'lbprov_ipvs_backend_weight',
      'Weight that the real server shall have.',
      each(({ weight }) => weight),
    ),
    gauge(
      'lbprov_ipvs_backend_connections_active',
      'Open connections.',
      seen(({ active }) => active),
    ),
    gauge(
      'lbprov_ipvs_backend_connections_inactive',
      'Connections that are over and not forgotten.',
      seen(({ inactive }) => inactive),
    ),
    {
      name: 'lbprov_ipvs_backend_connections_total',
      type: 'counter',
      help: 'Connections given to the real server since the table was made.',
      samples: seen(({ connections }) => connections),
    },
    gauge(
      'lbprov_ipvs_backend_connections_per_second',
      'New connections, as the kernel measures them.',
      seen((live) => live.connectionsPerSecond),
    ),
    gauge(
      'lbprov_ipvs_backend_incoming_bytes_per_second',
      'Bytes towards the real server, as the kernel measures them.',
      seen((live) => live.bytesInPerSecond),
    ),
    gauge(
      'lbprov_ipvs_backend_outgoing_bytes_per_second',
      'Bytes back through the director: none with DR and TUN.',
      seen((live) => live.bytesOutPerSecond),
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
