import type { Host, Inventory, Path } from '../../model/host.ts'
import { canonicalAddress, type Family, familyOf } from '../../model/ip-address.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { Finding } from './finding.ts'

/** Where a server is; `host` is null for one that the inventory does not have. */
export interface Place {
  readonly host: string | null
  readonly address: string
}

/**
 * The address that other hosts of the cluster know it by: its variable `address` or, where it connects to one, that; of
 * IPv6 first its variable `address6`. Null: it has none of the family.
 */
export function addressOf({ vars, connection }: Host, family: Family | null = null): string | null {
  const written = [...(family === 6 ? [vars.address6] : []), vars.address, connection.address]
  const text = written.find((value) => typeof value === 'string') ?? ''
  const address = canonicalAddress(text)
  return address !== null && family !== null && familyOf(address) !== family ? null : address
}

/** What a server's place is read with. `family`: that of the virtual server; null where any will do. */
export interface Surroundings {
  readonly inventory: Inventory
  readonly family: Family | null
  readonly report: (finding: Finding) => void
  /** Hosts that are named beside it, which it can not be a slip for. */
  readonly beside?: readonly string[]
}

type Given = string | { readonly host?: string | undefined; readonly address?: string | undefined }

/** Finds a server that was written as a name, an address or an object with `host`, `address` or both. Null, and a finding: there is none. */
export function resolvePlace(
  given: Given,
  path: Path,
  { inventory, family, report, beside }: Surroundings,
): Place | null {
  const refuse = (message: string, hint: string) => {
    report({ rule: 'real-server', variable: 'virtual_servers', path, message, hint })
    return null
  }
  const { host: name, address: at } = typeof given === 'string' ? wordsOf(given) : given
  const host = name === undefined ? undefined : inventory.host(name)
  if (name !== undefined && !host) {
    return refuse(`${name} is no host of the inventory, and no address`, unknownHint(name, inventory, beside))
  }
  if (at === undefined && !host) {
    return refuse(
      'a server needs host or address',
      'add host: a name of the inventory, and address where that has none',
    )
  }
  const address = at === undefined ? addressOf(host!, family) : canonicalAddress(at)
  if (address === null) {
    return at === undefined
      ? refuse(`${name} has no ${family === null ? '' : `IPv${family} `}address`, missingHint(name!, family))
      : refuse(`${JSON.stringify(at)} is no address`, 'expected one as 192.168.1.222 or 2001:db8::222')
  }
  return { host: name ?? hostWith(address, inventory), address }
}

/** A name that is an address is one. */
function wordsOf(text: string): Exclude<Given, string> {
  return canonicalAddress(text) === null ? { host: text } : { address: text }
}

function missingHint(name: string, family: Family | null): string {
  return family === 6
    ? `write its IPv6 address in host_vars/${name}.yml: address6: …`
    : `write its IP address in host_vars/${name}.yml: address: …, or give it to ansible_host`
}

function unknownHint(text: string, { hosts, groups }: Inventory, beside: readonly string[] = []): string {
  const members = groups.get(text)
  if (members) return `it is a group: write its hosts, ${members.join(', ')}`
  const names = hosts.map(({ name }) => name).filter((name) => !beside.includes(name))
  return didYouMean(text, names) || 'add it to the inventory, or write its address'
}

/** Clusters of one inventory ask again and again. */
const owners = new WeakMap<Inventory, ReadonlyMap<string, string>>()

/** The first host of the inventory that is known by the address; null: none is. */
export function hostWith(address: string, inventory: Inventory): string | null {
  const known = owners.get(inventory) ?? ownersIn(inventory)
  owners.set(inventory, known)
  return known.get(address) ?? null
}

function ownersIn({ hosts }: Inventory): ReadonlyMap<string, string> {
  const known = hosts.flatMap((host) =>
    [addressOf(host), addressOf(host, 6)].flatMap((address) =>
      address === null ? [] : [[address, host.name] as const],
    ),
  )
  return new Map(known.toReversed())
}
