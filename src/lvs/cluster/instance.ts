import type { Path } from '../../model/host.ts'
import { type Cidr, canonicalAddress, type Family, familyOf, parseCidr } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import { furtherVirtualWords } from '../language/further-entries.ts'
import type { Finding } from './finding.ts'
import type { InstanceWords } from './local.ts'

/** An address of an instance and how it is put on an interface. */
export interface VirtualAddress extends Cidr {
  readonly device: string
  readonly label: string | null
  readonly scope: string | null
}

/** A VRRP instance with its addresses read. `words` are the user's, for what is only passed on to keepalived. */
export interface Instance {
  readonly name: string
  readonly words: InstanceWords
  readonly addresses: readonly VirtualAddress[]
  readonly excluded: readonly VirtualAddress[]
  /** Seconds. */
  readonly advertInterval: number
  readonly version: 2 | 3
  /** That of its first address, or of where its adverts come from: VRRP itself is spoken in it. */
  readonly family: Family
}

/** Reads one entry of `vrrp_instances`; an address that is none is reported and left out. */
export function resolveInstance(
  name: string,
  words: InstanceWords,
  defaultVersion: 2 | 3,
  report: (finding: Finding) => void,
): Instance {
  const read = (key: 'virtual_ipaddress' | 'virtual_ipaddress_excluded') =>
    (words[key] ?? []).flatMap((given, i) => readAddress(given, words.interface, [name, key, i], report))
  const addresses = read('virtual_ipaddress')
  const sources = sourcesOf(words)
  const family = addresses[0]?.family ?? (sources[0] && familyOf(sources[0].address)) ?? 4
  addresses.forEach((address, i) => {
    if (address.family !== family) report(otherFamily(address, [name, 'virtual_ipaddress', i]))
  })
  for (const { address, path } of sources)
    if (familyOf(address) !== family) report(otherSource(address, family, [name, ...path]))
  return {
    name,
    words,
    addresses,
    excluded: read('virtual_ipaddress_excluded'),
    advertInterval: words.advert_int ?? 1,
    version: words.version ?? (family === 6 ? 3 : defaultVersion),
    family,
  }
}

type Given = NonNullable<InstanceWords['virtual_ipaddress']>[number]

function readAddress(
  given: Given,
  device: string,
  path: Path,
  report: (finding: Finding) => void,
): readonly VirtualAddress[] {
  const words = typeof given === 'string' ? { address: given } : given
  const cidr = parseCidr(words.address)
  if (cidr) return [{ ...cidr, device: words.dev ?? device, label: words.label ?? null, scope: words.scope ?? null }]
  report({
    rule: 'address',
    variable: 'vrrp_instances',
    path,
    message: `${JSON.stringify(words.address)} is no address`,
    hint: hintFor(words.address),
  })
  return []
}

/** Words of keepalived behind an address are keys here, or have none. */
function hintFor(text: string): string {
  const [address = '', ...words] = text.split(/\s+/)
  if (words.length === 0 || parseCidr(address) === null)
    return 'expected an address, with a prefix or without: 192.168.1.225/32'
  const instead = words.map((word) => own(furtherVirtualWords, word)?.instead).find((reason) => reason !== undefined)
  return instead ?? `write words as keys: { address: ${address}, dev: em1 }`
}

/** What a director says of where its adverts come from. */
function sourcesOf(words: InstanceWords): readonly { readonly address: string; readonly path: Path }[] {
  return (['unicast_src_ip', 'mcast_src_ip'] as const).flatMap((word) =>
    Object.entries(words[word] ?? {}).flatMap(([director, given]) => {
      const address = canonicalAddress(given)
      return address === null ? [] : [{ address, path: [word, director] }]
    }),
  )
}

function otherSource(address: string, family: Family, path: Path): Finding {
  return {
    rule: 'address',
    variable: 'vrrp_instances',
    path,
    message: `${address} is of another family than the addresses of the instance: its adverts go by IPv${family}`,
    hint: `write an IPv${family} address of that director`,
  }
}

function otherFamily({ address }: Cidr, path: Path): Finding {
  return {
    rule: 'address',
    variable: 'vrrp_instances',
    path,
    message: `${address} is of another family than the first address of the instance`,
    from: '1.3.0',
    hint: 'move it to virtual_ipaddress_excluded, or to an instance of its own',
  }
}
