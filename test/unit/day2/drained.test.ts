import { describe, expect, test } from 'vitest'
import { narrowed } from '../../../src/day2/narrow.ts'
import { declarationsOf } from '../../../src/engine/resolve.ts'
import { scenesOf } from '../../../src/lvs/cluster/scene.ts'
import { linterOf } from '../../../src/lvs/lint/linter.ts'
import { parseIpvsadm } from '../../../src/lvs/table/ipvsadm.ts'
import { verifyCluster } from '../../../src/lvs/verify/verify.ts'
import { label } from '../../../src/model/resource.ts'
import { factsOf } from '../lvs/support/site.ts'
import { sightsOf } from '../lvs/verify/scene.ts'
import { heldOf, siteWhile } from './site.ts'

const drained = heldOf(['rs1'])

/** What keepalived.conf and the table of dir1 have for a server while that holds. */
function weightsOf(site: ReturnType<typeof siteWhile>, keepalived: string) {
  const facts = factsOf('debian12', { keepalived, interfaces: new Map() })
  const all = declarationsOf(site, site.inventory.host('dir1')!, facts).map(({ resource }) => resource)
  const conf = String(all.find((one) => label(one) === 'file[/etc/keepalived/keepalived.conf]')?.desired?.content)
  const table = all.find((one) => label(one) === 'ipvs-service[-t 192.168.1.225:80]')?.desired
  return [/real_server 192.168.1.222 80 \{\s+weight (\d+)/.exec(conf)?.[1], table?.['192.168.1.222:80']]
}

describe('a drained server has weight 0 in the table, and in keepalived.conf where that is 0', () => {
  test.each([
    ['1.2.13', '0'],
    ['1.3.5', '0'],
    ['2.0.10', '1'],
    ['2.0.16', '0'],
    ['2.1.5', '1'],
    ['2.2.0', '0'],
    ['2.2.7', '0'],
  ])('keepalived %s: weight %s', (version, weight) => {
    expect(weightsOf(siteWhile(drained), version)).toEqual([weight, '-g -w 0'])
    expect(weightsOf(siteWhile(heldOf([])), version)).toEqual(['1', '-g -w 1'])
  })

  test('not where keepalived.conf would have less than the quorum: keepalived closes the service', () => {
    expect(weightsOf(siteWhile(drained, [['virtual_servers', 0, 'quorum'], 2]), '2.2.7')).toEqual(['1', '-g -w 0'])
    expect(weightsOf(siteWhile(heldOf(['rs1', 'rs2'])), '2.2.7')).toEqual(['1', '-g -w 0'])
  })

  test('by address, of a server that the inventory does not have', () => {
    const change = [['virtual_servers', 0, 'real_servers', 0], { address: '192.168.1.222' }] as const
    expect(weightsOf(siteWhile(heldOf(['192.168.1.222']), change), '2.2.7')).toEqual(['0', '-g -w 0'])
  })
})

test('what draining changes on a director is keepalived.conf, its reload and the table; nothing on others', () => {
  const facts = factsOf('debian12', { keepalived: '2.2.7', interfaces: new Map() })
  const site = narrowed(siteWhile(heldOf([])), { hosts: ['dir1'], held: drained, than: heldOf([]) })
  const on = (name: string) =>
    declarationsOf(site, site.inventory.host(name)!, facts).map(({ resource }) => label(resource))
  expect(on('dir1')).toEqual([
    'file[/etc/keepalived/keepalived.conf]',
    'service[keepalived]',
    'ipvs-service[-t 192.168.1.225:80]',
  ])
  expect(on('rs1')).toEqual([])
})

describe('verify', () => {
  const site = siteWhile(drained)
  const [scene] = scenesOf(site)
  const table = (rs1: string) =>
    parseIpvsadm(`-A -t 192.168.1.225:80 -s wrr\n${rs1}-a -t 192.168.1.225:80 -r 192.168.1.223:80 -g -w 1`)
  const judged = (otherwise: Parameters<typeof sightsOf>[1]) =>
    verifyCluster(scene!, sightsOf(scene!, otherwise, null)).filter(({ verdict }) => verdict !== 'ok')
  const entry = '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w'

  test('names who drained it, when and why, and holds', () => {
    const all = verifyCluster(scene!, sightsOf(scene!, {}, null))
    expect(all.find(({ id }) => id === 'drained')).toMatchObject({
      subject: 'rs1',
      verdict: 'ok',
      seen: 'drained since 2026-11-28T13:00:00Z by anna@desk (kernel)',
    })
    expect(judged({})).toEqual([])
  })

  test('a server that is stopped while it is drained is no fault', () => {
    const stopped = { dir1: { table: table('') }, dir2: { table: table('') }, rs1: { listening: new Set<string>() } }
    expect(judged(stopped)).toMatchObject([{ id: 'listening', verdict: 'unchecked', essential: false }])
  })

  test('one that a director gives connections to is', () => {
    const failed = judged({ dir2: { table: table(`${entry} 1\n`) } })
    expect(failed.map(({ id }) => id)).toEqual(['ipvs-table', 'drained'])
    expect(failed[1]).toMatchObject({ seen: 'has a weight on dir2', remedy: 'mend dir2' })
  })
})

test('lint warns of a service whose servers are all drained, and of nothing else', () => {
  const told = (names: readonly string[]) => {
    const { errors, warnings } = linterOf(siteWhile(heldOf(names))).cluster('2.1.5')
    return [...errors, ...warnings].filter(({ rule }) => rule !== 'L53').map(({ rule }) => rule)
  }
  expect(told(['rs1'])).toEqual([])
  expect(told(['rs1', 'rs2'])).toEqual(['L66'])
})
