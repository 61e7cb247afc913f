import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bracketed,
  canonicalAddress,
  compareAddresses,
  contains,
  familyOf,
  isNetmask,
  parseCidr,
} from '../../../src/model/ip-address.ts'

describe('canonicalAddress', () => {
  it.each([
    ['192.168.1.225', '192.168.1.225'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:0', '2001:db8:0:0:1::'],
    ['::', '::'],
    ['::1', '::1'],
    ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('%s is %s', (text, canonical) => expect(canonicalAddress(text)).toBe(canonical))

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4/24',
    'rs1',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8::',
    'fe80::1%em1',
    '12345::',
    '1.2.3.4::',
    ':1',
  ])('%s is no address', (text) => expect(canonicalAddress(text)).toBeNull())

  it('agrees with the platform on what is an address', () => {
    fc.assert(fc.property(fc.ipV4(), (text) => isIPv4(text) === (canonicalAddress(text) === text)))
    fc.assert(fc.property(fc.ipV6(), (text) => canonicalAddress(text) !== null && isIPv6(canonicalAddress(text)!)))
    const alphabet = fc.string({ unit: fc.constantFrom(...'0123456789abcdefF:.'), maxLength: 24 })
    fc.assert(fc.property(alphabet, (text) => (canonicalAddress(text) !== null) === (isIPv4(text) || isIPv6(text))))
  })

  it('is stable, and the same for every way to write an address as the platform knows it', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = canonicalAddress(text)!
        const platform = new URL(`http://[${text}]/`).hostname.slice(1, -1)
        return canonicalAddress(canonical) === canonical && canonical === platform
      }),
    )
  })
})

describe('parseCidr', () => {
  it.each([
    ['192.168.1.225', '192.168.1.225/32'],
    ['192.168.1.225/24', '192.168.1.225/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:db8::1', '2001:db8::1/128'],
  ])('%s is %s', (text, full) => expect(parseCidr(text)?.text).toBe(full))

  it.each(['192.168.1.225/33', '192.168.1.225/', '192.168.1.225/08', '2001:db8::/129', '1.2.3.4/24/24', 'em1'])(
    '%s is none',
    (text) => expect(parseCidr(text)).toBeNull(),
  )
})

describe('contains', () => {
  it.each([
    ['192.168.1.220/24', '192.168.1.222', true],
    ['192.168.1.220/24', '192.168.2.1', false],
    ['192.168.1.220/32', '192.168.1.220', true],
    ['10.0.0.0/0', '200.1.1.1', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['::/0', '192.168.1.1', false],
  ])('%s, %s: %s', (cidr, address, inside) => expect(contains(cidr, address)).toBe(inside))
})

it('compares by number, IPv4 first', () => {
  const sorted = ['rs1', '::1', '10.0.0.10', '10.0.0.9'].toSorted(compareAddresses)
  expect(sorted).toEqual(['10.0.0.9', '10.0.0.10', '::1', 'rs1'])
})

it('knows families and brackets', () => {
  expect([familyOf('1.2.3.4'), familyOf('::1'), familyOf('em1')]).toEqual([4, 6, null])
  expect([bracketed('1.2.3.4'), bracketed('::1')]).toEqual(['1.2.3.4', '[::1]'])
})

it.each([
  ['255.255.255.0', true],
  ['255.255.255.255', true],
  ['128.0.0.0', true],
  ['0.0.0.0', false],
  ['255.0.255.0', false],
  ['24', false],
])('netmask %s: %s', (text, is) => expect(isNetmask(text)).toBe(is))
