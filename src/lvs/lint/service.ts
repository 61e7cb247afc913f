import { virtualAddresses } from '../cluster.ts'
import { type Service, serviceName } from '../service.ts'
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
      ...repeated(cluster.services, serviceName).map(({ item }) =>
        onServices([item.index], `${serviceName(item)} is served twice`, 'put all its real servers into one entry'),
      ),
      ...cluster.services.flatMap(twiceListed),
    ],
  },
  {
    id: 'L24',
    severity: 'error',
    explanation: 'No director holds the address, so nothing ever reaches the service.',
    check: ({ cluster }) =>
      cluster.services
        .filter(({ target }) => target.address !== null && cluster.instances.length > 0)
        .filter(({ target }) => !virtualAddresses(cluster).some(({ cidr }) => cidr.address === target.address))
        .map((service) =>
          onServices(
            [service.index, 'address'],
            `${service.target.address} is in no virtual_ipaddress`,
            'add it to a VRRP instance, or mend one of the two',
          ),
        ),
  },
  {
    id: 'L62',
    severity: 'error',
    explanation: 'Port 0 takes every port, the ones that another entry serves included; and it needs persistence.',
    check: ({ cluster }) =>
      cluster.services
        .filter(({ target }) => target.address !== null && target.port === 0)
        .flatMap((all) => everyPort(all, cluster.services)),
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

function otherPort({ realServers, target }: Service): readonly Remark[] {
  return realServers
    .filter(({ forwarding, port }) => forwarding === 'DR' && port !== target.port)
    .map(({ path, port }) =>
      onServices(
        [...path, 'port'],
        `port ${port} differs from the service's, ${target.port}`,
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

function everyPort(all: Service, services: readonly Service[]): readonly Remark[] {
  const overlapping = services.filter(
    (other) => other !== all && other.target.address === all.target.address && other.protocol === all.protocol,
  )
  return [
    ...(all.persistenceTimeout === null
      ? [
          onServices(
            [all.index, 'port'],
            'port 0 is given without persistence_timeout',
            'name a port, or add persistence_timeout',
          ),
        ]
      : []),
    ...overlapping.map((other) =>
      onServices(
        [other.index, 'port'],
        `${serviceName(other)} is within ${serviceName(all)}`,
        'serve every port, or name each port',
      ),
    ),
  ]
}
