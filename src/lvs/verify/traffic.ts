import type { Assertion } from '../../model/verification.ts'
import { isUnseen } from '../cluster/hearing.ts'
import { named } from '../cluster/named.ts'
import type { RealServer } from '../cluster/service.ts'
import { entryKey, serverName } from '../table/ipvsadm.ts'
import { type About, judged, unchecked } from './assertion.ts'
import type { Entry } from './entry.ts'
import { shareFault } from './share.ts'
import type { ClientSight, Sights, Traffic, Turn } from './sight.ts'
import { tableKinds } from './table.ts'

/** What one real server got and gave while the client connected. */
interface Gain extends Traffic {
  readonly name: string
  readonly server: RealServer
  readonly weight: number
  readonly load: number
}

/** What the director counted of the connections: which real servers got them, and which way the answers took. */
export function trafficAssertions(
  entry: Entry,
  hosts: readonly string[],
  made: number,
  client: ClientSight,
  sights: Sights,
): readonly Assertion[] {
  const [holder = ''] = hosts
  const turn = client.traffic.get(holder) ?? {
    why: holder ? `${holder} could not be asked` : 'no director that was asked has the address',
  }
  const shares: About = {
    id: 'distribution',
    subject: entry.name,
    hosts,
    expected: 'a share of the connections for each real server, by weight',
  }
  if (isUnseen(turn)) return [unchecked(shares, turn.why)]
  const gains = gainsOf(entry, turn)
  const fault = shareFault(entry.service, gains, made)
  const seen = gains.map(({ name, connections }) => `${name} ${connections}`).join(', ')
  const remedy =
    hosts.length > 1
      ? `see vip-holder: ${named(hosts)} share the connections`
      : fault?.deaf
        ? `see what is said of ${named(fault.deaf)}`
        : `what takes the connections? ${sights.mend([holder], tableKinds) ?? `see vip-arp; on ${holder}: ipvsadm -Lnc`}`
  return [
    judged(shares, { ok: fault === null, seen: fault ? `${seen}: ${fault.why}` : seen, remedy }),
    returnPath(entry, hosts, gains),
  ]
}

function gainsOf({ service, endpoint }: Entry, { before, after }: Turn): readonly Gain[] {
  return service.realServers.map((server) => {
    const key = `${entryKey(endpoint, service)} -r ${serverName(server, endpoint)}`
    return {
      ...difference(before.get(key), after.get(key)),
      load: before.get(key)?.load ?? 0,
      name: server.host ?? server.address,
      weight: server.weight,
      server,
    }
  })
}

/** With DR and TUN the director sees no answer, with NAT it sees every one. */
function returnPath({ name: subject }: Entry, hosts: readonly string[], gains: readonly Gain[]): Assertion {
  const isNat = ({ server }: Gain) => server.forwarding === 'NAT'
  const past = gains.filter((gain) => isNat(gain) && gain.connections > 0 && gain.packetsOut === 0)
  const through = gains.filter((gain) => !isNat(gain) && gain.packetsOut > 0)
  const expected = gains.every(isNat)
    ? 'packets back through the director'
    : gains.some(isNat)
      ? 'packets back through the director of servers with NAT, of no others'
      : '0 packets back through the director'
  const seen = `packets back: ${gains.map(({ name, packetsOut }) => `${name} ${packetsOut}`).join(', ')}`
  const names = (list: readonly Gain[]) => list.map(({ name }) => name)
  const remedy =
    through.length > 0
      ? `${named(names(through))} must not answer through the director: a default route there, or NAT where DR was meant`
      : `the answers of ${named(names(past))} must go through the director: on each, ip route get CLIENT; role realserver-arp sets the route`
  const about: About = { id: 'return-path', subject, hosts, expected }
  if (gains.every(({ connections, packetsIn }) => connections + packetsIn === 0))
    return unchecked(about, 'no packet went through the table')
  return judged(about, { ok: past.length + through.length === 0, seen, remedy })
}

function difference(before: Traffic | undefined, after: Traffic | undefined): Traffic {
  const gain = (what: 'connections' | 'packetsIn' | 'packetsOut') => (after?.[what] ?? 0) - (before?.[what] ?? 0)
  return { connections: gain('connections'), packetsIn: gain('packetsIn'), packetsOut: gain('packetsOut') }
}
