import { contains, familyOf } from '../../model/ip-address.ts'
import type { Assertion } from '../../model/verification.ts'
import { type Cluster, virtualAddresses } from '../cluster/cluster.ts'
import { isUnseen } from '../cluster/hearing.ts'
import { named } from '../cluster/named.ts'
import type { Scene } from '../cluster/scene.ts'
import { servedAddresses } from '../cluster/service.ts'
import { type About, judged, unchecked } from './assertion.ts'
import { balancers, holdersOf, holds, missingOf, removal } from './cast.ts'
import { ownersIn } from './owners.ts'
import { sickness } from './sickness.ts'
import type { ClientSight, Sights } from './sight.ts'
import { silence } from './silence.ts'

/** The addresses that a client can ask for: all but link-local ones, of which every network has its own. */
export function askedFor(cluster: Cluster): readonly string[] {
  const all = virtualAddresses(cluster).map(({ cidr }) => cidr.address)
  return [...new Set(all)].filter((address) => !contains('fe80::/10', address))
}

/** One machine answers for each virtual address, by ARP or neighbour discovery. */
export function replierAssertions(client: ClientSight, scene: Scene, sights: Sights): readonly Assertion[] {
  const owners = ownersIn(scene, sights)
  return askedFor(scene.cluster).map((address) => oneReplier(address, client, scene, sights, owners))
}

function oneReplier(
  address: string,
  { repliers }: ClientSight,
  scene: Scene,
  sights: Sights,
  ownersOf: ReturnType<typeof ownersIn>,
): Assertion {
  const [holder] = holdersOf(address, scene, sights)
  const about: About = {
    id: 'vip-arp',
    subject: address,
    hosts: holder ? [holder] : [],
    expected: `one answer, of ${holder ?? 'the master'}`,
  }
  const seen = repliers.get(address) ?? { why: 'the client did not ask' }
  if (isUnseen(seen)) return { ...unchecked(about, seen.why), essential: isServed(address, scene) }
  const missing = missingOf(scene, sights)
  const owners = seen.macs.map((mac) => ownerOf(ownersOf.get(mac), holder) ?? mac)
  const ok = owners.length === 1 && owners[0] === holder
  const wrong = owners.filter((owner) => owner !== holder)
  const said = owners.length === 0 ? 'no answer' : `answered by ${named(owners)}`
  const mayBeOurs = wrong.some((owner) => seen.macs.includes(owner) || (!holder && missing.includes(owner)))
  if (missing.length > 0 && mayBeOurs)
    return {
      ...unchecked(about, `${said} (${seen.how}), which may be ${named(missing)}: it could not be asked`),
      essential: isServed(address, scene),
    }
  const culprits = { ...about, hosts: ok || wrong.length === 0 ? about.hosts : wrong }
  return judged(culprits, {
    ok,
    seen: `${said} (${seen.how})`,
    remedy: remedyFor({ address, macs: seen.macs }, wrong, holder, scene, sights),
  })
}

/** The gateway of real servers with NAT is no client's concern. */
function isServed(address: string, { cluster }: Scene): boolean {
  return cluster.services.some((service) => servedAddresses(service).includes(address))
}

/** Directors with use_vmac have the same hardware address; then it is that of the holder. */
function ownerOf(owners: readonly string[] = [], holder: string | undefined): string | undefined {
  return owners.find((name) => name === holder) ?? owners[0]
}

/** The steps of a run that keep a real server from answering. */
const silenceKinds = ['address', 'sysctl']

function remedyFor(
  { address, macs }: { readonly address: string; readonly macs: readonly string[] },
  wrong: readonly string[],
  holder: string | undefined,
  scene: Scene,
  sights: Sights,
): string {
  const ours = wrong.filter((name) => sights.hosts.has(name))
  const directors = ours.filter((name) => balancers(scene).some((host) => host.name === name))
  const byHand = directors.filter((name) => holds(sights.hosts.get(name), address))
  if (byHand.length > 0 && sickness(balancers(scene), sights) !== null) return 'see vip-holder'
  if (byHand.length > 0) return `${byHand.map((name) => removal(address, name, sights)).join('; ')} (see vip-holder)`
  if (ours.length > 0) {
    const isMended = (name: string) => sights.mend([name], silenceKinds) !== null
    const ways = [
      ...[sights.mend(ours.filter(isMended), silenceKinds) ?? []].flat(),
      ...ours.filter((name) => !isMended(name)).map((name) => silence(address, name, macs, scene, sights)),
    ]
    return `${named(ours)} must be silent about it: ${ways.join('; ')}`
  }
  if (wrong.length > 0) return `find the machine with ${named(wrong)} and take the address from it`
  const hidden =
    familyOf(address) === 6
      ? 'a filter of ICMPv6 or the switch may keep neighbour discovery back'
      : 'arp_ignore, arptables and the switch may keep the answer back'
  return `is the client on the LAN of ${holder ?? 'the directors'}? ${hidden}`
}
