import type { VrrpInstanceWords } from '../schema/vrrp-instance.ts'
import type { Remark, Rule } from './rule.ts'
import type { DirectorMember, Scene } from './scene.ts'

/** Directors that read different values of a word both become master, or drop each other's adverts. */
export const agreementRules: readonly Rule[] = [
  agreeOn('L03', ['virtual_router_id', 'interface']),
  agreeOn('L04', ['virtual_ipaddress', 'virtual_ipaddress_excluded']),
  agreeOn('L05', ['authentication']),
  agreeOn('L06', ['version', 'advert_int']),
  agreeOn('L07', ['unicast']),
  agreeOn('L09', ['priority', 'nopreempt']),
  {
    id: 'L03',
    severity: 'error',
    explanation: 'An instance that one director has and another has not is protected by nobody.',
    check: ({ directors }) => compared(directors).flatMap(([first, other]) => missing(first, other)),
  },
]

function agreeOn(id: string, words: readonly (keyof VrrpInstanceWords)[]): Rule {
  return {
    id,
    severity: 'error',
    explanation: `Directors that differ in ${words.join(' or ')} both become master.`,
    check: (scene) => differences(scene, words),
  }
}

/** The directors are compared as their variables are, so one outside --limit counts, too. */
function differences({ directors }: Scene, words: readonly (keyof VrrpInstanceWords)[]): readonly Remark[] {
  return compared(directors).flatMap(([first, other]) =>
    Object.entries(other.data.vrrp_instances ?? {}).flatMap(([name, instance]) => {
      const twin = first.data.vrrp_instances?.[name]
      const differing = twin
        ? words.filter((word) => JSON.stringify(twin[word]) !== JSON.stringify(instance[word]))
        : []
      return differing.map((word) => disagreement(first, other, name, word))
    }),
  )
}

function compared(directors: readonly DirectorMember[]): readonly (readonly [DirectorMember, DirectorMember])[] {
  const [first, ...others] = directors
  return first ? others.map((other) => [first, other] as const) : []
}

function disagreement(first: DirectorMember, other: DirectorMember, name: string, word: string): Remark {
  return {
    variable: 'vrrp_instances',
    path: [name, word],
    where: other.host.origin('vrrp_instances', [name, word]) ?? other.host.origin('vrrp_instances'),
    message: `${name} has another ${word} on ${other.host.name} than on ${first.host.name}`,
    hint: 'write vrrp_instances once, in the group_vars that all directors share',
  }
}

function missing(first: DirectorMember, other: DirectorMember): readonly Remark[] {
  const [left, right] = [first, other].map(({ data }) => Object.keys(data.vrrp_instances ?? {}))
  return left!
    .filter((name) => !right!.includes(name))
    .concat(right!.filter((name) => !left!.includes(name)))
    .map((name) => ({
      variable: 'vrrp_instances',
      path: [name],
      message: `only one of ${first.host.name} and ${other.host.name} has ${name}`,
      hint: 'write vrrp_instances once, in the group_vars that all directors share',
    }))
}
