import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolveCluster } from '../../../../../src/lvs/cluster/cluster.ts'
import { parseConf } from '../../../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../../../src/lvs/conf/read/cluster.ts'
import { keepalivedConf } from '../../../../../src/lvs/keepalived/keepalived-conf.ts'
import type { Inventory } from '../../../../../src/model/host.ts'

const nobody: Inventory = { hosts: [], groups: new Map(), host: () => undefined }
const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../../fixtures/lvs/keepalived', name), 'utf8')
const read = (text: string) => readCluster(parseConf(text, { file: 'k.conf' }).nodes, 'lb1')

test.each(['1.2.2', '1.2.7', '1.2.13', '1.3.5', '2.0.10', '2.1.5', '2.2.7', '2.2.8', '2.3.3'])(
  'everything that lbprov writes for %s is read again, and comes out the same',
  (version) => {
    const text = fixture(`rich-${version}.conf`)
    const { data, leftOut } = read(text)
    const { cluster, findings } = resolveCluster(data, nobody)
    const peers = [{ name: 'lb2', address: '10.0.0.3' }]
    expect(leftOut).toEqual([])
    expect(findings).toEqual([])
    expect(keepalivedConf(cluster, { name: 'lb1', address: null, priority: 1, peers }, version)).toBe(text)
  },
)

describe('what is said in another way', () => {
  const service = (text: string) => read(`virtual_server 10.0.0.1 80 {\n${text}\n}`).data.virtual_servers![0]

  test('old names, defaults of keepalived, capitals', () => {
    expect(service('lvs_sched rr\nlvs_method TUN\nprotocol tcp\nreal_server 10.0.0.2 8080 {\nweight 3\n}')).toEqual({
      address: '10.0.0.1',
      port: 80,
      delay_loop: 60,
      lb_algo: 'rr',
      lb_kind: 'TUN',
      protocol: 'TCP',
      real_servers: [{ address: '10.0.0.2', port: 8080, weight: 3 }],
    })
  })

  test('a checker that all servers share is written once', () => {
    const check = (address: string, timeout: number) =>
      `real_server ${address} 80 {\nTCP_CHECK {\nconnect_timeout ${timeout}\n}\n}`
    expect(service(`${check('10.0.0.2', 1)}\n${check('10.0.0.3', 1)}`)).toMatchObject({
      TCP_CHECK: { connect_timeout: 1 },
      real_servers: ['10.0.0.2', '10.0.0.3'],
    })
    expect(service(`${check('10.0.0.2', 1)}\n${check('10.0.0.3', 2)}`)).toMatchObject({
      real_servers: [{ TCP_CHECK: { connect_timeout: 1 } }, { TCP_CHECK: { connect_timeout: 2 } }],
    })
  })

  test('the sync daemon of EL6 and of later versions', () => {
    const instance = 'vrrp_instance V {\ninterface em1\nlvs_sync_daemon_interface em2\n}'
    expect(read(instance).data.lvs_sync_daemon).toEqual({ interface: 'em2', instance: 'V' })
    expect(read('global_defs {\nlvs_sync_daemon em1 inst V id 5 port 9000\n}').data.lvs_sync_daemon).toEqual({
      interface: 'em1',
      instance: 'V',
      syncid: 5,
      port: 9000,
    })
  })
})

describe('what is left out', () => {
  const needed = 'interface em1\nvirtual_router_id 7\n'

  test.each([
    ['global_defs {\nplugin_dir /x\n}', '2:1 global_defs: plugin_dir /x: lbprov has no such word'],
    ['static_routes {\n}', '1:1 static_routes: lbprov has no such block'],
    ['vrrp_instance V {\n}', '1:1 vrrp_instance V: a word that it needs is missing, or has no value'],
    [
      `vrrp_instance V {\npriority 255\n${needed}}`,
      '2:1 vrrp_instance: priority 255: 254 is the highest that lbprov takes',
    ],
    [
      `vrrp_instance V {\npreempt_delay 1001\n${needed}}`,
      '2:1 vrrp_instance V: preempt_delay 1001: it has another value than lbprov takes',
    ],
    [
      `vrrp_instance V {\nauthentication {\nauth_pass 123456789\n}\n${needed}}`,
      '3:1 authentication: auth_pass: it has another value than lbprov takes',
    ],
  ])('%s', (text, expected) => {
    expect(
      read(text).leftOut.map((left) => `${left.where.line}:${left.where.column} ${left.text}: ${left.reason}`),
    ).toEqual([expected])
  })

  test('nb_get_retry is a word of HTTP_GET alone', () => {
    const page = (name: string) => (name === 'HTTP_GET' ? 'url {\npath /\n}\n' : '')
    const check = (name: string) =>
      read(`virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\n${name} {\nnb_get_retry 3\n${page(name)}}\n}\n}`)
    expect(check('HTTP_GET').leftOut).toEqual([])
    expect(check('TCP_CHECK').leftOut).toMatchObject([{ text: 'TCP_CHECK: nb_get_retry 3' }])
  })
})

test('every place of the variables knows its place in the file', () => {
  const text =
    'vrrp_instance V {\n interface em1\n virtual_ipaddress {\n  10.0.0.1\n  10.0.0.2\n }\n}\nvirtual_server 10.0.0.1 80 {\n real_server 10.0.0.3 80 {\n  TCP_CHECK {\n   retry 1\n  }\n }\n}'
  const { origin } = read(text)
  const at = (variable: string, ...path: (string | number)[]) => origin(variable, path)?.line
  expect(at('vrrp_instances', 'V', 'virtual_ipaddress', 1)).toBe(5)
  expect(at('vrrp_instances', 'V', 'advert_int')).toBe(1)
  expect(at('virtual_servers', 0, 'real_servers', 0)).toBe(9)
  expect(at('virtual_servers', 0, 'TCP_CHECK', 'retry')).toBe(11)
  expect(at('virtual_servers', 3)).toBeUndefined()
})
