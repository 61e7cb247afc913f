import { familyOf } from '../../model/ip-address.ts'
import type { Assertion } from '../../model/verification.ts'
import type { Instance } from '../cluster/cluster.ts'
import { isUnseen, type Unseen } from '../cluster/hearing.ts'
import { named } from '../cluster/named.ts'
import { instanceOn, type Scene } from '../cluster/scene.ts'
import { type About, judged, unchecked } from './assertion.ts'
import { withoutRule } from './barrier.ts'
import type { AdvertCount, HostSight, Sights } from './sight.ts'

/** One instance, and what each director's keepalived counted of it while it was looked. */
interface Ether {
  readonly instance: Instance
  readonly counts: ReadonlyMap<string, AdvertCount>
  /** Directors whose keepalived could not be asked, and why. */
  readonly silent: ReadonlyMap<string, string>
  /** Directors that sent. */
  readonly senders: readonly string[]
  readonly sights: Sights
}

/** Who sends VRRP adverts, who hears them, and whether a stranger does. */
export function advertAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  if (scene.directors.length === 0) return []
  return scene.cluster.instances.flatMap((instance) => {
    const ether = etherOf(instance, scene, sights)
    const heardBy = [...(ether.senders.length > 0 ? heard(ether) : []), ...notHeard(ether, scene)]
    return [oneSender(ether, scene), ...heardBy, noStranger(ether, scene)]
  })
}

function etherOf(instance: Instance, { directors }: Scene, sights: Sights): Ether {
  const names = directors.map(({ host }) => host.name)
  const counted = names.map((name) => [name, countOf(sights.hosts.get(name), instance)] as const)
  const counts = new Map(counted.flatMap(([name, count]) => (isUnseen(count) ? [] : [[name, count] as const])))
  const silent = new Map(counted.flatMap(([name, count]) => (isUnseen(count) ? [[name, count.why] as const] : [])))
  const senders = names.filter((name) => (counts.get(name)?.sent ?? 0) > 0)
  return { instance, counts, silent, senders, sights }
}

function countOf(sight: HostSight | undefined, { name }: Instance): AdvertCount | Unseen {
  if (!sight) return { why: 'could not be asked' }
  if (isUnseen(sight.adverts)) return sight.adverts
  return sight.adverts.get(name) ?? { why: `keepalived runs no ${name}` }
}

/** Whether keepalived of a director counts adverts that it sent, or tcpdump there saw some; null: neither could be asked. */
export function sendsAdverts(name: string, instance: Instance, { hosts }: Sights): boolean | null {
  const sight = hosts.get(name)
  const count = countOf(sight, instance)
  if (!isUnseen(count)) return count.sent > 0
  if (!sight || isUnseen(sight.senders)) return null
  const own = addressesOf(name, { hosts })
  return (sight.senders.get(instance.words.virtual_router_id) ?? []).some((address) => own.has(address))
}

function addressesOf(name: string, { hosts }: Pick<Sights, 'hosts'>): ReadonlySet<string> {
  return new Set(hosts.get(name)?.addresses.map(({ cidr }) => cidr.split('/', 1)[0]!))
}

/** By the counters; of a director that has none by what tcpdump shows there, since elsewhere its adverts may not arrive. */
function oneSender({ instance, silent, senders, sights }: Ether, scene: Scene): Assertion {
  const hosts = scene.directors.map(({ host }) => host.name)
  const about: About = { id: 'vrrp-sender', subject: instance.name, hosts, expected: 'one director sends' }
  const remedy = 'see vrrp-heard: a director that hears nobody makes itself master'
  if (silent.size === 0)
    return judged(about, { ok: senders.length === 1, seen: `${named(senders)} sent, as keepalived counts`, remedy })
  const found = onTheWire(instance, sights)
  const wire = isUnseen(found) ? [] : found
  const beside = senders.filter((name) => wire.every((address) => !addressesOf(name, sights).has(address)))
  const all = [...wire, ...beside]
  const deaf = [...silent.keys()].filter((name) => isUnseen(sights.hosts.get(name)?.senders ?? { why: '' }))
  if (deaf.length > 0 && all.length < 2) {
    const why = [...silent].map(([name, reason]) => `${name}: ${reason}`).join('; ')
    const bare = deaf.filter((name) => sights.hosts.has(name))
    if (bare.length === 0) return unchecked(about, why)
    const seen = `${why}; tcpdump did not listen on ${named(bare)}`
    return unchecked(about, seen, `install tcpdump on ${named(bare)}, then it can be seen`)
  }
  return judged(about, { ok: all.length === 1, seen: `adverts from ${named(all)}, as tcpdump shows`, remedy })
}

/** All senders of the instance's id, in its family, that tcpdump saw on any host: IPv4 and IPv6 count ids each for itself. */
function onTheWire({ words, family }: Instance, { hosts }: Sights): readonly string[] | Unseen {
  const seen = [...hosts.values()].map(({ senders }) => senders)
  const wires = seen.flatMap((one) => (isUnseen(one) ? [] : [one]))
  if (wires.length === 0) return { why: 'no director has tcpdump' }
  const senders = wires.flatMap((one) => one.get(words.virtual_router_id) ?? [])
  return [...new Set(senders.filter((address) => familyOf(address) === family))].toSorted()
}

function heard({ instance, counts, senders, sights }: Ether): readonly Assertion[] {
  return [...counts]
    .filter(([name]) => senders.length > 1 || !senders.includes(name))
    .map(([name, { received, refused }]) => {
      const others = senders.filter((sender) => sender !== name)
      const expected = `adverts of ${named(others)}, taken`
      const about: About = { id: 'vrrp-heard', subject: instance.name, hosts: [name], expected }
      const said = [...refused].map(([why, count]) => `${count} refused (${why})`)
      const seen = [received === 0 ? 'none taken' : `${received} taken`, ...said].join(', ')
      const { pattern } = protocolOf(instance)
      const rules = (host: string) => (sights.hosts.get(host)?.barriers ?? []).filter((rule) => pattern.test(rule))
      const barriers = [
        ...rules(name).map((rule) => ({ host: name, rule })),
        ...others.flatMap((host) => rules(host).flatMap((rule) => (/output/i.test(rule) ? [{ host, rule }] : []))),
      ]
      const ok = received > 0
      return judged(about, {
        ok,
        seen:
          barriers.length > 0 && !ok
            ? `${seen}; ${barriers.map(({ host, rule }) => `${host}: ${rule}`).join('; ')}`
            : seen,
        remedy: deafness(name, others, refused.size > 0, barriers, instance, sights),
      })
    })
}

/** The directors that may be backup and whose keepalived does not count. */
function notHeard({ instance, silent, sights }: Ether, { directors }: Scene): readonly Assertion[] {
  if (directors.length < 2) return []
  const backups = [...silent].filter(([name]) => sendsAdverts(name, instance, sights) !== true)
  return backups.map(([name, why]) =>
    unchecked(
      { id: 'vrrp-heard', subject: instance.name, hosts: [name], expected: 'adverts of the master, taken' },
      why,
    ),
  )
}

function deafness(
  name: string,
  others: readonly string[],
  refusing: boolean,
  barriers: readonly { readonly host: string; readonly rule: string }[],
  instance: Instance,
  { mend }: Sights,
): string {
  if (refusing) {
    const directors = [name, ...others]
    const run = mend(directors, ['file', 'service'])
    const why = 'the directors disagree on password, addresses or interval'
    return run === null ? `${why}, though not in their files: on ${named(directors)}, ${rereading}` : `${why}: ${run}`
  }
  const { title } = protocolOf(instance)
  if (barriers.length > 0) return barriers.map(({ host, rule }) => withoutRule(host, rule)).join('; ')
  return `on ${name}: is ${title} let in, and multicast let through between ${named([name, ...others])}?`
}

/** A keepalived that runs with an older file, or with another one. */
const rereading = 'ps -C keepalived -o args shows which file it has; service keepalived restart reads it again'

/** keepalived, all versions: with auth_type AH adverts are IPsec AH, an IP protocol of its own, and IPv4 alone has it. */
function protocolOf({ words, family }: Instance) {
  if (words.authentication?.auth_type === 'AH')
    return { title: 'AH (IP protocol 51)', pattern: /\b(51|ah)\b/i, filter: 'ip proto 51 or ip proto 112' }
  const filter = `${family === 6 ? 'ip6' : 'ip'} proto 112`
  return { title: 'VRRP (IP protocol 112)', pattern: /\b(112|vrrp)\b/i, filter }
}

function noStranger({ instance, counts, silent, senders, sights }: Ether, scene: Scene): Assertion {
  const id = instance.words.virtual_router_id
  const hosts = scene.directors.map(({ host }) => host.name)
  const about: About = {
    id: 'vrrp-foreign',
    subject: `virtual router id ${id}${instance.family === 6 ? ', IPv6' : ''}`,
    hosts,
    expected: 'adverts of our directors only',
  }
  const remedy = `find the other cluster and give one of the two another virtual_router_id; on ${hosts[0]}: tcpdump -nni ${instanceOn(scene, instance, hosts[0]!).words.interface} '${protocolOf(instance).filter}'`
  const wire = onTheWire(instance, sights)
  // A tcpdump that has not heard us either has heard nothing.
  if (!isUnseen(wire) && wire.length > 0) {
    const own = hosts.map((name) => addressesOf(name, sights))
    const strangers = wire.filter((address) => own.every((addresses) => !addresses.has(address)))
    const missing = hosts.filter((name) => !sights.hosts.has(name))
    if (strangers.length > 0 && missing.length > 0)
      return unchecked(
        about,
        `adverts from ${named(strangers)}, which may be ${named(missing)}, which could not be asked`,
      )
    return judged(about, {
      ok: strangers.length === 0,
      seen: strangers.length === 0 ? 'nobody else' : `adverts from ${named(strangers)}`,
      remedy,
    })
  }
  const listeners = senders.length === 1 ? senders : [...counts.keys()]
  const [most] = listeners
    .map((name) => strangeAt(name, counts))
    .toSorted((left, right) => right.strange - left.strange)
  const [blind] = silent
  if (blind || !most || (most.strange === 0 && senders.length !== 1))
    return unchecked(about, blind?.join(': ') ?? 'it cannot be told while not exactly one director sends')
  const { name, strange, reasons } = most
  const seen =
    strange === 0 ? 'nobody else' : `${name} heard ${strange} adverts that none of our directors sent${reasons}`
  return judged(about, { ok: strange === 0, seen, remedy })
}

/**
 * What a director heard beyond what the others sent meanwhile. Their looks begin some moments apart, so that one advert of
 * each may be missing. keepalived: a master that refuses adverts puts off its own, so a stranger may make two directors send.
 */
function strangeAt(name: string, counts: ReadonlyMap<string, AdvertCount>) {
  const { received, refused } = counts.get(name)!
  const others = [...counts].filter(([other, { sent }]) => other !== name && sent > 0).map(([, { sent }]) => sent)
  const beyond = received + sum([...refused.values()]) - sum(others)
  const reasons = [...refused.keys()].map((why) => ` (${why})`).join('')
  return { name, strange: beyond > others.length ? beyond : 0, reasons }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
