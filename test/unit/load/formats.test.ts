import { expect, test } from 'vitest'
import { formats } from '../../../src/load/schema/formats.ts'

test.each([
  ['ipv4', ['192.0.2.1', '0.0.0.0'], ['192.0.2', '192.0.2.256', '010.0.0.1', '::1', '192.0.2.1/24', '']],
  ['ipv6', ['::1', '2001:db8::10', '::ffff:1.2.3.4'], ['1.2.3.4', 'fe80::1%eth0', '::1/64', ':::']],
  ['ip', ['192.0.2.1', '::1'], ['lb1', '1.2.3.4/8']],
  ['ipv4-cidr', ['192.0.2.1/24', '0.0.0.0/0'], ['192.0.2.1', '192.0.2.1/33', '192.0.2.1/024', '::1/64']],
  ['ipv6-cidr', ['2001:db8::/64', '::/128'], ['::', '::/129', '1.2.3.4/8']],
  ['cidr', ['192.0.2.1/32', '::1/128'], ['192.0.2.1', '1.2.3.4/']],
  ['ip-or-cidr', ['192.0.2.1', '192.0.2.1/24', '::1'], ['192.0.2.1/99', 'x']],
  ['hostname', ['lb1', 'lb-1.example.org', '1.com'], ['lb_1', '-a', 'a-', 'a..b', '', `${'a'.repeat(64)}.b`]],
  ['host', ['lb1', '192.0.2.1', '::1'], ['192.0.2.300', 'a b']],
  ['interface', ['eth0', 'em1.100', 'bond0'], ['', 'a/b', 'eth 0', 'em1:0', 'abcdefghijklmnop']],
  ['absolute-path', ['/', '/etc/x'], ['etc', './x', '']],
  ['regex', ['^a+$'], ['(']],
])('%s', (name, good, bad) => {
  const { test: accepts } = formats[name]!
  expect(good.filter((text) => !accepts(text))).toEqual([])
  expect(bad.filter(accepts)).toEqual([])
})
