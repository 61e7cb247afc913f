import { familyOf } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import type { Cluster, Instance, VirtualAddress } from '../cluster/cluster.ts'
import type { Director, Peer } from '../cluster/director.ts'
import { block, choice, flag, type Node, plain, word } from '../conf/block.ts'
import { wordsBut, writtenWhenFalse } from '../language/entry.ts'
import { atLeast } from '../language/version.ts'
import { vrrpInstanceWords } from '../language/vrrp-instance.ts'
import { routeLines } from './routes.ts'
import { notifications, notifyKeys } from './sync-group.ts'
import { trackKeys, trackLists } from './track.ts'

/**
 * A vrrp_instance. Every director starts as BACKUP and the priority decides: `state MASTER` fights with nopreempt.
 * The order of words is one that EL6's parser takes, too: it acts on each word as it comes.
 */
export function instanceBlock(instance: Instance, { words: all }: Cluster, director: Director, version: string): Node {
  const { name, words } = instance
  const daemon = all.lvs_sync_daemon?.instance === name && !atLeast(version, '1.2.20') ? all.lvs_sync_daemon : null
  return {
    head: `vrrp_instance ${name}`,
    body: [
      'state BACKUP',
      `interface ${words.interface}`,
      ...plain(words, ['use_vmac']),
      ...flag('vmac_xmit_base', words.vmac_xmit_base || sentFromBelow(instance)),
      ...plain(words, ['dont_track_primary']),
      `virtual_router_id ${words.virtual_router_id}`,
      `priority ${priorityOf(instance, director)}`,
      ...(atLeast(version, '1.2.17') ? word('version', words.version) : []),
      `advert_int ${instance.advertInterval}`,
      ...flag('nopreempt', words.nopreempt),
      ...word('preempt_delay', words.preempt_delay),
      ...authentication(instance),
      ...(words.unicast
        ? unicast(instance, director, version)
        : word('mcast_src_ip', own(words.mcast_src_ip, director.name))),
      ...plain(words, others, writtenWhenFalse(vrrpInstanceWords)),
      ...choice('strict_mode', words.strict_mode),
      ...accept(instance, version),
      ...word('lvs_sync_daemon_interface', daemon?.interface),
      ...trackLists(words),
      ...flag('no_virtual_ipaddress', words.no_virtual_ipaddress && atLeast(version, '2.2.8')),
      ...block('virtual_ipaddress', addressLines(instance.addresses, instance, version)),
      ...block('virtual_ipaddress_excluded', addressLines(instance.excluded, instance, version)),
      ...flag('promote_secondaries', words.promote_secondaries),
      ...block('virtual_routes', routeLines(words.virtual_routes, version)),
      ...block('virtual_rules', words.virtual_rules ?? []),
      ...notifications(words, version),
    ],
  }
}

/** What the instance says for that director or, where it says nothing, the director's own. */
export function priorityOf({ words }: Instance, { name, priority }: Pick<Director, 'name' | 'priority'>): number {
  return own(words.priority, name) ?? priority
}

/**
 * Its own address and its peers' for adverts of the instance: what unicast_src_ip says, else how hosts know each other by the family
 * of its addresses. With another family keepalived passes the addresses over.
 */
export function unicastAddresses(
  { words, family }: Instance,
  director: Pick<Director, 'name' | 'address' | 'address6' | 'peers'>,
): { readonly own: string | null; readonly peers: readonly string[] } {
  const given = words.unicast_src_ip ?? {}
  const known = ({ address, address6 = null }: Pick<Peer, 'address' | 'address6'>) =>
    [family === 6 ? address6 : null, address].find((one) => one !== null && familyOf(one) === family) ?? null
  return {
    own: own(given, director.name) ?? known(director),
    peers: director.peers.flatMap((peer) => own(given, peer.name) ?? known(peer) ?? []),
  }
}

/** Words that are written in a way, or at a place, of their own. */
const written = [
  'interface',
  'use_vmac',
  'vmac_xmit_base',
  'dont_track_primary',
  'virtual_router_id',
  'priority',
  'version',
  'advert_int',
  'nopreempt',
  'preempt_delay',
  'authentication',
  'unicast',
  'unicast_src_ip',
  'unicast_ttl',
  'mcast_src_ip',
  'strict_mode',
  'accept',
  'no_virtual_ipaddress',
  'virtual_ipaddress',
  'virtual_ipaddress_excluded',
  'promote_secondaries',
  'virtual_routes',
  'virtual_rules',
  ...trackKeys,
  ...notifyKeys,
  'smtp_alert',
]
const others = wordsBut(vrrpInstanceWords, written)

function authentication({ words }: Instance): readonly Node[] {
  const { auth_type, auth_pass } = words.authentication ?? {}
  return block('authentication', [...word('auth_type', auth_type), ...word('auth_pass', auth_pass)])
}

function unicast(instance: Instance, director: Director, version: string): readonly Node[] {
  const { own, peers } = unicastAddresses(instance, director)
  return [
    ...word('unicast_src_ip', own),
    ...flag('check_unicast_src', atLeast(version, '2.1.0')),
    ...word('unicast_ttl', instance.words.unicast_ttl),
    ...block('unicast_peer', peers),
  ]
}

/** keepalived 1.3.5 and 2.0.10 send unicast adverts nowhere from the virtual interface; 2.2.0 and newer take the one below by themselves, and complain. */
function sentFromBelow({ words }: Instance): boolean {
  return Boolean(words.use_vmac) && words.unicast === true
}

/** Before 1.2.17 the addresses always answer, and there is no word for it. */
function accept({ words }: Instance, version: string): readonly string[] {
  if (words.accept === undefined || !atLeast(version, '1.2.17')) return []
  return [words.accept ? 'accept' : 'no_accept']
}

/**
 * EL6 puts an address without `dev` on eth0 where no interface was named above it. With use_vmac it goes to the virtual
 * interface, where keepalived before 2.2.0 does not put it if `dev` names the one below.
 */
function addressLines(
  addresses: readonly VirtualAddress[],
  { words, family }: Instance,
  version: string,
): readonly string[] {
  const isVirtual = words.use_vmac && !atLeast(version, '2.2.0')
  return addresses.map(({ text, device, label, scope, ...address }) => {
    const isOwn = device === words.interface || device === words.use_vmac
    const dev = isVirtual && isOwn && address.family === family ? null : device
    return [text, ...word('dev', dev), ...word('scope', scope), ...word('label', label)].join(' ')
  })
}
