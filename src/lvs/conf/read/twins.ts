import { familyOf } from '../../../model/ip-address.ts'
import { own } from '../../../model/own.ts'
import type { SourcePosition } from '../../../model/position.ts'
import type { ClusterData } from '../../language/cluster.ts'
import type { ReadCluster } from './cluster.ts'

type Named<T> = Readonly<Record<string, T>>
type Instances = NonNullable<ClusterData['vrrp_instances']>

/** An instance or a sync group that another director calls by another name. */
export interface Renamed {
  readonly variable: 'vrrp_instances' | 'vrrp_sync_groups'
  readonly was: string
  readonly is: string
  readonly where: SourcePosition | undefined
}

/**
 * The file with the names that the first director has for the same things: adverts have numbers and no names, so an instance
 * is the one of its virtual_router_id, family and, of several, interface, and a sync group the one of the same instances.
 */
export function namedAs(
  first: ReadCluster,
  other: ReadCluster,
): { readonly read: ReadCluster; readonly renamed: readonly Renamed[] } {
  const { vrrp_instances = {}, vrrp_sync_groups = {} } = other.data
  const instances = twins(first.data.vrrp_instances ?? {}, vrrp_instances, numberOf, sameInterface)
  const members = (group: readonly string[]) => group.map((name) => instances.get(name) ?? name)
  const regrouped = mapped(vrrp_sync_groups, (words) => ({ ...words, group: members(words.group) }))
  const groups = twins(first.data.vrrp_sync_groups ?? {}, regrouped, ({ group }) => group.toSorted().join(' '))
  if (instances.size + groups.size === 0) return { read: other, renamed: [] }
  const names = { vrrp_instances: instances, vrrp_sync_groups: groups }
  const renamed = (['vrrp_instances', 'vrrp_sync_groups'] as const).flatMap((variable) =>
    [...names[variable]].map(([was, is]) => ({ variable, was, is, where: other.origin(variable, [was]) })),
  )
  return { read: { ...other, ...renaming(other, names, regrouped) }, renamed }
}

type Names = Readonly<Record<Renamed['variable'], ReadonlyMap<string, string>>>

function renaming(other: ReadCluster, names: Names, groups: Named<unknown>): Partial<ReadCluster> {
  const { vrrp_instances: instances, vrrp_sync_groups } = names
  const { lvs_sync_daemon: daemon, ...data } = other.data
  const before = (variable: string, name: unknown) =>
    [...(own(names, variable) ?? [])].find(([, is]) => is === name)?.[0] ?? name
  return {
    data: {
      ...data,
      ...(data.vrrp_instances && { vrrp_instances: rekeyed(data.vrrp_instances, instances) }),
      ...(data.vrrp_sync_groups && { vrrp_sync_groups: rekeyed(groups, vrrp_sync_groups) }),
      ...(daemon && { lvs_sync_daemon: { ...daemon, instance: instances.get(daemon.instance) ?? daemon.instance } }),
    } as ClusterData,
    states: rekeyed(other.states, instances),
    peers: other.peers.map((peer) => ({ ...peer, instance: instances.get(peer.instance) ?? peer.instance })),
    origin: (variable, [name, ...rest] = []) =>
      other.origin(variable, name === undefined ? [] : [before(variable, name) as string | number, ...rest]),
  }
}

/** The names of those that the first has by another name. */
function twins<T>(
  first: Named<T>,
  other: Named<T>,
  keyOf: (one: T) => string,
  isNearer: (one: T, another: T) => boolean = () => false,
): ReadonlyMap<string, string> {
  const isTwin = (name: string) => own(first, name) && own(other, name) && keyOf(first[name]!) === keyOf(other[name]!)
  const free = Object.entries(first).filter(([name]) => !isTwin(name))
  const found = new Map<string, string>()
  for (const [name, one] of Object.entries(other)) {
    if (isTwin(name)) continue
    const alike = free.filter(([is, each]) => keyOf(each) === keyOf(one) && ![...found.values()].includes(is))
    const [is] = alike.find(([, each]) => isNearer(each, one)) ?? (alike.length === 1 ? alike[0]! : [])
    if (is !== undefined) found.set(name, is)
  }
  return apart(found, Object.keys(other))
}

/** What has no twin keeps its name, unless that is another's now. */
function apart(found: ReadonlyMap<string, string>, names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set([...found.values(), ...names])
  const moved = names.filter((name) => !found.has(name) && [...found.values()].includes(name))
  return new Map([...found, ...moved.map((name) => [name, freeName(name, taken)] as const)])
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name
}

function numberOf({ virtual_router_id, virtual_ipaddress = [] }: Instances[string]): string {
  const [first] = virtual_ipaddress
  const text = typeof first === 'object' ? first.address : (first ?? '')
  return `${virtual_router_id} ${familyOf(text.split('/')[0]!) ?? 4}`
}

const sameInterface = (one: Instances[string], another: Instances[string]) =>
  JSON.stringify(one.interface) === JSON.stringify(another.interface)

function mapped<T, U>(all: Named<T>, change: (one: T) => U): Named<U> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]))
}

function rekeyed<T>(all: Named<T>, names: ReadonlyMap<string, string>): Named<T> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [names.get(name) ?? name, one]))
}
