import { own } from '../../model/own.ts'
import { lackingOn } from '../cluster/local.ts'
import type { DirectorMember } from '../cluster/member.ts'
import { clusterOn, type Scene } from '../cluster/scene.ts'
import type { VrrpInstanceWords } from '../language/vrrp-instance.ts'
import type { Remark, Rule } from './rule.ts'

const oneFile = 'keepalived sees the file of one host, so no test of its own can tell.'

/** Directors that read different values of a word both become master, or drop each other's adverts. */
export const agreementRules: readonly Rule[] = [
  {
    ...agreeOn('L03', 'virtual_router_id', ['virtual_router_id']),
    explanation: `Directors that differ in virtual_router_id do not hear each other and both become master; an instance that only one has is protected by nobody. The interface may have another name on each: seen with 1.2.13 to 2.3.4, one is master. ${oneFile}`,
    check: (scene) => [...differences(scene, ['virtual_router_id']), ...missing(scene)],
  },
  {
    ...agreeOn('L04', 'virtual addresses', ['virtual_ipaddress', 'virtual_ipaddress_excluded']),
    explanation: `Adverts with another list of addresses are rejected and both directors become master (keepalived issue 2444). On which interface a director puts an address is its own matter. ${oneFile}`,
    check: (scene) => differences(scene, ['virtual_ipaddress', 'virtual_ipaddress_excluded'], addressesAlone),
  },
  {
    ...agreeOn('L05', 'authentication', ['authentication']),
    explanation: `A wrong password on one side makes both directors master: seen in the lab, two machines answering ARP for the address. ${oneFile}`,
  },
  {
    ...agreeOn('L06', 'version and advert_int', ['version', 'advert_int']),
    explanation: `Adverts of another version, and with version 2 of another interval, are dropped: both directors become master. ${oneFile}`,
  },
  {
    ...agreeOn('L07', 'multicast or unicast', ['unicast']),
    explanation: `A director that speaks multicast and one that speaks unicast do not hear each other (keepalived issue 1643). ${oneFile}`,
  },
  {
    id: 'by-director',
    severity: 'error',
    title: 'a word that is given by director has a value for each of them',
    explanation:
      'interface, use_vmac, dev, label, track_interface, virtual_routes, virtual_rules, static_routes, static_rules, the programs of vrrp_scripts and of notifications and the path of a track_file may be mappings of directors to values. A director that is not among them would have no such word.',
    keepalivedTest: 'misses',
    always: true,
    check: (scene) =>
      scene.directors.flatMap(({ host: { name } }) => lackingOn(clusterOn(scene, name).byDirector, name)),
  },
]

function agreeOn(id: string, what: string, words: readonly (keyof VrrpInstanceWords)[]): Omit<Rule, 'explanation'> {
  return {
    id,
    severity: 'error',
    title: `directors agree on ${what}`,
    keepalivedTest: 'misses',
    always: true,
    check: (scene) => differences(scene, words),
  }
}

/** What the directors' variables say differently of the same instance, word by word. */
export function differences(
  { directors }: Scene,
  words: readonly (keyof VrrpInstanceWords)[],
  what: (value: unknown) => unknown = (value) => value,
): readonly Remark[] {
  return compared(directors).flatMap(([first, other]) =>
    Object.entries(other.data.vrrp_instances ?? {}).flatMap(([name, instance]) => {
      const twin = own(first.data.vrrp_instances, name)
      const differing = twin
        ? words.filter((word) => JSON.stringify(what(twin[word])) !== JSON.stringify(what(instance[word])))
        : []
      return differing.map((word) => disagreement(first, other, name, word))
    }),
  )
}

/** Without where they are put: adverts do not tell. */
function addressesAlone(given: unknown): unknown {
  const addresses = (given ?? []) as NonNullable<VrrpInstanceWords['virtual_ipaddress']>
  return addresses.map((one) => (typeof one === 'string' ? one : one.address))
}

function compared(directors: readonly DirectorMember[]): readonly (readonly [DirectorMember, DirectorMember])[] {
  const [first, ...others] = directors
  return first ? others.map((other) => [first, other] as const) : []
}

function disagreement(first: DirectorMember, other: DirectorMember, name: string, word: string): Remark {
  return {
    variable: 'vrrp_instances',
    path: [name, word],
    where: nearest(other, [name, word]),
    host: other.host.name,
    message: `${name} has another ${word} on ${other.host.name} than on ${first.host.name}`,
    hint: 'write vrrp_instances once, in the group_vars that all directors share',
  }
}

function missing({ directors }: Scene): readonly Remark[] {
  return compared(directors).flatMap(([first, other]) => [...onlyIn(first, other), ...onlyIn(other, first)])
}

function onlyIn(one: DirectorMember, other: DirectorMember): readonly Remark[] {
  return Object.keys(one.data.vrrp_instances ?? {})
    .filter((name) => own(other.data.vrrp_instances, name) === undefined)
    .map((name) => ({
      variable: 'vrrp_instances',
      path: [name],
      where: nearest(one, [name]),
      message: `only ${one.host.name} has ${name}, ${other.host.name} has not`,
      hint: 'write vrrp_instances once, in the group_vars that all directors share',
    }))
}

function nearest({ host }: DirectorMember, [name, word]: readonly string[]): Remark['where'] {
  const origin = (...path: readonly string[]) => host.origin('vrrp_instances', path)
  return (word === undefined ? undefined : origin(name!, word)) ?? origin(name!) ?? origin()
}
