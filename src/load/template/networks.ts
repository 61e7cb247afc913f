import ipaddr from 'ipaddr.js'
import { Refusal } from './tokens.ts'

/** An address in a network, or alone, with all of its bits for prefix. */
export interface Network {
  readonly version: 4 | 6
  readonly ip: bigint
  readonly prefix: number
  /** Written with a prefix or a netmask. */
  readonly hasPrefix: boolean
}

export const bitsOf = ({ version }: Pick<Network, 'version'>): number => (version === 4 ? 32 : 128)
/** How many addresses it has. */
export const sizeOf = (network: Network): bigint => 1n << BigInt(bitsOf(network) - network.prefix)
export const firstOf = (network: Network): bigint => network.ip - (network.ip % sizeOf(network))
export const lastOf = (network: Network): bigint => firstOf(network) + sizeOf(network) - 1n
export const netmaskOf = (network: Network): bigint => (1n << BigInt(bitsOf(network))) - sizeOf(network)

/** A number, parts of an address, or what has the colons of one. */
const unclear = /^\s*(?:\d[\da-fA-FxX.]*|[\da-fA-F.]*:[\da-fA-F:.]*)(?:\/|\s*$)/

/**
 * The address or network that a text is; undefined for text that is none. Throws a Refusal for what looks like one, and
 * could be read in several ways: 10.1, 010.0.0.1.
 */
export function networkIn(text: string): Network | undefined {
  const [, address = '', suffix] = /^([^/]*)(?:\/(.*))?$/s.exec(text) ?? []
  const ip = addressIn(address)
  const prefix = ip && (suffix === undefined ? bitsOf(ip) : prefixIn(suffix, ip.version))
  if (ip && prefix !== undefined) return { ...ip, prefix, hasPrefix: suffix !== undefined }
  if (!(ip && /^\d+$/.test(suffix ?? '')) && unclear.test(text))
    throw new Refusal(`${JSON.stringify(text)} is an address that can be read in several ways`)
  return undefined
}

function addressIn(text: string): Pick<Network, 'version' | 'ip'> | undefined {
  const version = ipaddr.IPv4.isValidFourPartDecimal(text) && !/(?:^|\.)0\d/.test(text) ? 4 : 6
  if (version === 6 && (!ipaddr.IPv6.isValid(text) || text.includes('%'))) return undefined
  // ipaddr.js takes ::192.0.2.1 for ::ffff:192.0.2.1.
  const hex = version === 4 ? text : text.replace(/[\d.]+$/, (four) => (four.includes('.') ? twoGroups(four) : four))
  const bytes = ipaddr.parse(hex).toByteArray()
  return { version, ip: bytes.reduce((all, byte) => all * 256n + BigInt(byte), 0n) }
}

function twoGroups(four: string): string {
  const [a, b, c, d] = four.split('.').map((one) => Number(one).toString(16).padStart(2, '0'))
  return `${a}${b}:${c}${d}`
}

function prefixIn(text: string, version: 4 | 6): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= bitsOf({ version }) ? Number(text) : undefined
  const mask = version === 4 && ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined
  return mask?.prefixLengthFromSubnetMask() ?? undefined
}

/** An address as text, of IPv6 the shortest. Throws a Refusal for what is beyond all addresses. */
export function addressText(ip: bigint, version: 4 | 6): string {
  if (ip < 0n || ip >= 1n << BigInt(bitsOf({ version }))) throw new Refusal('the result is outside all addresses')
  const bytes = Array.from({ length: version === 4 ? 4 : 16 }, (_, i) => Number((ip >> BigInt(8 * i)) & 255n)).reverse()
  if (version === 4) return bytes.join('.')
  const text = new ipaddr.IPv6(bytes).toRFC5952String()
  const isMapped = ip >> 32n === 0xffffn
  // As the C library has it, one of 96 bits of zeros ends in an IPv4 address.
  return isMapped || (ip >> 32n === 0n && ip >> 16n > 0n)
    ? `::${isMapped ? 'ffff:' : ''}${bytes.slice(12).join('.')}`
    : text
}
