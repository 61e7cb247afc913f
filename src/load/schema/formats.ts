import ipaddr from 'ipaddr.js'

/** A word for `format` in a param's schema: what it accepts, and how a message says so. */
export interface Format {
  readonly test: (text: string) => boolean
  readonly expected: string
}

const ipv4 = (text: string) => ipaddr.IPv4.isValidFourPartDecimal(text)
const ipv6 = (text: string) => ipaddr.IPv6.isValid(text) && !text.includes('%')
const ip = (text: string) => ipv4(text) || ipv6(text)
const hostname = (text: string) =>
  text.length <= 253 && /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/.test(text)

function cidr(address: (text: string) => boolean): (text: string) => boolean {
  return (text) => {
    const [, base = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
    return address(base) && Number(length) <= (ipv4(base) ? 32 : 128)
  }
}

function isRegExp(text: string): boolean {
  try {
    return Boolean(new RegExp(text))
  } catch {
    return false
  }
}

/** Every format that role params may ask for; docs/playbooks.md lists them. */
export const formats: Readonly<Record<string, Format>> = {
  ipv4: { test: ipv4, expected: 'an IPv4 address like 192.0.2.10' },
  ipv6: { test: ipv6, expected: 'an IPv6 address like 2001:db8::10' },
  ip: { test: ip, expected: 'an IP address like 192.0.2.10' },
  'ipv4-cidr': { test: cidr(ipv4), expected: 'an IPv4 address with a prefix length like 192.0.2.10/24' },
  'ipv6-cidr': { test: cidr(ipv6), expected: 'an IPv6 address with a prefix length like 2001:db8::10/64' },
  cidr: { test: cidr(ip), expected: 'an IP address with a prefix length like 192.0.2.10/24' },
  'ip-or-cidr': {
    test: (text) => ip(text) || cidr(ip)(text),
    expected: 'an IP address, with or without a prefix length, like 192.0.2.10/24',
  },
  hostname: { test: hostname, expected: 'a host name like lb1.example.org' },
  host: {
    test: (text) => ip(text) || (hostname(text) && !/^[\d.]+$/.test(text)),
    expected: 'a host name or an IP address',
  },
  interface: {
    test: (text) => /^[^\s/:]{1,15}$/.test(text),
    expected: 'a network interface like eth0 (at most 15 characters)',
  },
  'absolute-path': { test: (text) => /^\/[^\0]*$/.test(text), expected: 'a path that begins with /' },
  regex: { test: isRegExp, expected: 'a regular expression' },
}
