import { didYouMean } from '../../model/nearest.ts'
import { own } from '../../model/own.ts'
import { type Member, partsOf } from '../cluster/member.ts'
import { addressOf } from '../cluster/place.ts'
import type { Scene } from '../cluster/scene.ts'
import { priorityOf } from '../keepalived/instance.ts'
import { differences } from './agreement.ts'
import { interfaceRule } from './found.ts'
import { onInstances, onRoles, onVariable, type Remark, type Rule, repeated } from './rule.ts'

type Instance = Scene['cluster']['instances'][number]

/** Whether there are directors enough, the right ones, and one of them wins. */
export const electionRules: readonly Rule[] = [
  {
    id: 'L09',
    severity: 'error',
    title: 'the directors of an instance have different priorities',
    explanation:
      'With equal priorities the highest address wins the election and nopreempt misbehaves (keepalived issues 512, 2209). keepalived falls back to 100 for a priority that it can not read, so both may get there by a slip.',
    keepalivedTest: 'misses',
    check: (scene) => [
      ...differences(scene, ['priority', 'nopreempt']),
      ...scene.cluster.instances.flatMap((instance) => [
        ...strangers(scene, instance),
        ...equalPriorities(scene, instance),
      ]),
    ],
  },
  {
    id: 'masters',
    severity: 'error',
    title: 'one director is the master, by one role',
    explanation:
      'One director is meant to be master and the others are backups; keepalived-master and keepalived-backup write the same file, so a host has one of the two.',
    keepalivedTest: 'misses',
    always: true,
    check: (scene) => [...secondMasters(scene), ...bothRoles(scene)],
  },
  {
    id: 'directors',
    severity: 'error',
    title: 'every host of the director group is a director',
    explanation: 'A director that is left out keeps the configuration of yesterday, and takes the addresses with it.',
    keepalivedTest: 'misses',
    check: ({ directors, directorGroup, inventory }) =>
      (directors.length === 0 ? [] : (inventory.groups.get(directorGroup) ?? []))
        .filter((name) => !directors.some(({ host }) => host.name === name))
        .map((name) =>
          onRoles(
            directors[0]!,
            `${name} is in the group ${directorGroup}, but no role makes it a director`,
            `give it director-vip and keepalived-backup, or take it out of the group ${directorGroup}`,
          ),
        ),
  },
  {
    id: 'L08',
    severity: 'error',
    title: 'unicast peers know each other, each by an address that it has',
    explanation:
      'A director that the others do not know as a peer hears nothing, and becomes master beside them. keepalived 2.2.7 takes itself as a peer, and a source address that the host does not have, without a word; without any peer it goes back to multicast, and says so.',
    keepalivedTest: 'partly',
    always: true,
    check: unicastPeers,
    checkHost: interfaceRule('L08'),
  },
  {
    id: 'L53',
    severity: 'warning',
    title: 'there are two directors, on different hardware',
    explanation:
      'Nobody takes over from a single director; nor does one that goes down with it. Where two directors stand is told by a variable hypervisor or rack in host_vars.',
    keepalivedTest: 'misses',
    check: (scene) => [...alone(scene), ...together(scene)],
  },
]

function strangers({ directors, inventory }: Scene, { name: instance, words }: Instance): readonly Remark[] {
  const names = directors.map(({ host }) => host.name)
  const priorities = Object.keys(words.priority ?? {})
  const unnamed = names.filter((name) => !priorities.includes(name))
  return priorities
    .filter((name) => !inventory.host(name))
    .map((name) =>
      onInstances(
        [instance, 'priority', name],
        `priority names ${name}, which is no host of the inventory`,
        didYouMean(name, unnamed) || `take it out: the directors are ${names.join(', ')}`,
      ),
    )
}

function equalPriorities({ directors }: Scene, instance: Instance): readonly Remark[] {
  const known = directors.flatMap((member) => {
    const own = priorityOf(instance, { name: member.host.name, priority: member.priority ?? 0 })
    return own === 0 ? [] : [{ member, name: member.host.name, own }]
  })
  return repeated(known, ({ own }) => String(own)).map(({ item: { member, name, own }, first }) => {
    const message = `${first.name} and ${name} both have priority ${own} in ${instance.name}`
    const free = freePriority(own, known)
    if (Object.hasOwn(instance.words.priority ?? {}, name)) {
      const hint = `set another one in priority of ${instance.name}: ${name}: ${free}`
      return onInstances([instance.name, 'priority', name], message, hint)
    }
    // What a role makes of another variable, or the playbook gives it, an instance's word goes before.
    const hint =
      member.host.vars.priority === own
        ? `set another one: priority: ${free} in host_vars/${name}.yml`
        : `set another one, in ${instance.name} of vrrp_instances: priority: { ${name}: ${free} }`
    return onVariable(member, 'priority', ['director'], { message, hint })
  })
}

/** The next one below, or else above, that no director has. */
function freePriority(taken: number, known: readonly { readonly own: number }[]): number {
  const below = [taken - 2, ...Array.from({ length: taken - 1 }, (_, i) => taken - 1 - i)].filter((one) => one > 0)
  const above = Array.from({ length: 254 - taken }, (_, i) => taken + 1 + i)
  return [...below, ...above].find((one) => !known.some(({ own }) => own === one)) ?? taken
}

function secondMasters({ directors }: Scene): readonly Remark[] {
  const [first, ...others] = directors.filter((member) => isMeant(member, 'master'))
  return others.map((member) =>
    onRoles(
      member,
      `${first!.host.name} and ${member.host.name} are both made the master`,
      `give ${member.host.name} keepalived-backup in place of keepalived-master`,
    ),
  )
}

function bothRoles({ directors }: Scene): readonly Remark[] {
  return directors
    .filter((member) => isMeant(member, 'master') && isMeant(member, 'backup'))
    .map((member) =>
      onRoles(
        member,
        `${member.host.name} is made the master by one role, and a backup by another`,
        `leave ${others(directors, member).some((one) => isMeant(one, 'master')) ? 'keepalived-master' : 'keepalived-backup'} out of its roles`,
      ),
    )
}

function others(members: readonly Member[], own: Member): readonly Member[] {
  return members.filter((member) => member !== own)
}

function isMeant(member: Member, as: 'master' | 'backup'): boolean {
  return partsOf(member, 'director').some(({ master }) => master === (as === 'master'))
}

function unicastPeers({ cluster, directors, directorGroup, inventory }: Scene): readonly Remark[] {
  const speaking = cluster.instances.filter(({ words }) => words.unicast)
  const [instance] = speaking
  if (!instance) return []
  const group = inventory.groups.get(directorGroup) ?? []
  const remark = (message: string, hint: string) => onInstances([instance.name, 'unicast'], message, hint)
  const outside = directors.filter(({ host }) => !group.includes(host.name))
  const isNowhere = ({ words, family }: Instance, name: string) =>
    own(words.unicast_src_ip ?? {}, name) === undefined && addressOf(inventory.host(name)!, family) === null
  const nowhere = speaking.flatMap((one) => group.filter((name) => isNowhere(one, name)).map((name) => ({ one, name })))
  return [
    ...outside.map(({ host }) =>
      remark(
        `${host.name} is not in the group ${directorGroup}, from which unicast takes the peers`,
        `add it to ${directorGroup}, or name a group that has all directors in director_group`,
      ),
    ),
    ...speaking.flatMap(oneSource),
    ...nowhere.map(({ one, name }) =>
      onInstances(
        [one.name, 'unicast'],
        `${name} has no IPv${one.family} address for unicast`,
        `write one in host_vars/${name}.yml: ${one.family === 6 ? 'address6' : 'address'}: …`,
      ),
    ),
  ]
}

/** Two directors that send from one address: each takes the adverts of the other for its own. */
function oneSource({ name: instance, words }: Instance): readonly Remark[] {
  const sources = Object.entries(words.unicast_src_ip ?? {})
  return repeated(sources, ([, source]) => source).map(({ item: [name, source], first: [other] }) =>
    onInstances(
      [instance, 'unicast_src_ip', name],
      `${other} and ${name} both have the unicast_src_ip ${source} in ${instance}`,
      'write for each the address that it has itself',
    ),
  )
}

function alone({ directors }: Scene): readonly Remark[] {
  const [only, second] = directors
  return only && !second
    ? [
        onRoles(
          only,
          `${only.host.name} is the only director`,
          'add a second one to the inventory, with director-vip and keepalived-backup',
        ),
      ]
    : []
}

function together({ directors }: Scene): readonly Remark[] {
  return (['hypervisor', 'rack'] as const).flatMap((label) =>
    repeated(
      directors.filter(({ host }) => host.vars[label] !== undefined),
      ({ host }) => String(host.vars[label]),
    ).map(({ item, first }) =>
      onVariable(item, label, ['director'], {
        message: `${first.host.name} and ${item.host.name} are both on ${label} ${item.host.vars[label]}`,
        hint: `move one of them, and write its new ${label} in its host_vars; now they go down together`,
      }),
    ),
  )
}
