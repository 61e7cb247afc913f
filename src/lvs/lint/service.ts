import { type Cluster, virtualAddresses } from '../cluster.ts'
import type { Endpoint, Service } from '../service.ts'
import { targetName } from '../target.ts'
import { onServices, type Remark, type Rule, repeated } from './rule.ts'

const each =
  (check: (service: Service) => readonly Remark[]): Rule['check'] =>
  ({ cluster }) =>
    cluster.services.flatMap(check)

/** What a virtual server must not say, by itself and beside the others. */
export const serviceRules: readonly Rule[] = [
  {
    id: 'L13',
    severity: 'error',
    explanation: 'DR hands packets over as they are, so the real server must listen on the port of the virtual server.',
    check: each(otherPort),
  },
  {
    id: 'L20',
    severity: 'error',
    explanation:
      'The kernel has one entry for an address, port and protocol: the second one is merged into it or lost.',
    check: ({ cluster }) => [
      ...repeated(entries(cluster.services), ({ name }) => name).map(({ item: { service, name } }) =>
        onServices([service.index], `${name} is served twice`, 'put all its real servers into one entry'),
      ),
      ...cluster.services.flatMap(twiceListed),
    ],
  },
  {
    id: 'L24',
    severity: 'error',
    explanation: 'No director holds the address, so nothing ever reaches the service.',
    check: ({ cluster }) =>
      (cluster.instances.length > 0 ? entries(cluster.services) : [])
        .filter(({ endpoint: { address } }) => address !== null && !isVirtual(cluster, address))
        .map(({ service: { index, target }, endpoint }) =>
          onServices(
            [index, target.group === null ? 'address' : 'group'],
            `${endpoint.address} is in no virtual_ipaddress`,
            'add it to a VRRP instance, or mend one of the two',
          ),
        ),
  },
  {
    id: 'L62',
    severity: 'error',
    explanation: 'Port 0 takes every port, the ones that another entry serves included; and it needs persistence.',
    check: ({ cluster }) =>
      entries(cluster.services)
        .filter(({ endpoint }) => endpoint.address !== null && endpoint.port === 0)
        .flatMap((all) => everyPort(all, entries(cluster.services))),
  },
  {
    id: 'L44',
    severity: 'warning',
    explanation: 'rr, lc and dh pass over weights, except 0.',
    check: each(({ index, scheduler, realServers }) => {
      const weights = new Set(realServers.map(({ weight }) => weight).filter((weight) => weight > 0))
      if (weights.size < 2 || !['rr', 'lc', 'dh'].includes(scheduler)) return []
      return [
        onServices(
          [index, 'lb_algo'],
          `weights differ, but ${scheduler} does not look at them`,
          `take w${scheduler === 'dh' ? 'rr' : scheduler}`,
        ),
      ]
    }),
  },
  {
    id: 'L43',
    severity: 'error',
    explanation: 'A granularity without a timeout switches persistence on by itself, for 360 s.',
    check: each(({ index, persistenceTimeout, persistenceGranularity }) =>
      persistenceGranularity !== null && persistenceTimeout === null
        ? [
            onServices(
              [index, 'persistence_granularity'],
              'persistence_granularity is given without persistence_timeout',
              'give both, or none',
            ),
          ]
        : [],
    ),
  },
]

/** One entry of the kernel's table, and the virtual server that it is of. */
interface Entry {
  readonly service: Service
  readonly endpoint: Endpoint
  readonly name: string
}

function entries(services: readonly Service[]): readonly Entry[] {
  return services.flatMap((service) =>
    service.endpoints.map((endpoint) => ({
      service,
      endpoint,
      name: targetName({ ...endpoint, group: null }, service.protocol),
    })),
  )
}

function isVirtual(cluster: Cluster, address: string): boolean {
  return virtualAddresses(cluster).some(({ cidr }) => cidr.address === address)
}

function otherPort({ realServers, endpoints }: Service): readonly Remark[] {
  const ports = endpoints.flatMap(({ address, port }) => (address === null ? [] : [port]))
  return realServers
    .filter(({ forwarding, port }) => forwarding === 'DR' && ports.some((own) => own !== port))
    .map(({ path, port }) =>
      onServices(
        [...path, 'port'],
        `port ${port} differs from the service's, ${[...new Set(ports)].join(', ')}`,
        'DR changes no ports: leave port out',
      ),
    )
}

function twiceListed({ realServers }: Service): readonly Remark[] {
  return repeated(realServers, ({ address, port }) => `${address} ${port}`).map(({ item }) =>
    onServices(
      item.path,
      `${item.host ?? item.address} is listed twice`,
      'give it more weight in place of a second entry',
    ),
  )
}

function everyPort(all: Entry, others: readonly Entry[]): readonly Remark[] {
  const { service, endpoint } = all
  const overlapping = others.filter(
    (other) =>
      other !== all &&
      other.name !== all.name &&
      other.endpoint.address === endpoint.address &&
      other.service.protocol === service.protocol,
  )
  return [
    ...(service.persistenceTimeout === null
      ? [
          onServices(
            [service.index, 'port'],
            'port 0 is given without persistence_timeout',
            'name a port, or add persistence_timeout',
          ),
        ]
      : []),
    ...overlapping.map((other) =>
      onServices(
        [other.service.index, 'port'],
        `${other.name} is within ${all.name}`,
        'serve every port, or name each port',
      ),
    ),
  ]
}
