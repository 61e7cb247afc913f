import { expect, test } from 'vitest'
import { resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../src/lvs/conf/read/cluster.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { handoverOf } from '../../../src/lvs/verify/promotion.ts'
import { syncGroupAssertions } from '../../../src/lvs/verify/sync.ts'
import { exampleInventory } from './support/site.ts'
import { adverts, sceneWith, sightsOf } from './verify/scene.ts'

const vars = {
  vrrp_instances: {
    VI_1: {
      interface: 'em1',
      virtual_router_id: 51,
      no_virtual_ipaddress: true,
      notify_master: '/usr/libexec/keepalived/take-address',
    },
  },
  vrrp_sync_groups: { all: { group: ['VI_1'] } },
} as const

const confOf = (version: string) => {
  const { cluster } = resolveCluster(vars as never, exampleInventory())
  return keepalivedConf(cluster, { name: 'dir1', address: null, priority: 100, peers: [] }, version)
}

test.each([
  ['1.2.13', false],
  ['2.0.10', false],
  ['2.2.8', true],
])('keepalived %s has a word for an instance without address: %s', (version, hasWord) => {
  expect(confOf(version)).not.toMatch(/\bvirtual_ipaddress/)
  expect(confOf(version).includes('no_virtual_ipaddress\n')).toBe(hasWord)
})

test('is read back as it was', () => {
  const { data, leftOut } = readCluster(parseConf(confOf('2.2.8'), { file: 'k.conf' }).nodes, 'dir1')
  expect(leftOut).toEqual([])
  expect(data.vrrp_instances!.VI_1).toMatchObject({ no_virtual_ipaddress: true })
  expect(data.vrrp_instances!.VI_1).not.toHaveProperty('virtual_ipaddress')
})

test('its master is the one that sends adverts', () => {
  const scene = sceneWith({ ...vars, virtual_servers: [] })
  const judge = (one: number, other: number) =>
    syncGroupAssertions(
      scene,
      sightsOf(scene, { dir1: { adverts: adverts(one, other) }, dir2: { adverts: adverts(other, one) } }, null),
    ).map(({ verdict, seen }) => [verdict, seen])
  expect(judge(4, 0)).toEqual([['ok', 'VI_1 on dir1']])
  expect(judge(0, 0)).toEqual([['failed', 'VI_1 on nobody']])
})

test('there is nothing for a drill to hand over', () => {
  const scene = sceneWith({ ...vars, virtual_servers: [] })
  expect(handoverOf(scene, sightsOf(scene, {}, null))).toBe('no instance has a virtual address')
})
