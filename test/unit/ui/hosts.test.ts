import { expect, test } from 'vitest'
import { hostList } from '../../../src/ui/hosts.ts'

test.each([
  [['dir1', 'dir2', 'dir3'], 'dir1, dir2, dir3'],
  [['rs8', 'rs9', 'rs10', 'rs11', 'web'], 'rs[8:11], web'],
  [['rs008', 'rs009', 'rs010', 'rs011'], 'rs[008:011]'],
  [['rs1.lan', 'rs2.lan', 'rs3.lan', 'rs4.lan', 'rs5.wan'], 'rs[1:4].lan, rs5.wan'],
  [['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'], '10.0.0.[1:4]'],
  [['a', 'a', 'a', 'a'], 'a, a, a, a'],
  [[], ''],
])('%o is %s', (hosts, text) => {
  expect(hostList(hosts)).toBe(text)
})

test('after the limit hosts are counted, not items', () => {
  expect(hostList(['b', 'a', 'rs1', 'rs2', 'rs3', 'rs4', 'c'], 2)).toBe('b, a and 5 more')
})
