import { expect, it } from 'vitest'
import { linterOf } from '../../../src/lvs/lint/linter.ts'
import { changed, exampleInventory, exampleVars, siteOf } from './support/site.ts'

/** What L69 says of a line of the example's instance, for a version or for all. */
function told(word: 'virtual_routes' | 'virtual_rules', line: string, version?: string): readonly string[] {
  const vars = changed(exampleVars(), ['vrrp_instances', 'VI_1', word], [line])
  const { errors } = linterOf(siteOf(exampleInventory(vars))).cluster(version)
  return errors.filter(({ rule }) => rule === 'L69').map(({ message, hint }) => `${message} ${hint}`)
}

it.each([
  [
    'virtual_routes',
    '10.9.0.0/16 vai 192.168.1.1 dev em1',
    '"vai" is not read: 10.9.0.0/16 vai 192.168.1.1 dev em1 Expected via.',
  ],
  [
    'virtual_routes',
    'via 192.168.1.1',
    'the route has no target: via 192.168.1.1 Expected one as 10.9.0.0/16 via 192.168.1.1.',
  ],
  [
    'virtual_rules',
    'from 10.9.0.0/16 tabel 5 preference 100',
    '"tabel" is not read: from 10.9.0.0/16 tabel 5 preference 100 Expected table.',
  ],
] as const)('%s: %s', (word, line, expected) => {
  for (const version of [undefined, '1.3.5', '2.2.8']) expect(told(word, line, version)).toEqual([expected])
})

it.each([
  ['virtual_routes', '10.9.0.0/16 via 192.168.1.1'],
  ['virtual_routes', 'default via 192.168.1.1 dev em1 table 5'],
  ['virtual_routes', 'blackhole 10.9.0.0/16'],
  ['virtual_rules', 'from 10.9.0.0/16 table 5'],
] as const)('%s has nothing to say of: %s', (word, line) => {
  for (const version of [undefined, '1.2.13', '1.3.5', '2.0.10', '2.1.5', '2.2.8', '2.3.4'])
    expect(told(word, line, version), version).toEqual([])
})

it('says of a word that is too new for a version which it is', () => {
  const line = '10.9.0.0/16 via 192.168.1.1 dev em1 vrf red'
  expect(told('virtual_routes', line)).toEqual([])
  expect(told('virtual_routes', line, '2.1.5')).toEqual([
    `"vrf" is not read: ${line} Expected a route in words of ip route.`,
  ])
})
