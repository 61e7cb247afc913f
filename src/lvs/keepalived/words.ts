import { own } from '../../model/own.ts'
import type { Cluster, Instance } from '../cluster/cluster.ts'
import type { Finding } from '../cluster/finding.ts'
import { markPort, type Service, serviceSockets } from '../cluster/service.ts'
import { since } from '../language/since.ts'
import { atLeast, compareVersions } from '../language/version.ts'
import { type Use, usesOf } from './uses.ts'

/** What the cluster asks for and that version of keepalived can't do (L26, L35, L57). Silence there would be a different cluster. */
export function unsupportedWords(cluster: Cluster, version: string): readonly Finding[] {
  return [
    ...usesOf(cluster).flatMap((use) => tooNew(use, version)),
    ...cluster.services.flatMap((service) => weightZero(service, version)),
    ...cluster.services.flatMap((service) => markWithNat(service, version)),
    ...cluster.instances.flatMap((instance) => tooManyAddresses(instance, version)),
    ...cluster.instances.flatMap((instance) => oldIpv6(instance, version)),
    ...otherSyncId(cluster, version),
  ]
}

function tooNew({ block, word, variable, path }: Use, version: string): readonly Finding[] {
  const first = own(own(since, block), word)
  if (!first || atLeast(version, first)) return []
  const named =
    own(inKeepalived, `${block} ${word}`) ?? (block === 'checker' || block === variable ? word : `${block} ${word}`)
  return [
    {
      rule: 'L26',
      variable,
      path,
      message: `keepalived ${version} has no ${named}`,
      hint: `it came with ${first}; leave it out, or ${newer(first)}`,
    },
  ]
}

/** Words of which keepalived's own says more. */
const inKeepalived: Readonly<Record<string, string>> = { 'vrrp_instance unicast': 'unicast_peer, which unicast takes' }

/** EL6 came to 1.2.13 by updates, and an installed package is never updated here. */
function newer(first: string): string {
  return atLeast('1.2.13', first) ? 'update keepalived: EL6 has 1.2.13' : 'use a release with a newer keepalived'
}

/** What a keepalived was built without (L26); nothing where it doesn't say, or is not installed yet. */
export function missingOptions(cluster: Cluster, options: readonly string[]): readonly Finding[] {
  if (options.length === 0) return []
  return usesOf(cluster).flatMap(({ block, word, variable, path }) => {
    const needed = own(builtIn, `${block} ${word}`)
    if (!needed || options.includes(needed)) return []
    const message = `the keepalived of the host was built without ${needed}, which ${word} takes`
    return [{ rule: 'L26', variable, path, message, hint: 'leave it out, or install a keepalived that has it' }]
  })
}

/** Words to the build option in `keepalived -v` that they take. */
const builtIn: Readonly<Record<string, string>> = {
  'bfd_instance neighbor_ip': 'BFD',
  'checker BFD_CHECK': 'BFD',
  'url regex': 'REGEX',
}

/** 2.0.0 to 2.0.15 reject 0 and take 1; 2.1.x programs 1 (EL8, Debian 11). */
function weightZero({ realServers }: Service, version: string): readonly Finding[] {
  const between = (from: string, to: string) => atLeast(version, from) && compareVersions(version, to) < 0
  if (!between('2.0.0', '2.0.16') && !between('2.1.0', '2.2.0')) return []
  return realServers
    .filter(({ weight }) => weight === 0)
    .map(({ path }) => ({
      rule: 'L35',
      variable: 'virtual_servers',
      path: [...path, 'weight'],
      message: `keepalived ${version} makes weight 1 of weight 0`,
      hint: 'leave the real server out, or drain it with ipvsadm -e … -w 0 on every director',
    }))
}

/** NAT sends packets to the port that the server has; by mark it is to have none, which 2.0.7 to 2.0.14 refuse. */
function markWithNat(service: Service, version: string): readonly Finding[] {
  const ports = new Set(serviceSockets(service).map(({ port }) => port))
  const isMarked = service.endpoints.some(({ address }) => address === null)
  const isNat = [...service.realServers, service.sorryServer].some((server) => server?.forwarding === 'NAT')
  if (!isMarked || !isNat || !markPort(service, version) || ports.size === 1) return []
  return [
    {
      rule: 'L26',
      variable: 'virtual_servers',
      path: [service.index, 'lb_kind'],
      message: `keepalived ${version} wants a port for real servers of a firewall mark, and NAT sends all packets there`,
      hint: 'say in marks that one port alone gets the mark, or use a release with a newer keepalived: 2.0.15',
    },
  ]
}

/** EL6: VRRP_MAX_VIP is 20, what is above is dropped with a line in the log. */
function tooManyAddresses({ name, addresses }: Instance, version: string): readonly Finding[] {
  if (addresses.length <= 20 || atLeast(version, '1.3.0')) return []
  return [
    {
      rule: 'L57',
      variable: 'vrrp_instances',
      path: [name, 'virtual_ipaddress'],
      message: `keepalived ${version} takes 20 addresses an instance; there are ${addresses.length}`,
      hint: 'move the others to virtual_ipaddress_excluded',
    },
  ]
}

/** EL6 speaks version 2 over IPv6, which no other keepalived understands. */
function oldIpv6({ name, family }: Instance, version: string): readonly Finding[] {
  if (family === 4 || atLeast(version, '1.2.20')) return []
  return [
    {
      rule: 'L26',
      variable: 'vrrp_instances',
      path: [name, 'virtual_ipaddress'],
      message: `keepalived ${version} has no VRRP version 3, which IPv6 addresses take`,
      hint: 'it came with 1.2.20; move them to virtual_ipaddress_excluded of an IPv4 instance, or use a newer release',
    },
  ]
}

/** EL6: the sync daemon's number is that of the instance. */
function otherSyncId({ words, instances }: Cluster, version: string): readonly Finding[] {
  const daemon = words.lvs_sync_daemon
  const instance = instances.find(({ name }) => name === daemon?.instance)
  if (!daemon?.syncid || atLeast(version, '1.2.20') || instance?.words.virtual_router_id === daemon.syncid) return []
  return [
    {
      rule: 'L26',
      variable: 'lvs_sync_daemon',
      path: ['syncid'],
      message: `keepalived ${version} has no lvs_sync_daemon syncid: it takes the virtual_router_id`,
      hint: `leave it out, or write ${instance?.words.virtual_router_id}`,
    },
  ]
}
