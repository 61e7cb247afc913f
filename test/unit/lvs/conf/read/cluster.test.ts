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
    [
      'global_defs {\nnet_namespac x\n}',
      '2:1 global_defs: net_namespac x: keepalived has no such word here, and passes over it',
    ],
    ['enable_script_security', '1:1 enable_script_security: keepalived has no such block here, and passes over it'],
    ['vrrp_script s x {\nscript /b\n}', '1:15 vrrp_script s: x: lbprov has no such word here'],
    [
      'vrrp_instance V {\ntrack_script all {\n}\ninterface em1\nvirtual_router_id 7\n}',
      '2:14 track_script: all: lbprov has no such word here',
    ],
    [
      'virtual_server 10.0.0.1 80 {\nprotocol TCP\nreal_server 10.0.0.2 80 {\nHTTP_GET | SSL_GET {\nurl {\npath /\n}\n}\n}\n}',
      '4:10 HTTP_GET: |: lbprov has no such word here',
      '4:12 HTTP_GET: SSL_GET: lbprov has no such word here',
    ],
    [
      'global_defs {\nplugin_dir /x\n}',
      '2:1 global_defs: plugin_dir /x: Leave it out: keepalived has not known it since 1.2.20.',
    ],
    [
      'garp_group {\ninterface em1\n}',
      ...['1:1 garp_group', '2:1 garp_group: interface em1'].map(
        (what) =>
          `${what}: Write vrrp_garp_interval and vrrp_gna_interval in global_defs: they hold for every interface.`,
      ),
    ],
    ['nothing_of_keepalived {\n}', '1:1 nothing_of_keepalived: keepalived has no such block here, and passes over it'],
    [
      `vrrp_instance V {\nnothing 1\nuse_ipvlan\n${needed}}`,
      '2:1 vrrp_instance V: nothing 1: keepalived has no such word here, and passes over it',
      expect.stringMatching(/^3:1 vrrp_instance V: use_ipvlan: Write use_vmac: true\./),
    ],
    [
      'virtual_server 10.0.0.9 80 {\nflag-1\nprotocol TCP\nreal_server 10.0.0.1 80 {\nHTTP_GET {\nenable_sni\nurl {\npath /\nregex_stack 1 2\n}\n}\n}\n}',
      '2:1 virtual_server 10.0.0.9 80: flag-1: Write sh-fallback: true, or with lb_algo: mh mh-fallback.',
      '6:1 HTTP_GET: enable_sni: Leave it out: there is no TLS in HTTP_GET. It is for SSL_GET.',
      '9:1 HTTP_GET url: regex_stack 1 2: Leave it out: only a very long regex needs it. A MISC_CHECK can look for more than one thing.',
    ],
    ['vrrp_instance V {\n}', '1:1 vrrp_instance V: a word that it needs is missing, or has no value'],
    [
      `vrrp_instance V {\npreempt_delay 1001\n${needed}}`,
      '2:1 vrrp_instance V: preempt_delay 1001: it has another value than lbprov takes',
    ],
    [
      `vrrp_instance V {\nvirtual_ipaddress {\n10.0.0.1/24 brd + dev em1\n}\n${needed}}`,
      '3:13 10.0.0.1/24 dev em1: brd +: Leave it out: clients ask the address of a service, and no broadcast.',
    ],
    [
      `vrrp_instance V {\nauthentication {\nauth_pass x\n}\n${needed}}`,
      '2:1 vrrp_instance V: authentication: a word that it needs is missing, or has no value',
      '3:1 vrrp_instance V authentication: auth_pass: a word that it needs is missing, or has no value',
    ],
    [
      `vrrp_instance V {\ntrack_script {\na weight x\nb\n}\n${needed}}`,
      '3:1 vrrp_instance V track_script: a weight x: it has another value than lbprov takes',
    ],
    [
      `vrrp_instance V {\nadvert_int 2\nadvert_int 3\n${needed}}`,
      '2:1 vrrp_instance V: advert_int 2: advert_int is there twice, and the last counts',
    ],
    [
      `vrrp_instance V {\nnotify_master /a\nnotify_master /b\n${needed}}`,
      '3:1 vrrp_instance V: notify_master /b: notify_master is there twice, and the first counts',
    ],
    [
      `vrrp_script s {\nscript /a\n}\nvrrp_script s {\nscript /b\n}`,
      '1:1 vrrp_script s: a block of that name is there twice, and the last counts',
      '2:1 vrrp_script s: script /a: a block of that name is there twice, and the last counts',
    ],
    [
      'static_ipaddress {\n10.0.0.9/24 dev em1 label em1:1\n}',
      '2:21 10.0.0.9/24 dev em1: label em1:1: Leave it out: it is a name for ifconfig, and nothing goes by it.',
    ],
    [
      'virtual_server fwmark x {\nprotocol TCP\nreal_server 10.0.0.1 80 {\n}\n}',
      '1:1 virtual_server fwmark x: fwmark: it has another value than lbprov takes',
    ],
  ])('%s', (text, ...expected) => {
    expect(
      read(text).leftOut.map((left) => `${left.where.line}:${left.where.column} ${left.text}: ${left.reason}`),
    ).toEqual(expected)
  })

  test('nb_get_retry is a word of HTTP_GET alone', () => {
    const check = (name: string) =>
      read(`virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\n${name}\nnb_get_retry 3\n}\n}\n}`)
    expect(check('HTTP_GET {\nurl {\npath /\n}').leftOut).toEqual([])
    expect(check('TCP_CHECK {').leftOut).toMatchObject([{ text: 'TCP_CHECK: nb_get_retry 3' }])
  })
})

describe('what is carried over as something else', () => {
  const needed = 'interface em1\nvirtual_router_id 7\n'
  const changed = (text: string) =>
    read(text).changed.map(({ where, text: what, reason }) => `${where.line} ${what}: ${reason}`)

  test('a state that keepalived has not', () => {
    expect(changed(`vrrp_instance V {\nstate SLAVE\n${needed}}`)).toEqual([
      '2 vrrp_instance: state SLAVE: keepalived takes BACKUP for it: that is written',
    ])
  })

  test('a prefix behind an address that adverts come from or go to', () => {
    const said = 'unicast_src_ip 10.0.0.11/24\nmcast_src_ip 10.0.0.11/24\nunicast_peer {\n10.0.0.12/24\n}\n'
    const { data, peers } = read(`vrrp_instance V {\n${needed}${said}}`)
    expect(data.vrrp_instances!.V).toMatchObject({
      unicast_src_ip: { lb1: '10.0.0.11' },
      mcast_src_ip: { lb1: '10.0.0.11' },
    })
    expect(peers.map(({ address }) => address)).toEqual(['10.0.0.12'])
  })

  test('a priority of 255, a password of more than 8 bytes, a protocol that is not named', () => {
    expect(changed(`vrrp_instance V {\npriority 255\n${needed}}`)).toEqual([
      '2 vrrp_instance: priority 255: 254 is written, the highest that lbprov takes',
    ])
    const text = `vrrp_instance V {\nauthentication {\nauth_type PASS\nauth_pass sécret789\n}\n${needed}}`
    expect(read(text).data.vrrp_instances!.V!.authentication).toEqual({ auth_type: 'PASS', auth_pass: 'sécret7' })
    expect(changed(text)).toEqual(['4 authentication: auth_pass: keepalived uses the first 8 bytes: they are written'])
    expect(changed('virtual_server 10.0.0.1 80 {\n}')).toEqual([
      '1 virtual_server 10.0.0.1 80: it names no protocol: TCP is written, where keepalived 2 takes UDP',
    ])
  })
})

test('lists that are there twice add up, in blocks that are there twice too', () => {
  const mails = (address: string) => `global_defs {\nnotification_email {\n${address}\n}\n}\n`
  const list = (word: string, entry: string) => `${word} {\n${entry}\n}\n`
  const text = `${mails('a@x')}${mails('b@x')}vrrp_instance V {\ninterface em1\nvirtual_router_id 7\n${list('virtual_ipaddress', '10.0.0.1')}${list('virtual_ipaddress', '10.0.0.2')}${list('track_script', 'a')}${list('track_script', 'b weight 2')}${list('unicast_peer', '10.0.0.8')}${list('unicast_peer', '10.0.0.9')}}`
  const { data, peers, leftOut, origin } = read(text)
  expect(leftOut).toEqual([])
  expect(data.global_defs!.notification_email).toEqual(['a@x', 'b@x'])
  expect(data.vrrp_instances!.V).toMatchObject({
    virtual_ipaddress: ['10.0.0.1', '10.0.0.2'],
    track_script: ['a', { name: 'b', weight: 2 }],
    unicast: true,
  })
  expect(peers.map(({ instance, address }) => `${instance} ${address}`)).toEqual(['V 10.0.0.8', 'V 10.0.0.9'])
  expect(origin('vrrp_instances', ['V', 'virtual_ipaddress', 1])!.line).toBe(18)
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
