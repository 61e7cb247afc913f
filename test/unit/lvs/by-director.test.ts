import { describe, expect, test } from 'vitest'
import { mergeDirectors } from '../../../src/lvs/adopt/merge.ts'
import { resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { clusterOn, scenesOf } from '../../../src/lvs/cluster/scene.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../src/lvs/conf/read/cluster.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { linterOf } from '../../../src/lvs/lint/linter.ts'
import { syncDaemonAssertions } from '../../../src/lvs/verify/sync.ts'
import { errandOf } from '../../../src/verify/observe.ts'
import { interfacesOf } from '../../support/facts.ts'
import { exampleInventory, exampleVars, factsOf, siteOf, type Vars } from './support/site.ts'
import { sceneWith, sightsOf } from './verify/scene.ts'

const example = exampleVars() as { readonly vrrp_instances: { readonly VI_1: Vars } } & Vars
const vars: Vars = {
  ...example,
  vrrp_instances: {
    VI_1: {
      ...example.vrrp_instances.VI_1,
      interface: { dir1: 'em1', dir2: 'ens192' },
      use_vmac: { dir1: 'vip1', dir2: false },
      track_interface: { dir1: ['em2'], dir2: [{ name: 'ens224', weight: -20 }] },
      virtual_ipaddress: ['192.168.1.225/32', { address: '10.0.0.9/32', dev: { dir1: 'em2', dir2: 'ens224' } }],
      virtual_routes: { dir1: ['10.9.0.0/16 dev em2'], dir2: ['10.9.0.0/16 dev ens224'] },
      notify_master: { dir1: '/etc/keepalived/one', dir2: '/usr/libexec/keepalived/two' },
      track_script: ['check'],
    },
  },
  vrrp_scripts: { check: { script: { dir1: '/etc/keepalived/a', dir2: '/etc/keepalived/b' } } },
  lvs_sync_daemon: { interface: { dir1: 'em1', dir2: 'ens192' }, instance: 'VI_1' },
}

describe('what is given by director', () => {
  const inventory = exampleInventory(vars)
  const confOf = (name: string) =>
    keepalivedConf(
      resolveCluster(vars as never, inventory, name).cluster,
      { name, address: null, priority: 100, peers: [] },
      '2.2.8',
    )

  test.each([
    ['dir1', ['em1', 'em2', 'use_vmac vip1', '/etc/keepalived/one', '/etc/keepalived/a'], /ens192|ens224|two|\/b\b/],
    ['dir2', ['ens192', 'ens224', '/usr/libexec/keepalived/two', '/etc/keepalived/b'], /em1|em2|vmac|one$|\/a\b/m],
  ])('%s has its own, and nothing of the other', (name, own, others) => {
    const conf = confOf(name)
    for (const word of own) expect(conf).toContain(word)
    expect(conf).not.toMatch(others)
  })

  test('is told apart in one cluster: services are the same', () => {
    const [one, two] = ['dir1', 'dir2'].map((name) => resolveCluster(vars as never, inventory, name).cluster)
    expect(one!.services).toBe(two!.services)
    expect(resolveCluster(example as never, inventory, 'dir1')).toBe(resolveCluster(example as never, inventory, 'rs1'))
  })
})

describe('everybody that looks at a director', () => {
  const scene = sceneWith(vars)

  test('listens on its own interface', () => {
    const interfaces = scene.directors.map(({ host }) => errandOf(host, [scene])?.interfaces)
    expect(interfaces).toEqual([['em1'], ['ens192']])
  })

  test('expects the sync daemon there', () => {
    const expected = syncDaemonAssertions(scene, sightsOf(scene, {}, null)).map((one) => one.expected)
    expect(expected.map((text) => text.replace(/,.*/, ''))).toEqual(['master on em1', 'backup on ens192'])
  })

  test('takes a stranger heard on it for one', () => {
    const advert = { device: 'ens192', from: '192.168.1.9', to: '224.0.0.18', id: 51 }
    const facts = new Map([
      ['dir2', factsOf('debian12', { interfaces: interfacesOf({ ens192: ['192.168.1.221/24'] }) })],
    ])
    const heard = (by: string) =>
      linterOf(siteOf(exampleInventory(vars))).wire({ facts, heard: new Map([[by, [advert]]]) })
    expect(heard('dir2').warnings.map(({ message }) => message)).toEqual([
      'virtual_router_id 51 is in use: on ens192 dir2 heard 192.168.1.9, no director of this cluster',
    ])
    expect(heard('dir1').warnings).toEqual([])
  })

  test('finds each interface where its own variables name it', () => {
    const own = (device: string) => ({
      ...example,
      vrrp_instances: { VI_1: { ...example.vrrp_instances.VI_1, interface: device } },
    })
    const inventory = exampleInventory(example, { dir2: own('ens192') })
    const [apart] = scenesOf(siteOf(inventory))
    expect(['dir1', 'dir2'].map((name) => clusterOn(apart!, name).instances[0]!.words.interface)).toEqual([
      'em1',
      'ens192',
    ])
  })
})

test('a version is asked for the words of its own director', () => {
  const local = {
    ...example,
    vrrp_instances: { VI_1: { ...example.vrrp_instances.VI_1, use_vmac: { dir1: true, dir2: false } } },
  }
  const inventory = exampleInventory(local)
  const linter = linterOf(siteOf(inventory))
  const said = (name: string, keepalived: string) =>
    linter
      .host(inventory.host(name)!, factsOf('debian12', { keepalived }))
      .errors.filter(({ rule }) => rule === 'L26')
      .map(({ message }) => message)
  expect(said('dir1', '1.2.13')).toEqual(['keepalived 1.2.13 has no vrrp_instance use_vmac'])
  expect(said('dir2', '1.2.13')).toEqual([])
  expect(linter.cluster('1.2.13').errors.filter(({ rule }) => rule === 'L26')).toHaveLength(1)
})

describe('files of directors that differ in it alone', () => {
  const read = (name: string, device: string) => ({
    name,
    read: readCluster(
      parseConf(
        `vrrp_instance V {\ninterface ${device}\nvirtual_router_id 7\nvirtual_ipaddress {\n10.0.0.1/24 dev ${device}\n10.1.0.1 dev ${device}9\n}\ntrack_interface {\n${device}9\n}\n}`,
        { file: 'k.conf' },
      ).nodes,
      name,
    ),
  })

  test('are adopted with the own of each', () => {
    const { data, differences } = mergeDirectors([read('a', 'eth0'), read('b', 'eth0'), read('c', 'ens3')])
    expect(differences).toEqual([])
    expect(data.vrrp_instances!.V).toMatchObject({
      interface: { a: 'eth0', b: 'eth0', c: 'ens3' },
      track_interface: { a: ['eth09'], b: ['eth09'], c: ['ens39'] },
      virtual_ipaddress: ['10.0.0.1/24', { address: '10.1.0.1', dev: { a: 'eth09', b: 'eth09', c: 'ens39' } }],
    })
  })
})
