import { familyOf } from '../../model/ip-address.ts'
import type { Finding } from '../cluster/finding.ts'
import { writtenWeight } from '../cluster/held.ts'
import { markPort, type Service, serviceFamily, serviceSockets } from '../cluster/service.ts'
import { atLeast, between } from '../language/version.ts'
import { takesWeightZero } from './drain.ts'

type Told = Pick<Finding, 'path' | 'message' | 'hint'> & { readonly rule?: string }

/** Values of a virtual server that the version has the word for, and refuses, or takes for something else (L26, L35). */
export function serviceValues(service: Service, version: string): readonly Finding[] {
  return judges
    .flatMap((judge) => judge(service, version))
    .map((told) => ({ rule: 'L26', variable: 'virtual_servers', ...told }))
}

const judges = [weightZero, markWithNat, portZero, granularity, otherFamily]

function weightZero({ realServers }: Service, version: string): readonly Told[] {
  if (takesWeightZero(version)) return []
  return realServers
    .filter((server) => writtenWeight(server) === 0)
    .map(({ path }) => ({
      rule: 'L35',
      path: [...path, 'weight'],
      message: `keepalived ${version} makes weight 1 of weight 0`,
      hint: 'leave the real server out, or use a release with keepalived 2.2.0 or newer',
    }))
}

/** NAT sends packets to the port that the server has; by mark it is to have none, which 2.0.7 to 2.0.14 refuse. */
function markWithNat(service: Service, version: string): readonly Told[] {
  const isMarked = service.endpoints.some(({ address }) => address === null)
  if (!isMarked || !markPort(service, version)) return []
  const ports = new Set(serviceSockets(service).map(({ port }) => port))
  const isNat = [...service.realServers, service.sorryServer].some((server) => server?.forwarding === 'NAT')
  if (!isNat || ports.size === 1) return []
  return [
    {
      path: [service.index, 'lb_kind'],
      message: `keepalived ${version} wants a port for real servers of a firewall mark, and NAT sends all packets there`,
      hint: 'say in marks that one port alone gets the mark, or use a release with a newer keepalived: 2.0.15',
    },
  ]
}

/** A service of every port has servers of every port, port 0, which 2.0.7 to 2.0.14 refuse. */
function portZero({ index, endpoints, realServers, sorryServer }: Service, version: string): readonly Told[] {
  if (!between(version, '2.0.7', '2.0.15')) return []
  const isMarked = endpoints.some(({ address }) => address === null)
  const isEvery = [...realServers, sorryServer].some((server) => server?.port === 0)
  if (isMarked || !isEvery) return []
  return [
    {
      path: [index, 'port'],
      message: `keepalived ${version} takes no real server with port 0, which is every port`,
      hint: 'name the port, or use a release with a newer keepalived: 2.0.15',
    },
  ]
}

/** 1.2.24 to 1.4.2 refuse what inet_aton takes; before 1.4.0 a prefix length is one behind an IPv6 address alone. */
function granularity(service: Service, version: string): readonly Told[] {
  const { index, target, persistenceGranularity: mask } = service
  const isPrefix = mask !== null && !mask.includes('.')
  const isLost = isPrefix ? target.address === null && !atLeast(version, '1.4.0') : between(version, '1.2.24', '1.4.3')
  if (mask === null || !isLost) return []
  return [
    {
      path: [index, 'persistence_granularity'],
      message: isPrefix
        ? `keepalived ${version} takes no prefix length for persistence_granularity by mark or group`
        : `keepalived ${version} refuses every netmask for persistence_granularity`,
      hint: `leave it out: each address is a client; or use a release with a newer keepalived: ${isPrefix ? '1.4.0' : '1.4.3'}`,
    },
  ]
}

/** Before 1.4.0 a service and its servers are of one family, also by tunnel; 1.3.5 crashes otherwise. */
function otherFamily(service: Service, version: string): readonly Told[] {
  if (atLeast(version, '1.4.0')) return []
  const family = serviceFamily(service)
  const servers = [
    ...service.realServers,
    ...(service.sorryServer ? [{ ...service.sorryServer, path: [service.index, 'sorry_server'] }] : []),
  ]
  return servers
    .filter(({ address }) => familyOf(address) !== family)
    .map(({ address, path }) => ({
      path,
      message: `keepalived ${version} takes no server of another family: ${address}`,
      hint: `name an address of IPv${family}, or use a release with a newer keepalived: 1.4.0`,
    }))
}
