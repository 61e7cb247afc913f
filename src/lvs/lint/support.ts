import { virtualAddresses } from '../cluster.ts'
import { serviceFamily } from '../service.ts'
import { onInstances, onServices, type Rule } from './rule.ts'

/** What the words allow and the roles do not do yet: refused, since half of it would be worse than none. */
export const supportRules: readonly Rule[] = [
  {
    id: 'lb_kind',
    severity: 'error',
    title: 'a forwarding that the roles set up',
    keepalivedTest: 'misses',
    always: true,
    explanation: 'NAT needs the director as the gateway of the real servers, TUN a tunnel on each of them.',
    check: ({ cluster }) =>
      cluster.services.flatMap(({ index, forwarding, realServers }) => [
        ...(forwarding === 'DR'
          ? []
          : [onServices([index, 'lb_kind'], `no role sets up lb_kind ${forwarding} yet`, 'use DR')]),
        ...realServers
          .filter((server) => server.forwarding !== 'DR' && server.forwarding !== forwarding)
          .map(({ path, forwarding: own }) =>
            onServices([...path, 'lb_kind'], `no role sets up lb_kind ${own} yet`, 'use DR'),
          ),
      ]),
  },
  {
    id: 'fwmark',
    severity: 'error',
    title: 'a service that the roles set up',
    keepalivedTest: 'misses',
    always: true,
    explanation: 'A firewall mark serves nothing until a firewall rule sets it.',
    check: ({ cluster }) =>
      cluster.services
        .filter(({ endpoints }) => endpoints.some(({ fwmark }) => fwmark !== null))
        .map(({ index, target }) =>
          onServices(
            [index, target.group === null ? 'fwmark' : 'group'],
            'no role sets firewall marks yet',
            'give address and port',
          ),
        ),
  },
  {
    id: 'ipv6',
    severity: 'error',
    title: 'addresses that the roles set up',
    keepalivedTest: 'misses',
    always: true,
    explanation: 'Being silent about an IPv6 address takes other settings than ARP.',
    check: ({ cluster }) => [
      ...virtualAddresses(cluster)
        .filter(({ cidr }) => cidr.family === 6)
        .map(({ cidr, instance }) =>
          onInstances([instance.name], `no role sets up IPv6 yet: ${cidr.address}`, 'use an IPv4 address'),
        ),
      ...cluster.services
        .filter(
          (service) => serviceFamily(service) === 6 || service.realServers.some(({ address }) => address.includes(':')),
        )
        .map(({ index }) => onServices([index], 'no role sets up IPv6 yet', 'use IPv4 addresses')),
    ],
  },
]
