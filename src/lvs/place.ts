import type { Host, Inventory, Path } from '../model/host.ts'
import { canonicalAddress } from './address.ts'
import type { Finding } from './finding.ts'
import { didYouMean } from './nearest.ts'

/** Where a server is; `host` is null for one that the inventory does not have. */
export interface Place {
  readonly host: string | null
  readonly address: string
}

/** The address that other hosts of the cluster know it by: its variable `address` or, where it connects to one, that. Null: neither is an address. */
export function addressOf(host: Host): string | null {
  const { address } = host.vars
  return canonicalAddress(typeof address === 'string' ? address : host.connection.address)
}

/** Finds a server that was written as a name, an address or an object with `host` or `address`. Null, and a finding: there is none. */
export function resolvePlace(
  given: string | { readonly host?: string | undefined; readonly address?: string | undefined },
  path: Path,
  inventory: Inventory,
  report: (finding: Finding) => void,
): Place | null {
  const refuse = (message: string, hint: string) => {
    report({ rule: 'real-server', variable: 'virtual_servers', path, message, hint })
    return null
  }
  if (typeof given !== 'string' && (given.host === undefined) === (given.address === undefined)) {
    return refuse(
      'a server needs either host or address',
      'host: a name of the inventory; address: where there is no such host',
    )
  }
  const text = typeof given === 'string' ? given : (given.host ?? given.address!)
  const address = canonicalAddress(text)
  if (address !== null) return { host: hostWith(address, inventory), address }
  const host = inventory.host(text)
  if (!host) return refuse(`${text} is no host of the inventory, and no address`, unknownHint(text, inventory))
  const found = addressOf(host)
  return found === null
    ? refuse(
        `${text} has no address`,
        `give it one: address: 192.168.1.222 in host_vars/${text}.yml, or ansible_host as an address`,
      )
    : { host: text, address: found }
}

function unknownHint(text: string, { hosts }: Inventory): string {
  const names = hosts.map(({ name }) => name)
  return didYouMean(text, names) || `the inventory has ${names.join(', ')}`
}

function hostWith(address: string, { hosts }: Inventory): string | null {
  return hosts.find((host) => addressOf(host) === address)?.name ?? null
}
