import { addressOf } from '../place.ts'
import { onHost, onInstances, type Remark, type Rule } from './rule.ts'
import { hasRole, type Scene } from './scene.ts'

/** Whether there are directors enough, and the right ones. */
export const directorRules: readonly Rule[] = [
  {
    id: 'masters',
    severity: 'error',
    explanation: 'One director is meant to be master; the others are backups.',
    check: ({ directors }) => {
      const [first, ...others] = directors.filter((member) => hasRole(member, 'keepalived-master'))
      return others.map((member) =>
        onHost(
          member,
          `${first!.host.name} and ${member.host.name} both have keepalived-master`,
          `give ${member.host.name} keepalived-backup`,
        ),
      )
    },
  },
  {
    id: 'masters',
    severity: 'error',
    explanation: 'Master and backup write the same file.',
    check: ({ directors }) =>
      directors
        .filter((member) => hasRole(member, 'keepalived-master') && hasRole(member, 'keepalived-backup'))
        .map((member) =>
          onHost(member, `${member.host.name} has keepalived-master and keepalived-backup`, 'give it one of the two'),
        ),
  },
  {
    id: 'directors',
    severity: 'error',
    explanation: 'A director that is left out keeps the configuration of yesterday, and takes the addresses with it.',
    check: ({ partial, directors, directorGroup, inventory }) =>
      (partial || directors.length === 0 ? [] : (inventory.groups.get(directorGroup) ?? []))
        .filter((name) => !directors.some(({ host }) => host.name === name))
        .map((name) =>
          onHost(
            directors[0]!,
            `${name} is in the group ${directorGroup}, but no play gives it keepalived-master or keepalived-backup`,
            'give it one, or take it out of the group',
          ),
        ),
  },
  {
    id: 'L08',
    severity: 'error',
    explanation: 'A director that the others do not know as a peer hears nothing, and becomes master beside them.',
    check: unicastPeers,
  },
  {
    id: 'L42',
    severity: 'warning',
    explanation:
      'Without the settings of director-vip clients keep being sent to real servers that are gone or drained.',
    check: ({ partial, directors }) =>
      (partial ? [] : directors)
        .filter((member) => !hasRole(member, 'director-vip'))
        .map((member) =>
          onHost(
            member,
            `${member.host.name} has keepalived but not director-vip`,
            'give it director-vip, before keepalived',
          ),
        ),
  },
  {
    id: 'L53',
    severity: 'warning',
    explanation: 'Nobody takes over from a single director.',
    check: ({ partial, directors }) =>
      directors.length === 1 && !partial
        ? [
            onHost(
              directors[0]!,
              `${directors[0]!.host.name} is the only director`,
              'add a second one with keepalived-backup',
            ),
          ]
        : [],
  },
]

function unicastPeers({ cluster, directors, directorGroup, inventory }: Scene): readonly Remark[] {
  const instance = cluster.instances.find(({ words }) => words.unicast)
  if (!instance) return []
  const group = inventory.groups.get(directorGroup) ?? []
  const remark = (message: string, hint: string) => onInstances([instance.name, 'unicast'], message, hint)
  const strangers = directors.filter(({ host }) => !group.includes(host.name))
  const nowhere = group.filter((name) => addressOf(inventory.host(name)!) === null)
  return [
    ...strangers.map(({ host }) =>
      remark(
        `${host.name} is not in the group ${directorGroup}, from which unicast takes the peers`,
        `add it to ${directorGroup}, or set director_group`,
      ),
    ),
    ...nowhere.map((name) => remark(`${name} has no address for unicast`, `address: … in host_vars/${name}.yml`)),
  ]
}
