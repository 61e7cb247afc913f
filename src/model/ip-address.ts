/** IPv4 or IPv6. */
export type Family = 4 | 6

interface Parsed {
  readonly family: Family
  readonly value: bigint
}

/** An address with a prefix length; `address` in canonical text, host bits kept. */
export interface Cidr {
  readonly address: string
  readonly prefix: number
  readonly family: Family
  /** `address/prefix` */
  readonly text: string
}

const bits = { 4: 32, 6: 128 } as const

const octet = String.raw`(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])`
/** No leading zeros: an IPv4 address is canonical as it is written. */
const ipv4 = new RegExp(String.raw`^${octet}(?:\.${octet}){3}$`)

/** Canonical text of an IPv4 or IPv6 address (RFC 5952); null when it is none. No leading zeros, no zones. */
export function canonicalAddress(text: string): string | null {
  if (ipv4.test(text)) return text
  const parsed = parse(text)
  return parsed && format(parsed)
}

/** 4 or 6; null when the text is no address. */
export function familyOf(text: string): Family | null {
  return ipv4.test(text) ? 4 : (parse(text)?.family ?? null)
}

/** `192.168.1.225/32`; a bare address gets /32 or /128. Null when it is neither. */
export function parseCidr(text: string): Cidr | null {
  const [head = '', tail, ...rest] = text.split('/')
  const family = familyOf(head)
  if (family === null || rest.length > 0) return null
  const width = bits[family]
  const prefix = tail === undefined ? width : decimal(tail, width)
  if (prefix === null) return null
  const address = canonicalAddress(head)!
  return { address, prefix, family, text: `${address}/${prefix}` }
}

/** Whether the network that the CIDR text stands for has the address in it; false for two families or no addresses. */
export function contains(cidr: string, address: string): boolean {
  const net = parseCidr(cidr)
  const inner = parse(address)
  const outer = net && parse(net.address)
  if (!net || !inner || !outer || inner.family !== outer.family) return false
  const shift = BigInt(bits[outer.family] - net.prefix)
  return inner.value >> shift === outer.value >> shift
}

/**
 * The addresses of a range of the last part, both ends included: `192.168.1.225-230`, `2001:db8::a-f`. Null when it is
 * none, or goes downwards. keepalived reads the last part of an IPv6 address in hex.
 */
export function addressRange(text: string): readonly string[] | null {
  const [head = '', tail = '', ...rest] = text.split('-')
  const first = parse(head)
  if (!first || rest.length > 0) return null
  const width = first.family === 4 ? 255n : 65535n
  const last =
    first.family === 4 ? decimal(tail, 255) : /^[0-9a-f]{1,4}$/i.test(tail) ? Number.parseInt(tail, 16) : null
  const count = last === null ? -1 : last - Number(first.value & width)
  if (count < 0) return null
  return Array.from({ length: count + 1 }, (_, i) => format({ ...first, value: first.value + BigInt(i) }))
}

/** Whether the text is an IPv4 netmask with at least one bit: ones, then zeros. */
export function isNetmask(text: string): boolean {
  const value = parse4(text)
  if (!value) return false
  const zeros = 0xffffffffn - value
  return (zeros & (zeros + 1n)) === 0n
}

/** Order for sorting: IPv4 before IPv6, then by number; what is no address goes last, by text. */
export function compareAddresses(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)]
  if (!left || !right) return Number(!left) - Number(!right) || (a < b ? -1 : Number(a > b))
  return left.family - right.family || (left.value < right.value ? -1 : Number(left.value > right.value))
}

/** The address as it stands before a port: IPv6 in brackets. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

function parse(text: string): Parsed | null {
  const value = text.includes(':') ? parse6(text) : parse4(text)
  return value === null ? null : { family: text.includes(':') ? 6 : 4, value }
}

function decimal(text: string, max: number): number | null {
  if (!/^(0|[1-9]\d*)$/.test(text)) return null
  const value = Number(text)
  return value <= max ? value : null
}

function parse4(text: string): bigint | null {
  return ipv4.test(text) ? BigInt(text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)) : null
}

function parse6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [left, right] = [groups(halves[0]!, halves.length === 1), groups(halves[1] ?? '', true)]
  if (!left || !right) return null
  const missing = 8 - left.length - right.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  return [...left, ...Array<bigint>(missing).fill(0n), ...right].reduce((sum, group) => sum * 65536n + group, 0n)
}

function groups(text: string, last: boolean): bigint[] | null {
  if (text === '') return []
  const parts = text.split(':')
  const embedded = last && parts.at(-1)!.includes('.') ? parse4(parts.pop()!) : undefined
  if (embedded === null || !parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return null
  const values = parts.map((part) => BigInt(`0x${part}`))
  return embedded === undefined ? values : [...values, embedded >> 16n, embedded & 0xffffn]
}

function format({ family, value }: Parsed): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const hex = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  const { start, length } = longestZeros(hex)
  if (length < 2) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

function longestZeros(hex: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  hex.forEach((group, i) => {
    length = group === '0' ? length + 1 : 0
    if (length > best.length) best = { start: i - length + 1, length }
  })
  return best
}
