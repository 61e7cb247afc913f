import type { Path } from '../../model/host.ts'
import { virtualAddresses } from '../cluster/cluster.ts'
import { holdsAddresses, type Member, partsOf } from '../cluster/member.ts'
import { hostWith } from '../cluster/place.ts'
import { isPrepared, preparesServers, type Scene } from '../cluster/scene.ts'
import { type RealServer, servedAddresses } from '../cluster/service.ts'
import { addressPath } from './address-path.ts'
import { configuredForGood, heldByAnother, otherOwners } from './found.ts'
import { onInstances, onServices, onVariable, type Remark, type Rule } from './rule.ts'

/** Whether the hosts of the cluster have the roles and addresses that make it work. */
export const preparationRules: readonly Rule[] = [
  {
    id: 'L02',
    severity: 'error',
    title: 'a virtual address is nobody’s own',
    explanation:
      'A host that has the virtual address as its own can not be reached, or can not fail over. keepalived takes the address of a director, or of a real server, without a word.',
    keepalivedTest: 'misses',
    always: true,
    check: ownAddresses,
    checkHost: heldByAnother,
  },
  {
    id: 'L10',
    severity: 'error',
    title: 'a real server with DR or TUN is prepared for it',
    explanation:
      'With DR and TUN a real server drops what it is handed unless it has the virtual address: in the lab 0 of 12 connections were answered. The role realserver-arp prepares it. A playbook without such a role, and a real server outside the inventory, get a warning: somebody else may see to it.',
    keepalivedTest: 'misses',
    check: unprepared,
  },
  {
    id: 'L19',
    severity: 'error',
    title: 'one program owns the IPVS table',
    explanation:
      'Saved ipvsadm rules, ldirectord and piranha flush or restore the table under keepalived, which on a reload compares its old file with the new and not with the kernel (keepalived issues 1018, 1877).',
    keepalivedTest: 'misses',
    always: true,
    checkHost: otherOwners,
    check: ({ directors }) =>
      directors.filter(isStatic).map((member) =>
        onVariable(member, 'static', ['table', 'kernel'], {
          message: `${member.host.name} has static rules and keepalived`,
          hint: 'take static: true away: keepalived fills the table',
        }),
      ),
  },
  {
    id: 'L01',
    severity: 'error',
    title: 'no director has a virtual address for good',
    explanation:
      'Two hosts that hold the address all the time both answer for it, whatever VRRP says: two MAC addresses answered ARP in the lab. keepalived is the one who adds and removes it.',
    keepalivedTest: 'misses',
    always: true,
    checkHost: configuredForGood,
    check: ({ members }) =>
      members
        .filter(holdsAddresses)
        .slice(1)
        .map((member) =>
          onVariable(member, 'static', ['kernel'], {
            message: `${member.host.name} would be the second to hold the addresses for good`,
            hint: 'keep static: true for one of them, in its host_vars; or take it away and give them keepalived-master and keepalived-backup',
          }),
        ),
  },
  {
    id: 'L61',
    severity: 'error',
    title: 'no director is a real server of its own cluster',
    explanation:
      'A director that is a real server of the same cluster hands the packets back to the other director, without end (net.ipv4.vs.backup_only in the kernel documentation). It would be right with packets of the other director told apart by a firewall mark for its MAC address, or with no table on the backup; keepalived has a table on both, and the address of a real server on lo is the one that the master has on its interface. A director alone may serve itself, by what its kernel does with its own address. On two hosts that shall do all, let HAProxy or nginx share the load, with VRRP alone.',
    keepalivedTest: 'misses',
    always: true,
    check: servingDirectors,
  },
]

/** Also a sorry server that a role prepares: its address goes to lo, from the interface where keepalived has it. */
function servingDirectors(scene: Scene): readonly Remark[] {
  return scene.cluster.services.flatMap((service) => {
    const { index, realServers, sorryServer } = service
    const moved = `, and the role that prepares it would take ${servedAddresses(service).join(', ')} from where keepalived has it`
    const remark = (server: Serving, path: Path, hint: string) => ({
      ...onServices(path, `${server.host} is a director${isMoved(scene, server) ? moved : ''}`, hint),
      ...(scene.directors.length === 1 && !isMoved(scene, server) && mild),
    })
    const sorry = sorryServer && isMoved(scene, sorryServer) ? [sorryServer] : []
    return [
      ...realServers
        .filter((server) => isDirector(scene, server))
        .map((server) => remark(server, server.path, 'take it out of real_servers: let other hosts serve')),
      ...sorry
        .filter((server) => isDirector(scene, server))
        .map((server) =>
          remark(server, [index, 'sorry_server'], 'write 127.0.0.1, which is the director that is master'),
        ),
    ]
  })
}

type Serving = Pick<RealServer, 'host' | 'forwarding'>

const mild = { severity: 'warning' } as const

const isDirector = ({ directors }: Scene, { host }: Serving) => directors.some((member) => member.host.name === host)

const isMoved = (scene: Scene, { host, forwarding }: Serving) =>
  forwarding !== 'NAT' && isPrepared(scene, host, forwarding)

function ownAddresses({ cluster, inventory }: Scene): readonly Remark[] {
  const servers = new Map(
    cluster.services.flatMap(({ realServers }) =>
      realServers.map(({ address, host }) => [address, host ?? address] as const),
    ),
  )
  return virtualAddresses(cluster).flatMap(({ cidr, instance }) => {
    const owner = hostWith(cidr.address, inventory) ?? servers.get(cidr.address)
    if (owner === undefined) return []
    const message = `${cidr.address} is the own address of ${owner}`
    return [
      onInstances(
        addressPath(instance, cidr),
        message,
        'take an address that no host has, in virtual_ipaddress and in virtual_servers',
      ),
    ]
  })
}

/** Whether its table, or its addresses, are there for good. */
function isStatic(member: Member): boolean {
  return partsOf(member, 'table').some((table) => table.static) || holdsAddresses(member)
}

function unprepared(scene: Scene): readonly Remark[] {
  const milder = preparesServers(scene) ? {} : mild
  return scene.cluster.services
    .flatMap(({ realServers }) => realServers.filter(({ forwarding }) => forwarding !== 'NAT'))
    .filter((server) => !isPrepared(scene, server.host, server.forwarding) && !isDirector(scene, server))
    .map((server) => (server.host === null ? stranger(server) : { ...withoutRole(server), ...milder }))
}

function stranger({ address, path, forwarding }: RealServer): Remark {
  const message = `${address} is not in the inventory, so nothing prepares it for ${forwarding}`
  const hint = `add it to the inventory, with realserver-arp; or prepare it by hand, and ignore L10 with that reason`
  return { ...onServices(path, message, hint), severity: 'warning' }
}

function withoutRole({ host, path, forwarding }: RealServer): Remark {
  const message = `${host} is a real server with ${forwarding}, but no role prepares it for that`
  return onServices(path, message, 'give it realserver-arp: add it to the play of the real servers')
}
