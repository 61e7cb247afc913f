import type { Cluster, Instance } from '../cluster/cluster.ts'

/**
 * What directors must agree on, and what differs in it: `VI_1: auth_pass`. A director that has the new word rejects the
 * adverts of one that has the old one, and both are master.
 */
export function agreedChanges(before: Cluster, after: Cluster): readonly string[] {
  const names = new Set([...before.instances, ...after.instances].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const [old, next] = [before, after].map(({ instances }) => instances.find((one) => one.name === name))
    if (!old) return [`${name} is new`]
    if (!next) return [`${name} goes away`]
    const [was, will] = [agreedOf(old, before), agreedOf(next, after)]
    return [...was.keys()].filter((word) => was.get(word) !== will.get(word)).map((word) => `${name}: ${word}`)
  })
}

/** The words that adverts carry, or that say where they go, in the names that keepalived has for them. */
function agreedOf({ name, words, version, advertInterval, addresses, family }: Instance, { words: all }: Cluster) {
  const { auth_type, auth_pass } = words.authentication ?? {}
  const globals = all.global_defs ?? {}
  const group = family === 6 ? globals.vrrp_mcast_group6 : globals.vrrp_mcast_group4
  const groups = Object.entries(all.vrrp_sync_groups ?? {}).filter(([, sync]) => sync.group.includes(name))
  return new Map<string, unknown>([
    ['interface', words.interface],
    ['virtual_router_id', words.virtual_router_id],
    ['version', version],
    ['advert_int', advertInterval],
    ['auth_type', auth_type],
    // The first 8 bytes count.
    ['auth_pass', auth_pass?.slice(0, 8)],
    [
      'virtual_ipaddress',
      addresses
        .map(({ address }) => address)
        .toSorted()
        .join(' '),
    ],
    ['unicast', words.unicast ?? false],
    ['vrrp_mcast_group', group],
    ['vrrp_sync_group', groups.map(([, { group }]) => group.toSorted().join(' ')).join()],
  ])
}
