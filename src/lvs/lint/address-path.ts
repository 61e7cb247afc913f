import type { Path } from '../../model/host.ts'
import { type Cidr, parseCidr } from '../../model/ip-address.ts'
import type { Instance } from '../cluster/cluster.ts'

const keys = ['virtual_ipaddress', 'virtual_ipaddress_excluded'] as const

/** The place of an address inside `vrrp_instances`; `last`: of its last mention in the instance. */
export function addressPath({ name, words }: Instance, { address }: Cidr, last = false): Path {
  const places = keys.flatMap((key) =>
    (words[key] ?? []).flatMap((given, i) =>
      parseCidr(typeof given === 'string' ? given : given.address)?.address === address ? [[name, key, i]] : [],
    ),
  )
  return places.at(last ? -1 : 0) ?? [name]
}
