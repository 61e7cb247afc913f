import { parseCidr } from '../../model/ip-address.ts'
import { type Cluster, virtualAddresses } from '../cluster/cluster.ts'
import { type Remark, type Rule, repeated } from './rule.ts'

/** Whether what keepalived puts on every director for good is that director's own. */
export const staticRules: readonly Rule[] = [
  {
    id: 'L65',
    severity: 'error',
    title: 'a static address is of one director alone',
    explanation:
      'keepalived has the addresses of static_ipaddress on its director whoever is master. One that two directors have, or that is virtual, is answered for by both: two MAC addresses answered ARP in the lab. keepalived takes such files without a word.',
    keepalivedTest: 'misses',
    always: true,
    check: ({ cluster }) => [...twice(cluster), ...virtual(cluster)],
  },
]

interface Static {
  readonly director: string
  readonly address: string
  readonly path: readonly (string | number)[]
}

function addressesOf({ words }: Cluster): readonly Static[] {
  return Object.entries(words.static_ipaddress ?? {}).flatMap(([director, list]) =>
    list.flatMap(({ address }, i) => {
      const cidr = parseCidr(address)
      return cidr ? [{ director, address: cidr.address, path: [director, i, 'address'] }] : []
    }),
  )
}

function twice(cluster: Cluster): readonly Remark[] {
  return repeated(addressesOf(cluster), ({ address }) => address).map(({ item, first }) =>
    told(
      item,
      `${item.address} is static on ${first.director} already`,
      item.director === first.director
        ? 'take one of the two out'
        : 'give each director an address of its own; one that moves belongs into virtual_ipaddress',
    ),
  )
}

function virtual(cluster: Cluster): readonly Remark[] {
  const moving = new Map(virtualAddresses(cluster).map(({ cidr, instance }) => [cidr.address, instance.name]))
  return addressesOf(cluster)
    .filter(({ address }) => moving.has(address))
    .map((item) =>
      told(
        item,
        `${item.address} is a virtual address of ${moving.get(item.address)}`,
        'take it out of static_ipaddress: VRRP says who has it',
      ),
    )
}

function told({ path }: Static, message: string, hint: string): Remark {
  return { variable: 'static_ipaddress', path, message, hint }
}
