import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import { isPrepared, type Scene } from '../cluster/scene.ts'
import { type RealServer, servedAddresses } from '../cluster/service.ts'
import { onHost, onServices, type Remark, type Rule } from './rule.ts'

/** What is found on real servers that no role prepares, and on hosts whose packages can not come. */
export const serverFactRules: readonly Rule[] = [
  {
    id: 'L11',
    severity: 'error',
    title: 'a real server has the virtual address with /32 or /128',
    explanation:
      'A virtual address with a wider prefix on lo makes its whole network local: the real server answers for its neighbours. An alias of CentOS 6 and 7 without NETMASK takes /8 from ifcfg-lo.',
    keepalivedTest: 'misses',
    always: true,
    checkHost: (scene, host, { interfaces }) =>
      served(scene, host).flatMap(({ address, server }) =>
        (interfaces.get('lo') ?? [])
          .filter((text) => text.startsWith(`${address}/`) && !/\/(32|128)$/.test(text))
          .map((text) => ({
            ...about(host, server, `${host.name} has ${text} on lo`, `take it off: ip addr del ${text} dev lo`),
            ...(unprepared(scene, host).length === 0 && runMends),
          })),
      ),
  },
  {
    id: 'L12',
    severity: 'error',
    title: 'a real server with the virtual address is silent about it',
    explanation:
      'A real server that has the address and answers ARP for it draws the clients past the balancer: in the lab all 91 of 91 connections went to one. The role realserver-arp sets arp_ignore and arp_announce, and the address after them.',
    keepalivedTest: 'misses',
    checkHost: (scene, host, facts) =>
      unprepared(scene, host)
        .filter(({ address }) => (facts.interfaces.get('lo') ?? []).some((text) => text.startsWith(`${address}/`)))
        .filter(() => !isSilent(facts))
        .map(({ address, server }) =>
          about(
            host,
            server,
            `${host.name} has ${address} on lo and answers ARP for it`,
            'give it realserver-arp, or set net.ipv4.conf.all.arp_ignore to 1 and arp_announce to 2',
          ),
        ),
  },
  {
    id: 'L18',
    severity: 'error',
    title: 'a real server with TUN takes packets from its tunnel',
    explanation:
      'With rp_filter 1 on tunl0 or all the kernel drops what comes out of the tunnel: 0 of 12 connections in the lab, 86 of 86 with 0. The role realserver-arp sets both.',
    keepalivedTest: 'misses',
    checkHost: (scene, host, { sysctls }) =>
      unprepared(scene, host)
        .filter(({ server }) => server.forwarding === 'TUN' && strict(sysctls))
        .map(({ server }) =>
          about(
            host,
            server,
            `rp_filter of ${host.name} drops what comes out of the tunnel`,
            'give it realserver-arp, or set net.ipv4.conf.all.rp_filter and tunl0.rp_filter to 0',
          ),
        ),
  },
  {
    id: 'L52',
    severity: 'warning',
    title: 'firewalls let VRRP, services and the sync daemon in',
    explanation:
      'A firewall that drops VRRP (IP protocol 112, with auth_type AH 51) makes both directors master, one that drops the service port keeps IPVS from seeing a packet. The keepalived roles and realserver-arp open what is needed with iptables, firewalld and nftables.',
    keepalivedTest: 'misses',
    checkHost: (scene, host, { firewall }) =>
      firewall === 'none'
        ? []
        : unprepared(scene, host)
            .slice(0, 1)
            .map(({ server }) =>
              about(
                host,
                server,
                `${host.name} has ${firewall}, and no role that opens the service port`,
                'give it realserver-arp, or open the port by hand, and ignore L52 with that reason',
              ),
            ),
  },
  {
    id: 'L60',
    severity: 'warning',
    title: 'packages can be had',
    explanation:
      'The mirror lists of CentOS 6, 7 and 8 and of EPEL 6 are gone, and one repository that does not answer makes every package step fail. The role bootstrap points them to their archives, and lets others be missing.',
    keepalivedTest: 'misses',
    checkHost: (scene, host, facts) =>
      facts.deadRepositories.length > 0 && !scene.withRepositories.includes(host.name)
        ? [
            onHost(
              host,
              `${host.name} asks for packages at mirror lists that are gone: ${facts.deadRepositories.join(', ')}`,
              'run playbooks/bootstrap.yaml, which points them to their archives',
            ),
          ]
        : [],
  },
]

/** A role that prepares the server gives the address its own prefix: a run must not be refused for the other one. */
const runMends = { severity: 'warning', hint: 'lbprov run gives it the right prefix' } as const

interface Served {
  readonly address: string
  readonly server: RealServer
}

/** The addresses that a host serves with DR or TUN, each once. */
function served({ cluster }: Scene, { name }: Host): readonly Served[] {
  const all = cluster.services.flatMap((service) =>
    service.realServers
      .filter((server) => server.host === name && server.forwarding !== 'NAT')
      .flatMap((server) => servedAddresses(service).map((address) => ({ address, server }))),
  )
  return [...new Map(all.toReversed().map((one) => [one.address, one])).values()]
}

function unprepared(scene: Scene, host: Host): readonly Served[] {
  return served(scene, host).filter(({ server }) => !isPrepared(scene, host.name, server.forwarding))
}

function isSilent({ sysctls }: Facts): boolean {
  return sysctls.get('net.ipv4.conf.all.arp_ignore') === '1' && sysctls.get('net.ipv4.conf.all.arp_announce') === '2'
}

function strict(sysctls: Facts['sysctls']): boolean {
  return ['all', 'tunl0'].some((name) => sysctls.get(`net.ipv4.conf.${name}.rp_filter`) === '1')
}

function about(host: Host, { path }: RealServer, message: string, hint: string): Remark {
  return { ...onServices(path, message, hint), host: host.name }
}
