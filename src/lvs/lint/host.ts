import { virtualAddresses } from '../cluster.ts'
import { addressOf } from '../place.ts'
import type { RealServer, Service } from '../service.ts'
import { onHost, onInstances, onServices, type Remark, type Rule } from './rule.ts'
import { hasRole, paramOf, type Scene } from './scene.ts'

/** Whether the hosts of the cluster have the roles that make it work. */
export const hostRules: readonly Rule[] = [
  {
    id: 'L02',
    severity: 'error',
    explanation: 'A host that has the virtual address as its own can not be reached, or can not fail over.',
    check: ({ cluster, inventory }) => {
      const owners = inventory.hosts.map((host) => ({ name: host.name, address: addressOf(host) }))
      const servers = cluster.services.flatMap(({ realServers }) =>
        realServers.map(({ address, host }) => ({ name: host ?? address, address })),
      )
      return virtualAddresses(cluster).flatMap(({ cidr, instance }) => {
        const owner = [...owners, ...servers].find(({ address }) => address === cidr.address)
        return owner
          ? [
              onInstances(
                [instance.name, 'virtual_ipaddress'],
                `${cidr.address} is the own address of ${owner.name}`,
                'take a free address for the service',
              ),
            ]
          : []
      })
    },
  },
  {
    id: 'L10',
    severity: 'error',
    explanation: 'With DR a real server drops what it is handed unless it has the virtual address: nothing is served.',
    check: (scene) => (usesRole(scene, 'realserver-arp') && !scene.partial ? unprepared(scene, inventoryOnly) : []),
  },
  {
    id: 'L10',
    severity: 'warning',
    explanation: 'With DR a real server must have the virtual address on its loopback, and be silent about it.',
    check: (scene) => [
      ...unprepared(scene, ({ host }) => host === null),
      ...(usesRole(scene, 'realserver-arp') || scene.partial ? [] : unprepared(scene, inventoryOnly)),
    ],
  },
  {
    id: 'L19',
    severity: 'error',
    explanation: 'Each would flush or restore the table and the address of the other.',
    check: ({ directors }) =>
      directors
        .filter((member) => paramOf(member, 'static') === true)
        .map((member) =>
          onHost(
            member,
            `${member.host.name} has static rules and keepalived`,
            'take static: true away, or the keepalived role',
          ),
        ),
  },
  {
    id: 'L01',
    severity: 'error',
    explanation: 'Two hosts that hold the address all the time both answer for it.',
    check: ({ members }) =>
      members
        .filter((member) => hasRole(member, 'director-vip') && paramOf(member, 'static') === true)
        .slice(1)
        .map((member) =>
          onHost(
            member,
            `${member.host.name} would be the second to hold the addresses for good`,
            'static: true is for a single director; two need keepalived',
          ),
        ),
  },
  {
    id: 'L61',
    severity: 'error',
    explanation:
      'A director that is a real server of the same cluster hands the packets back to the other director, without end.',
    check: ({ directors, cluster }) =>
      cluster.services.flatMap(({ realServers }) =>
        realServers
          .filter(({ host }) => directors.some((member) => member.host.name === host))
          .map(({ host, path }) => onServices(path, `${host} is a director`, 'let another host serve')),
      ),
  },
]

const inventoryOnly = ({ host }: RealServer) => host !== null

function usesRole({ members }: Scene, role: string): boolean {
  return members.some((member) => hasRole(member, role))
}

function unprepared({ cluster, members }: Scene, which: (server: RealServer) => boolean): readonly Remark[] {
  const prepared = members.filter((member) => hasRole(member, 'realserver-arp')).map(({ host }) => host.name)
  const dr = ({ realServers }: Service) => realServers.filter(({ forwarding }) => forwarding === 'DR')
  return cluster.services
    .flatMap(dr)
    .filter((server) => which(server) && !prepared.includes(server.host ?? ''))
    .map(({ host, address, path }) =>
      host === null
        ? onServices(
            path,
            `${address} is not in the inventory, so nothing prepares it for DR`,
            'add it to the inventory, or see to its address on lo and arp_ignore, arp_announce',
          )
        : onServices(
            path,
            `${host} is a real server with DR, but no play gives it realserver-arp`,
            'add it to the play of the real servers',
          ),
    )
}
