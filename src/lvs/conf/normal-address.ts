import { parseCidr } from '../../model/ip-address.ts'
import { atLeast } from '../language/version.ts'
import { isLone, isPaired } from './entries/address.ts'
import { keywordOf, type Statement, statements, valuesOf } from './tree.ts'

/** Where a statement stands, and who reads it. */
export interface Around {
  /** Keyword of the block that it is in; empty: none. */
  readonly block: string
  /** Interface that an address gets which names none; empty: none is known. */
  readonly device: string
  readonly version: string
}

/** Lists of addresses that keepalived puts on an interface. */
export const addressLists: ReadonlySet<string> = new Set([
  'virtual_ipaddress',
  'virtual_ipaddress_excluded',
  'static_ipaddress',
])

/** An address with its prefix (/32, IPv6 /128 where none is said) and its interface; what is said of it in one order. */
export function addressWords(
  address: string,
  values: readonly string[],
  { device, version }: Around,
): readonly string[] {
  const cidr = parseCidr(address)
  const options = cidr && optionsOf(values, version)
  if (!options) return [cidr?.text ?? address, ...values]
  const hasDevice = device === '' || options.some(({ word }) => word === 'dev')
  const all = hasDevice ? options : [...options, { word: 'dev', value: device }]
  const sorted = all.toSorted((one, other) => (one.word < other.word ? -1 : 1))
  return [cidr.text, ...sorted.flatMap(({ word, value }) => (value === undefined ? [word] : [word, value]))]
}

interface Option {
  readonly word: string
  readonly value?: string | undefined
}

/** Null: a word is there twice, or is none that this version knows. Then order counts. */
function optionsOf(values: readonly string[], version: string): readonly Option[] | null {
  const options: Option[] = []
  for (let i = 0; i < values.length; i++) {
    const word = values[i] === 'broadcast' ? 'brd' : values[i]!
    const takesValue = isPaired(word, version)
    if (options.some((one) => one.word === word) || !(takesValue || isLone(word, version))) return null
    options.push(takesValue ? { word, value: values[++i] } : { word })
  }
  return options
}

/**
 * Before 2.0.0 an address gets the interface that was named above it. Before 2.2.0 one without `dev` is put on the virtual
 * interface of use_vmac, and one with `dev` on the interface that it names.
 */
export function deviceOf({ body }: Statement, { version }: Around): string {
  const words = statements(body)
  const at = words.findIndex((inner) => keywordOf(inner) === 'interface')
  const first = words.findIndex((inner) => addressLists.has(keywordOf(inner)))
  const has = (word: string) => words.some((inner) => keywordOf(inner) === word)
  const isVirtual = has('use_ipvlan') || (has('use_vmac') && !atLeast(version, '2.2.0'))
  if (at < 0 || isVirtual || (first >= 0 && first < at && !atLeast(version, '2.0.0'))) return ''
  return valuesOf(words[at]!)
}
