import { canonicalAddress } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import type { ClusterData } from '../cluster/cluster.ts'
import type { LeftOut } from '../conf/read/reading.ts'
import { namedAs } from '../conf/read/twins.ts'
import { directorAddress, strangePeers } from './addresses.ts'
import { type AdoptedDirector, mergeDirectors } from './merge.ts'
import { type Origin, originIn } from './origins.ts'
import { withScriptUser } from './script-user.ts'
import { realServerAddresses, withNames } from './server-names.ts'

/** A host of the new inventory; `address` null: its name says where it is. */
export interface AdoptedHost {
  readonly name: string
  readonly address: string | null
}

/** What an existing pair becomes: hosts, variables of all of them, and what did not come along. */
export interface Adopted {
  readonly master: AdoptedHost
  readonly backups: readonly AdoptedHost[]
  readonly realServers: readonly AdoptedHost[]
  readonly data: ClusterData
  readonly leftOut: readonly LeftOut[]
  /** What came along as something else than was written. */
  readonly changed: readonly LeftOut[]
  /** Where a place of the variables was written. */
  readonly origin: Origin
  /** The names that blocks of the files have: `vrrp_scripts chk`. */
  readonly named: ReadonlySet<string>
}

export interface AdoptOptions {
  /** Real servers without a name get one: rs1, rs2, … in order of their addresses. Otherwise they stay addresses. */
  readonly nameAll: boolean
}

/** Turns the files of one cluster's directors into inventory and variables. `names`: name to address of real servers. */
export function adopt(
  given: readonly AdoptedDirector[],
  names: ReadonlyMap<string, string>,
  { nameAll }: AdoptOptions = { nameAll: true },
): Adopted {
  const { directors, renamed } = withOneName(given)
  const { data: merged, differences } = mergeDirectors(directors)
  const hosts = directors.map((each) => ({ name: each.name, address: directorAddress(each, directors) }))
  const known = [
    ...names,
    ...hosts.flatMap(({ name, address }) => (address === null ? [] : [[name, address] as const])),
  ]
  const named = new Map(known.toReversed().map(([name, address]) => [canonicalAddress(address) ?? address, name]))
  const free = freeNames(new Set(known.map(([name]) => name)))
  const realServers = realServerAddresses(merged).flatMap((address) => {
    const name = named.get(address) ?? (nameAll ? free.next().value : null)
    return name === null ? [] : [{ name, address }]
  })
  const highest = masterOf(directors, merged)
  const origin = originIn(directors)
  const { data, changed } = withScriptUser(merged, directors[0]!, origin)
  return {
    master: hosts.find(({ name }) => name === highest)!,
    backups: hosts.filter(({ name }) => name !== highest),
    realServers,
    data: withNames(data, new Map(realServers.map(({ name, address }) => [address!, name]))),
    leftOut: [...directors.flatMap(({ read }) => read.leftOut), ...differences, ...strangePeers(directors)],
    changed: [...directors.flatMap(({ read }) => read.changed), ...renamed, ...changed],
    origin,
    named: new Set(directors.flatMap(({ read }) => [...read.named])),
  }
}

/** Instances and groups that are one have the name that the first director has for them. */
function withOneName([first, ...others]: readonly AdoptedDirector[]) {
  const named = others.map((other) => ({ other, ...namedAs(first!.read, other.read) }))
  return {
    directors: [first!, ...named.map(({ other, read }) => ({ ...other, read }))],
    renamed: named.flatMap(({ other: { name, file = name }, renamed }) =>
      renamed.map(({ variable, was, is, where = { file, line: 1, column: 1 } }): LeftOut => {
        const [word, why] =
          variable === 'vrrp_instances' ? ['vrrp_instance', 'its number'] : ['vrrp_sync_group', 'its instances']
        return {
          text: `${word} ${was}`,
          where,
          reason: `by ${why} it is ${is} of ${first!.name}: that name is written`,
        }
      }),
    ),
  }
}

/** rs1, rs2, … but those that are taken. */
function* freeNames(taken: ReadonlySet<string>): Generator<string, never> {
  for (let number = 1; ; number++) if (!taken.has(`rs${number}`)) yield `rs${number}`
}

/** The one of the highest priority in the first instance; of two equal ones that which says MASTER. */
function masterOf(directors: readonly AdoptedDirector[], { vrrp_instances = {} }: ClusterData): string {
  const [instance] = Object.entries(vrrp_instances)
  const rank = ({ name, read }: AdoptedDirector) =>
    (own(instance?.[1].priority, name) ?? 100) * 2 + Number(own(read.states, instance?.[0] ?? '') === 'MASTER')
  return directors.toSorted((a, b) => rank(b) - rank(a))[0]!.name
}
