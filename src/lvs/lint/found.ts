import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import { addressesServedBy, virtualAddresses } from '../cluster/cluster.ts'
import { type DirectorMember, holdsAddresses, partsOf } from '../cluster/member.ts'
import { clusterOn, isPrepared, type Scene } from '../cluster/scene.ts'
import { misfits, whereaboutsOf } from '../keepalived/director.ts'
import { missingOptions, unsupportedWords } from '../keepalived/words.ts'
import { addressPath } from './address-path.ts'
import { onEachDirector, onHost, onInstances, type Remark, type Rule } from './rule.ts'

/** What a director's interfaces, kernel and keepalived contradict. */
export const directorFactRules: readonly Rule[] = [
  {
    id: 'L14',
    severity: 'error',
    title: 'with DR a real server is in a network of the director',
    explanation: 'DR hands frames over within one network segment; a real server behind a router never gets them.',
    keepalivedTest: 'misses',
    always: true,
    checkHost: interfaceRule('L14'),
  },
  {
    id: 'L31',
    severity: 'error',
    title: 'the interfaces of an instance are there, and are no loopback',
    explanation: 'An instance on an interface that the host has not is dead, and VRRP is not spoken on lo.',
    keepalivedTest: 'catches',
    always: true,
    check: onEachDirector(({ instances }) =>
      instances
        .filter(({ words }) => words.interface === 'lo')
        .map(({ name }) =>
          onInstances([name, 'interface'], 'interface is lo', 'name the interface that faces the other directors: em1'),
        ),
    ),
    checkHost: interfaceRule('L31'),
  },
  {
    id: 'L26',
    severity: 'error',
    title: 'the keepalived of a director knows every word in use, and takes its value',
    explanation:
      'keepalived before 1.2.20 (CentOS 6) passes over what it does not know without a word, 1.3.5 (CentOS 7) with a line in the log: either way the cluster is another one. A block that it does not know closes the block around it: 1.2.7 (CentOS 6.4, 6.5) with unicast has no virtual address at all. Some versions have a word and refuse what others take for it: 1.3.5 every netmask for persistence_granularity, 2.1.5 use_vmac with unicast. From 2.0.4 on its own test tells.',
    keepalivedTest: 'partly',
    always: true,
    checkVersion: versionRule('L26'),
    checkHost: (scene, host, { keepalivedOptions }) =>
      isDirector(scene, host) ? missingOptions(clusterOn(scene, host.name), keepalivedOptions) : [],
  },
  {
    id: 'L35',
    severity: 'error',
    title: 'weight 0 is 0',
    explanation:
      'keepalived 2.0.0 to 2.0.15 reject weight 0 and take 1, 2.1.x programs 1 (EL8, Debian 11): a server that was to be drained gets new connections.',
    keepalivedTest: 'partly',
    always: true,
    checkVersion: versionRule('L35'),
  },
  {
    id: 'L57',
    severity: 'error',
    title: 'an instance has no more addresses than keepalived takes',
    explanation:
      'keepalived 1.2 (CentOS 6) takes 20 addresses an instance and drops the others with a line in the log.',
    keepalivedTest: 'misses',
    always: true,
    checkVersion: versionRule('L57'),
  },
]

function directorOf(scene: Scene, host: Host): DirectorMember | undefined {
  return scene.directors.find((member) => member.host === host)
}

function isDirector(scene: Scene, host: Host): boolean {
  return directorOf(scene, host) !== undefined
}

/** What the interfaces of a director contradict, of one rule. */
export function interfaceRule(id: string): NonNullable<Rule['checkHost']> {
  return (scene, host, facts) => {
    const priority = directorOf(scene, host)?.priority
    if (priority === undefined) return []
    const director = { name: host.name, ...whereaboutsOf(host), priority: priority ?? 0, peers: [] }
    return misfits(clusterOn(scene, host.name), director, facts).filter(({ rule }) => rule === id)
  }
}

function versionRule(id: string): NonNullable<Rule['checkVersion']> {
  return (scene, version) =>
    onEachDirector((cluster) => unsupportedWords(cluster, version).filter(({ rule }) => rule === id))(scene)
}

/** keepalived itself puts an address on an interface; what a file of the network's has comes back without it. */
export function configuredForGood(scene: Scene, host: Host, { configuredAddresses }: Facts): readonly Remark[] {
  if (!isDirector(scene, host)) return []
  return virtualAddresses(scene.cluster).flatMap(({ cidr, instance }) => {
    const file = configuredAddresses.get(cidr.address)
    if (file === undefined || /lbprov/.test(file)) return []
    const message = `${host.name} has ${cidr.address} for good, in ${file}`
    const hint = 'take it out of the file and off the interface: keepalived adds it where it belongs'
    return [{ ...onInstances(addressPath(instance, cidr), message, hint), host: host.name }]
  })
}

/** On loopback it is as it must be with DR. What a role prepares there it takes from elsewhere: a run mends it. */
export function heldByAnother(scene: Scene, host: Host, { interfaces }: Facts): readonly Remark[] {
  const owners = [...scene.directors, ...scene.members.filter(holdsAddresses)]
  if (owners.some((member) => member.host === host)) return []
  const found = [...interfaces].filter(([name]) => !/^(lo|dummy|lvs|tunl|ip6tnl)\d*$/.test(name))
  const moved = movedByRole(scene, host)
  return virtualAddresses(scene.cluster).flatMap(({ cidr, instance }) =>
    found
      .flatMap(([name, own]) =>
        own.filter((text) => text.startsWith(`${cidr.address}/`)).map((text) => ({ name, text })),
      )
      .map(({ name, text }) => {
        const mends = moved.includes(cidr.address)
        const message = `${host.name} has ${cidr.address} on ${name}, and answers for it`
        const hint = mends
          ? 'lbprov run takes it off'
          : `take it off: ip addr del ${text} dev ${name}, and out of the file that sets it`
        const remark = onInstances(addressPath(instance, cidr), message, hint)
        return { ...remark, host: host.name, ...(mends && mild) }
      }),
  )
}

/** For what a run mends by itself: it must not be refused for that. */
const mild = { severity: 'warning' } as const

function movedByRole(scene: Scene, { name }: Host): readonly string[] {
  return (['DR', 'TUN'] as const)
    .filter((forwarding) => isPrepared(scene, name, forwarding))
    .flatMap((forwarding) => addressesServedBy(scene.cluster, name, forwarding))
}

/** Who has charge of the table turns the service ipvsadm off, the others it does not know. */
export function otherOwners(scene: Scene, host: Host, { balancers, init }: Facts): readonly Remark[] {
  const member = directorOf(scene, host)
  if (!member) return []
  return balancers
    .filter((name) => name !== 'ipvsadm' || partsOf(member, 'table').length === 0)
    .map((name) =>
      onHost(
        host,
        `${name} runs on ${host.name} and fills the IPVS table too`,
        `turn it off on ${host.name}: ${init === 'sysv' ? `service ${name} stop; chkconfig ${name} off` : `systemctl disable --now ${name}`}`,
      ),
    )
}
