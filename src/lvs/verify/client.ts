import type { Assertion } from '../../model/verification.ts'
import { bracketed } from '../address.ts'
import { virtualAddresses } from '../cluster.ts'
import { tableOf } from '../ipvsadm.ts'
import type { Scene } from '../lint/scene.ts'
import { type Service, serviceName } from '../service.ts'
import { type About, isUnseen, judged, unchecked } from './assertion.ts'
import { balancers, holdersOf, named } from './cast.ts'
import { shareFault } from './share.ts'
import type { ClientSight, Sights, Traffic } from './sight.ts'

/** What a client must see: one machine that answers, and packets that reach every real server. */
export function clientAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const { client } = sights
  if (!client) return []
  return [
    ...virtualAddresses(scene.cluster).map(({ cidr }) => oneReplier(cidr.address, client, scene, sights)),
    ...scene.cluster.services.flatMap((service) => serviceAssertions(service, client, scene, sights)),
  ]
}

function oneReplier(address: string, { repliers }: ClientSight, scene: Scene, sights: Sights): Assertion {
  const [holder] = holdersOf(address, scene, sights)
  const about: About = {
    id: 'vip-arp',
    subject: address,
    hosts: holder ? [holder] : [],
    expected: `one answer, of ${holder ?? 'the master'}`,
  }
  const seen = repliers.get(address) ?? { why: 'the client did not ask' }
  if (isUnseen(seen)) return unchecked(about, seen.why)
  const owners = seen.macs.map((mac) => ownerOf(mac, sights) ?? mac)
  const ok = owners.length === 1 && owners[0] === holder
  const wrong = owners.filter((owner) => owner !== holder)
  const said = owners.length === 0 ? 'no answer' : `answered by ${named(owners)}`
  const culprits = { ...about, hosts: ok || wrong.length === 0 ? about.hosts : wrong }
  return judged(culprits, { ok, seen: `${said} (${seen.how})`, remedy: replierRemedy(wrong, holder, sights) })
}

function ownerOf(mac: string, { hosts }: Sights): string | undefined {
  return [...hosts].find(([, { macs }]) => [...macs.values()].includes(mac))?.[0]
}

function replierRemedy(wrong: readonly string[], holder: string | undefined, { hosts, mend }: Sights): string {
  const ours = wrong.filter((name) => hosts.has(name))
  if (ours.length > 0) return `${named(ours)} must be silent about it: ${mend(ours.join(','))}`
  if (wrong.length > 0) return `find the machine with ${named(wrong)} and take the address from it`
  return `is the client on the LAN of ${holder ?? 'the directors'}? arp_ignore, arptables and the switch may keep the answer back`
}

function serviceAssertions(service: Service, client: ClientSight, scene: Scene, sights: Sights): readonly Assertion[] {
  const { target, protocol } = service
  const hosts = target.address === null ? [] : holdersOf(target.address, scene, sights)
  const about: About = {
    id: 'service-answers',
    subject: serviceName(service),
    hosts,
    expected: 'every connection is made',
  }
  const at = endpointOf(service)
  const tried = client.connections.get(at)
  if (tried === undefined)
    return [
      {
        ...unchecked(
          about,
          `a client tries TCP only, and this is ${target.address === null ? 'a firewall mark' : protocol}`,
        ),
        essential: false,
      },
    ]
  if (isUnseen(tried)) return [unchecked(about, tried.why)]
  const { made, failed } = tried
  const seen = failed === 0 ? `${made} of ${made} made` : `${failed} of ${made + failed} failed`
  const remedy =
    'mend what else is wrong here first; then: does the service answer on each real server, and does a firewall between keep it back?'
  return [
    judged(about, { ok: failed === 0 && made > 0, seen, remedy }),
    ...trafficAssertions(service, hosts, made, client, scene, sights),
  ]
}

function trafficAssertions(
  service: Service,
  hosts: readonly string[],
  made: number,
  { traffic }: ClientSight,
  scene: Scene,
  sights: Sights,
): readonly Assertion[] {
  const [holder = balancers(scene)[0]?.name ?? ''] = hosts
  const turn = traffic.get(holder) ?? { why: `${holder} could not be asked` }
  const { key } = tableOf(scene.cluster).find((entry) => entry.key.endsWith(` ${endpointOf(service)}`))!
  const subject = serviceName(service)
  const shares: About = {
    id: 'distribution',
    subject,
    hosts,
    expected: 'a share of the connections for each real server, by weight',
  }
  const direct: About = { id: 'direct-return', subject, hosts, expected: '0 packets back through the director' }
  if (isUnseen(turn)) return [unchecked(shares, turn.why)]
  const gained = (entry: string) => difference(turn.before.get(entry), turn.after.get(entry))
  const counts = service.realServers.map((server) => ({
    name: server.host ?? server.address,
    weight: server.weight,
    connections: gained(`${key} -r ${bracketed(server.address)}:${server.port}`).connections,
  }))
  const fault = shareFault(service, counts, made)
  const seen = counts.map(({ name, connections }) => `${name} ${connections}`).join(', ')
  const remedy = fault?.deaf
    ? `see what is said of ${named(fault.deaf)}`
    : `what takes the connections? ${sights.mend(holder)}`
  const back = gained(key).packetsOut
  return [
    judged(shares, { ok: fault === null, seen: fault ? `${seen}: ${fault.why}` : seen, remedy }),
    ...(service.realServers.some(({ forwarding }) => forwarding === 'NAT')
      ? []
      : [
          judged(direct, {
            ok: back === 0,
            seen: `${back} packets`,
            remedy: 'the real servers send through the director: a default route, or NAT where DR was meant',
          }),
        ]),
  ]
}

function endpointOf({ target }: Service): string {
  return target.address === null ? '' : `${bracketed(target.address)}:${target.port}`
}

function difference(before: Traffic | undefined, after: Traffic | undefined): Traffic {
  const gain = (what: keyof Traffic) => (after?.[what] ?? 0) - (before?.[what] ?? 0)
  return { connections: gain('connections'), packetsIn: gain('packetsIn'), packetsOut: gain('packetsOut') }
}

/** What a client of the scene has to try: every virtual address, every TCP service. */
export function clientErrand({ cluster }: Scene): {
  readonly addresses: readonly string[]
  readonly services: readonly { readonly address: string; readonly port: number }[]
} {
  const services = cluster.services.flatMap(({ target, protocol }) =>
    target.address !== null && protocol === 'TCP' && target.port > 0
      ? [{ address: target.address, port: target.port }]
      : [],
  )
  return { addresses: virtualAddresses(cluster).map(({ cidr }) => cidr.address), services }
}
