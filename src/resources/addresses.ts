import { isIP, isIPv4, isIPv6 } from 'node:net'
import { type } from '../model/type.ts'

const isPlain = (value: unknown): value is string => typeof value === 'string' && !value.includes('%')

export const ipAddress = type<string>(
  'an IP address like 192.168.1.225',
  (value) => isPlain(value) && isIP(value) !== 0,
)

export const ipv4Address = type<string>('an IPv4 address like 192.168.1.1', (value) => isPlain(value) && isIPv4(value))

export const globalIpv6Address = type<string>(
  'an IPv6 address that is not link-local, like 2001:db8::1',
  (value) => isPlain(value) && isIPv6(value) && !/^fe[89ab]/i.test(value),
)

export const cidr = type<string>('ADDRESS/PREFIX like 192.168.1.225/32', (value) => isCidr(value))

/** With a prefix, or an address alone. */
export function isCidr(value: unknown): value is string {
  if (!isPlain(value)) return false
  const [, address = '', prefix = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(value) ?? []
  return isIP(address) !== 0 && Number(prefix) <= (isIPv4(address) ? 32 : 128)
}
