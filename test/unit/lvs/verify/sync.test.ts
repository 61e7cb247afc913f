import { describe, expect, test } from 'vitest'
import type { HostSight, SyncDaemon } from '../../../../src/lvs/verify/sight.ts'
import { syncDaemonAssertions, syncGroupAssertions } from '../../../../src/lvs/verify/sync.ts'
import { sceneOf, sceneWith, sightsOf, vip } from './scene.ts'

const daemon = (state: SyncDaemon['state'], syncid = 51): Partial<HostSight> => ({
  syncDaemons: [{ state, interface: 'em1', syncid }],
})

describe('the sync daemon', () => {
  const scene = sceneOf(['lvs_sync_daemon'], { interface: 'em1', instance: 'VI_1' })
  const judge = (dir1: Partial<HostSight> | null, dir2: Partial<HostSight> | null) =>
    syncDaemonAssertions(scene, sightsOf(scene, { dir1, dir2 }, null)).map(({ verdict, seen, remedy }) => ({
      verdict,
      seen,
      remedy,
    }))

  test('sends on the master and receives on the backup', () =>
    expect(judge(daemon('master'), daemon('backup'))).toEqual([
      { verdict: 'ok', seen: 'master on em1, syncid 51', remedy: null },
      { verdict: 'ok', seen: 'backup on em1, syncid 51', remedy: null },
    ]))
  test('follows the address, not the configuration', () => {
    const held = [{ interface: 'em1', cidr: `${vip}/32` }]
    const turned = judge({ ...daemon('backup'), addresses: [] }, { ...daemon('master'), addresses: held })
    expect(turned.map(({ verdict }) => verdict)).toEqual(['ok', 'ok'])
  })
  test.each([
    [{ syncDaemons: [] }, 'none runs', 'on dir2: ipvsadm --start-daemon backup --mcast-interface em1 --syncid 51'],
    [
      daemon('master'),
      'master on em1, syncid 51',
      'on dir2: ipvsadm --stop-daemon master; ipvsadm --start-daemon backup --mcast-interface em1 --syncid 51',
    ],
    [daemon('backup', 7), 'backup on em1, syncid 7', expect.stringContaining('--stop-daemon backup; ')],
  ])('%o is told, with what starts the right one', (dir2, seen, remedy) =>
    expect(judge(daemon('master'), dir2)[1]).toEqual({ verdict: 'failed', seen, remedy }),
  )
  test('is not checked where it could not be asked', () =>
    expect(judge(daemon('master'), null)[1]).toMatchObject({ verdict: 'unchecked', seen: 'dir2 could not be asked' }))
  test('has an id and words of its own where they are given', () => {
    const own = sceneOf(['lvs_sync_daemon'], { interface: 'em1', instance: 'VI_1', syncid: 7, port: 9000 })
    const [one] = syncDaemonAssertions(own, sightsOf(own, { dir1: daemon('master') }, null))
    expect(one).toMatchObject({
      expected: 'master on em1, syncid 7',
      remedy: expect.stringMatching(/--syncid 7 --mcast-port 9000$/),
    })
  })
  test('is not asked for where none is configured', () => {
    const without = sceneOf()
    expect(syncDaemonAssertions(without, sightsOf(without, { dir1: daemon('master') }))).toEqual([])
  })
})

describe('a sync group', () => {
  const instance = (id: number, address: string) => ({
    interface: 'em1',
    virtual_router_id: id,
    virtual_ipaddress: [address],
  })
  const scene = sceneWith({
    vrrp_instances: { VI_OUT: instance(61, `${vip}/32`), VI_IN: instance(62, '192.168.1.226/24') },
    vrrp_sync_groups: { VG_1: { group: ['VI_OUT', 'VI_IN'] } },
  })
  const out = { interface: 'em1', cidr: `${vip}/32` }
  const inside = { interface: 'em1', cidr: '192.168.1.226/24' }
  const judge = (dir1: HostSight['addresses'], dir2: HostSight['addresses'] | null) =>
    syncGroupAssertions(
      scene,
      sightsOf(scene, { dir1: { addresses: dir1 }, dir2: dir2 && { addresses: dir2 } }, null),
    )[0]

  test('is master on one director', () =>
    expect(judge([out, inside], [])).toMatchObject({ subject: 'VG_1', verdict: 'ok', hosts: ['dir1', 'dir2'] }))
  test('torn apart: who has what', () =>
    expect(judge([out], [inside])).toMatchObject({
      verdict: 'failed',
      seen: 'VI_OUT on dir1, VI_IN on dir2',
      remedy: expect.stringContaining('see vip-holder'),
    }))
  test('with one instance on nobody', () =>
    expect(judge([out], [])).toMatchObject({ verdict: 'failed', seen: 'VI_OUT on dir1, VI_IN on nobody' }))
  test('is not checked while a director could not be asked', () =>
    expect(judge([out, inside], null)).toMatchObject({ verdict: 'unchecked', essential: true }))
})
