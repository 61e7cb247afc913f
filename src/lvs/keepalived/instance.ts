import type { Cidr } from '../address.ts'
import type { Instance } from '../cluster.ts'
import type { Director } from '../keepalived.ts'
import { atLeast } from '../version.ts'
import { block, flag, type Node, word } from './block.ts'

/**
 * A vrrp_instance. Every director starts as BACKUP and the priority decides: `state MASTER` fights with nopreempt.
 * The order of words is one that EL6's parser takes, too: it acts on each word as it comes.
 */
export function instanceBlock(instance: Instance, director: Director, version: string): Node {
  const { name, words } = instance
  return {
    head: `vrrp_instance ${name}`,
    body: [
      'state BACKUP',
      `interface ${words.interface}`,
      `virtual_router_id ${words.virtual_router_id}`,
      `priority ${priorityOf(instance, director)}`,
      ...(atLeast(version, '1.2.17') ? word('version', words.version) : []),
      `advert_int ${instance.advertInterval}`,
      ...flag('nopreempt', words.nopreempt),
      ...word('preempt_delay', words.preempt_delay),
      ...authentication(instance),
      ...(words.unicast ? unicast(director, version) : []),
      ...word('garp_master_delay', words.garp_master_delay),
      ...word('garp_master_refresh', words.garp_master_refresh),
      ...block('track_interface', words.track_interface ?? []),
      ...block('virtual_ipaddress', addresses(instance.addresses, words.interface)),
      ...block('virtual_ipaddress_excluded', addresses(instance.excluded, words.interface)),
    ],
  }
}

/** What the instance says for that director or, where it says nothing, the director's own. */
export function priorityOf({ words }: Instance, { name, priority }: Pick<Director, 'name' | 'priority'>): number {
  return words.priority?.[name] ?? priority
}

function authentication({ words }: Instance): readonly Node[] {
  const { auth_type, auth_pass } = words.authentication ?? {}
  return block('authentication', [...word('auth_type', auth_type), ...word('auth_pass', auth_pass)])
}

function unicast({ address, peers }: Director, version: string): readonly Node[] {
  return [
    ...word('unicast_src_ip', address),
    ...flag('check_unicast_src', atLeast(version, '2.1.0')),
    ...block('unicast_peer', peers),
  ]
}

/** EL6 puts an address without `dev` on eth0, whatever the instance's interface. */
function addresses(cidrs: readonly Cidr[], device: string): readonly string[] {
  return cidrs.map(({ text }) => `${text} dev ${device}`)
}
