import type { Facts } from '../../model/facts.ts'
import type { Host, Path } from '../../model/host.ts'
import { familyOf } from '../../model/ip-address.ts'
import { virtualAddresses } from '../cluster/cluster.ts'
import type { Scene } from '../cluster/scene.ts'
import type { Service } from '../cluster/service.ts'
import { socketsOf, targetName } from '../cluster/target.ts'
import { type Entry, entriesOf } from './entry.ts'
import { eachService, onServices, type Remark, type Rule, repeated } from './rule.ts'

/** What a virtual server must not say, by itself and beside the others. */
export const serviceRules: readonly Rule[] = [
  {
    id: 'L13',
    severity: 'error',
    title: 'with DR and TUN a real server listens on the port of the virtual server',
    explanation:
      'DR and TUN hand packets over as they are, so the port can not change. keepalived 2.0.15 and newer reset another port, older ones pass it on to a kernel that looks away.',
    keepalivedTest: 'catches',
    always: true,
    check: eachService(otherPort),
  },
  {
    id: 'L20',
    severity: 'error',
    title: 'a service is described once, and lists a real server once',
    explanation:
      'The kernel has one entry for an address, port and protocol: the second one is merged into it or lost (keepalived issue 1904). keepalived 2.2.7 takes a second virtual server without a word, and removes a second real server.',
    keepalivedTest: 'partly',
    always: true,
    check: ({ cluster }) => [
      ...repeated(entriesOf(cluster).flatMap(named), ({ name }) => name).map(({ item: { path, name } }) =>
        onServices(
          path.slice(0, 1),
          `${name} is served twice`,
          'put all its real servers into one entry, and take the other away',
        ),
      ),
      ...cluster.services.flatMap(twiceListed),
    ],
  },
  {
    id: 'L24',
    severity: 'error',
    title: 'the address of a service is in an instance',
    explanation:
      'No director holds the address, so nothing ever reaches the service. keepalived takes such a file without a word. Without any instance (vrrp_instances: {}) each director has the address for itself, on lo, and a routing daemon announces it.',
    keepalivedTest: 'misses',
    check: unheldAddresses,
    checkHost: notOnDirector,
  },
  {
    id: 'L62',
    severity: 'error',
    title: 'a service of every port has persistence and no neighbour on its address',
    explanation:
      'Port 0 takes every port, the ones that another entry serves included, and only with persistence; keepalived switches it on by itself, for 360 s, and says so.',
    keepalivedTest: 'partly',
    always: true,
    check: ({ cluster }) => {
      const neighbours = Map.groupBy(entriesOf(cluster), ({ endpoint }) => endpoint.address)
      return [...neighbours].flatMap(([address, entries]) =>
        entries
          .filter(({ endpoint }) => address !== null && endpoint.port === 0)
          .flatMap((all) => everyPort(all, entries)),
      )
    },
  },
  {
    id: 'L44',
    severity: 'warning',
    title: 'the scheduler looks at the weights that are given',
    explanation:
      'rr, lc and dh pass over weights, except 0: the stronger server gets no more than the weaker one. keepalived says nothing.',
    keepalivedTest: 'misses',
    check: eachService(({ index, scheduler, realServers }) => {
      if (!['rr', 'lc', 'dh'].includes(scheduler)) return []
      const weights = new Set(realServers.map(({ weight }) => weight).filter((weight) => weight > 0))
      if (weights.size < 2) return []
      const message = `weights differ, but ${scheduler} does not look at them`
      return [onServices([index, 'lb_algo'], message, `take w${scheduler === 'dh' ? 'rr' : scheduler}`)]
    }),
  },
]

/** An entry under each of its names: a firewall mark takes the packets that get it from whoever else is there for them. */
function named({ service, endpoint, name, path }: Entry): readonly { readonly name: string; readonly path: Path }[] {
  const { protocol } = service
  const taken = endpoint.address === null ? socketsOf(endpoint, protocol) : []
  return [name, ...taken.map((socket) => targetName({ ...socket, fwmark: null, group: null }, socket.protocol))].map(
    (own) => ({ name: own, path }),
  )
}

function otherPort({ realServers, endpoints }: Service): readonly Remark[] {
  const ports = [...new Set(endpoints.flatMap(({ address, port }) => (address === null || port === 0 ? [] : [port])))]
  return realServers
    .filter(({ forwarding, port }) => forwarding !== 'NAT' && ports.some((own) => own !== port))
    .map(({ path, port, forwarding }) =>
      onServices(
        [...path, 'port'],
        `port ${port} differs from the service's, ${ports.join(', ')}`,
        `${forwarding} changes no ports: leave port out`,
      ),
    )
}

function twiceListed({ realServers }: Service): readonly Remark[] {
  return repeated(realServers, ({ address, port }) => `${address} ${port}`).map(({ item: { host, address, path } }) => {
    const name = host === null ? `address: ${address}` : `host: ${host}`
    const hint = `take this entry away; for twice as much write { ${name}, weight: 2 } in the first`
    return onServices(path, `${host ?? address} is listed twice`, hint)
  })
}

function unheldAddresses({ cluster, findings }: Scene): readonly Remark[] {
  const held = new Set(virtualAddresses(cluster).map(({ cidr }) => cidr.address))
  const unread = findings.some(({ variable }) => variable === 'vrrp_instances')
  if (cluster.instances.length === 0 || unread) return []
  const served = entriesOf(cluster).flatMap(({ path, endpoint }) =>
    socketsOf(endpoint, 'TCP').map(({ address }) => ({ path, address })),
  )
  const taken = new Set(served.map(({ address }) => address))
  const free = [...held].filter((address) => !taken.has(address)).slice(0, 3)
  const instead = free.length > 0 ? `, or serve an address that is there: ${free.join(', ')}` : ''
  return served
    .filter(({ address }) => !held.has(address))
    .map(({ path, address }) =>
      onServices(path, `${address} is in no virtual_ipaddress`, `add it to virtual_ipaddress of an instance${instead}`),
    )
}

/** IPVS takes what is for an address of the host itself. */
function notOnDirector({ cluster, directors }: Scene, host: Host, { interfaces }: Facts): readonly Remark[] {
  const isDirector = directors.some((member) => member.host === host)
  if (cluster.instances.length > 0 || !isDirector || interfaces.size === 0) return []
  const own = new Set([...interfaces.values()].flat().map((cidr) => cidr.split('/', 1)[0]!))
  return entriesOf(cluster).flatMap(({ path, endpoint }) =>
    socketsOf(endpoint, 'TCP')
      .filter(({ address }) => !own.has(address))
      .map(({ address }) => ({
        ...onServices(
          path,
          `${host.name} has ${address} on no interface, and there is no VRRP instance to bring it`,
          `add it on ${host.name}: ip addr add ${address}/${familyOf(address) === 6 ? 128 : 32} dev lo, and at boot`,
        ),
        host: host.name,
        severity: 'warning' as const,
      })),
  )
}

function everyPort(all: Entry, entries: readonly Entry[]): readonly Remark[] {
  const overlapping = entries.filter(
    ({ name, service }) => name !== all.name && service.protocol === all.service.protocol,
  )
  const message = 'port 0 is given without persistence_timeout'
  return [
    ...(all.service.persistenceTimeout === null
      ? [onServices([all.service.index, 'port'], message, 'name a port, or add persistence_timeout')]
      : []),
    ...overlapping.map(({ service, name }) =>
      onServices(
        [service.index, 'port'],
        `${name} is within ${all.name}`,
        'take this entry away, or name each port in place of 0',
      ),
    ),
  ]
}
