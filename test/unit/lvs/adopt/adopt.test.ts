import { describe, expect, test } from 'vitest'
import { adopt } from '../../../../src/lvs/adopt/adopt.ts'
import { compareConf } from '../../../../src/lvs/conf/compare.ts'
import { parseConf } from '../../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../../src/lvs/conf/read/cluster.ts'

const nodes = (text: string) => parseConf(text, { file: 'k.conf' }).nodes
const director = (name: string, text: string) => ({ name, read: readCluster(nodes(text), name) })
const conf = (state: string, priority: number, more = '') => `vrrp_instance V {
state ${state}
interface em1
virtual_router_id 7
priority ${priority}
${more}
authentication {
auth_type PASS
auth_pass s3cret
}
virtual_ipaddress {
10.0.0.1/24 dev em1
}
}
virtual_server 10.0.0.1 80 {
lb_kind DR
lb_algo rr
delay_loop 2
protocol TCP
real_server 10.0.0.12 80 {
}
real_server 10.0.0.2 80 {
weight 2
}
}`

describe('a pair', () => {
  const pair = adopt(
    [director('a', conf('BACKUP', 98)), director('b', conf('MASTER', 100))],
    new Map([['web', '10.0.0.12']]),
  )

  test('the higher priority is master', () => {
    expect([pair.master.name, pair.backups.map(({ name }) => name)]).toEqual(['b', ['a']])
    expect(pair.data.vrrp_instances!.V!.priority).toEqual({ a: 98, b: 100 })
    expect(adopt([director('a', conf('BACKUP', 98)), director('b', conf('MASTER', 98))], new Map()).master.name).toBe(
      'b',
    )
  })

  test('real servers have names', () => {
    expect(pair.realServers).toEqual([
      { name: 'rs1', address: '10.0.0.2' },
      { name: 'web', address: '10.0.0.12' },
    ])
    expect(pair.data.virtual_servers![0]!.real_servers).toEqual(['web', { host: 'rs1', weight: 2 }])
  })

  test('nothing is left out, and nothing is said of what is each one’s own', () => expect(pair.leftOut).toEqual([]))
})

test('where two directors differ the first one counts, and it is told; passwords are not shown', () => {
  const other = conf('BACKUP', 98, 'advert_int 3').replace('s3cret', 'oth3r')
  const { data, leftOut } = adopt([director('a', conf('MASTER', 100)), director('b', other)], new Map())
  expect(data.vrrp_instances!.V!.authentication!.auth_pass).toBe('s3cret')
  expect(leftOut.map(({ text }) => text)).toEqual([
    'vrrp_instances.V.authentication.auth_pass: *** on a, *** on b',
    'vrrp_instances.V.advert_int: nothing on a, 3 on b',
  ])
})

test('a variable that only one director has is told word by word, and what is its own is kept', () => {
  const globals = 'global_defs {\nrouter_id a\nsmtp_server 10.0.0.5\n}\n'
  const both = (first: string, second: string) =>
    adopt(
      [director('a', first + conf('MASTER', 100)), { ...director('b', second + conf('BACKUP', 98)), file: 'b.conf' }],
      new Map(),
    )
  const told = ({ leftOut }: ReturnType<typeof both>) =>
    leftOut.map(({ text, where }) => `${where.file}:${where.line} ${text}`)
  expect(told(both(globals, ''))).toEqual(['b.conf:1 global_defs.smtp_server: "10.0.0.5" on a, nothing on b'])
  expect(told(both('', globals))).toEqual(['k.conf:3 global_defs.smtp_server: nothing on a, "10.0.0.5" on b'])
  expect(both('', globals).data.global_defs).toEqual({ router_id: { b: 'a' } })
})

test('unicast: each director has its own address', () => {
  const text = (own: string, peer: string) => conf('BACKUP', 100, `unicast_src_ip ${own}\nunicast_peer {\n${peer}\n}`)
  const { master, backups, data } = adopt(
    [director('a', text('10.0.0.8', '10.0.0.9')), director('b', text('10.0.0.9', '10.0.0.8').replace('100', '90'))],
    new Map(),
  )
  expect([master, ...backups]).toEqual([
    { name: 'a', address: '10.0.0.8' },
    { name: 'b', address: '10.0.0.9' },
  ])
  expect(data.vrrp_instances!.V).toMatchObject({ unicast: true, unicast_src_ip: { a: '10.0.0.8', b: '10.0.0.9' } })
})

test('static addresses are each director’s own, and routes that only one has', () => {
  const text = (more: string) => `static_ipaddress {\n${more}\n}\n${conf('BACKUP', 100)}`
  const routes = 'static_routes {\n10.9.0.0/16 via 10.0.0.3 dev em1\n}\n'
  const { data, leftOut, changed } = adopt(
    [director('a', text('10.0.0.8/24 dev em1')), director('b', routes + text('10.0.0.9/24'))],
    new Map(),
  )
  expect(data.static_ipaddress).toEqual({
    a: [{ address: '10.0.0.8/24', dev: 'em1' }],
    b: [{ address: '10.0.0.9/24', dev: 'eth0' }],
  })
  expect(data.static_routes).toEqual({ a: [], b: ['10.9.0.0/16 via 10.0.0.3 dev em1'] })
  expect(leftOut).toEqual([])
  expect(changed.map(({ text }) => text)).toEqual(['static_ipaddress: 10.0.0.9/24'])
})

describe('instances by other names', () => {
  const instance = (name: string, number: number, device: string, address: string) =>
    `vrrp_instance ${name} {\ninterface ${device}\nvirtual_router_id ${number}\nvirtual_ipaddress {\n${address}\n}\n}\n`
  const group = (name: string, ...names: string[]) => `vrrp_sync_group ${name} {\ngroup {\n${names.join('\n')}\n}\n}\n`
  const pair = (first: string, second: string) => adopt([director('a', first), director('b', second)], new Map())

  test('are the ones of their number, and so are their groups', () => {
    const daemon = 'global_defs {\nlvs_sync_daemon em1 web id 5\n}\n'
    const { data, leftOut, changed, origin } = pair(
      daemon.replace('web', 'A') +
        group('G', 'A', 'B') +
        instance('A', 51, 'em1', '10.0.0.1') +
        instance('B', 52, 'em2', '10.1.0.1'),
      daemon + group('all', 'web', 'A') + instance('A', 52, 'em2', '10.1.0.1') + instance('web', 51, 'em9', '10.0.0.1'),
    )
    expect(leftOut).toEqual([])
    expect(data.vrrp_instances).toMatchObject({
      A: { interface: { a: 'em1', b: 'em9' } },
      B: { virtual_router_id: 52 },
    })
    expect(data.vrrp_sync_groups).toEqual({ G: { group: ['A', 'B'] } })
    expect(data.lvs_sync_daemon).toMatchObject({ instance: 'A' })
    expect(changed.map(({ text, where, reason }) => `${where.line} ${text}: ${reason}`)).toEqual([
      '10 vrrp_instance A: by its number it is B of a: that name is written',
      '17 vrrp_instance web: by its number it is A of a: that name is written',
      '4 vrrp_sync_group all: by its instances it is G of a: that name is written',
    ])
    expect(origin('vrrp_instances', ['A', 'interface', 'b'])?.line).toBe(18)
  })

  test('of two with one number the one on the same interface; families are apart', () => {
    const six = instance('six', 7, 'em1', 'fe80::1')
    const { data, changed } = pair(
      instance('x', 7, 'em1', '10.0.0.1') + instance('y', 7, 'em2', '10.1.0.1') + six,
      six.replace('six', 'z') + instance('p', 7, 'em2', '10.1.0.1') + instance('q', 7, 'em1', '10.0.0.1'),
    )
    expect(Object.keys(data.vrrp_instances!)).toEqual(['x', 'y', 'six'])
    expect(data.vrrp_instances).toMatchObject({ x: { interface: 'em1' }, y: { interface: 'em2' } })
    expect(changed).toHaveLength(3)
  })

  test('what only the second director has is told by its name, unless that is taken', () => {
    const { data, leftOut } = pair(
      instance('x', 7, 'em1', '10.0.0.1'),
      instance('x', 8, 'em1', '10.0.0.2') + instance('y', 7, 'em1', '10.0.0.1'),
    )
    expect(data.vrrp_instances).toMatchObject({ x: { virtual_router_id: 7 } })
    expect(leftOut.map(({ text }) => text)).toEqual([expect.stringMatching(/^vrrp_instances\.x_: nothing on a, .*:8}/)])
  })
})

describe('comparison', () => {
  const differences = (left: string, right: string) =>
    compareConf(nodes(left), nodes(right), '2.2.8').map(({ side, statement }) => `${side} ${statement}`)

  test.each([
    ['order and layout', 'a {\nb 1\nc 2\n}', 'a\n{ c 2\n# d\n b 1 }'],
    ['synonyms', 'virtual_server x {\nlvs_sched rr\nlvs_method DR\n}', 'virtual_server x {\nlb_algo rr\nlb_kind DR\n}'],
    [
      'addresses',
      'vrrp_instance V {\ninterface em1\nvirtual_ipaddress {\n10.0.0.1\n}\n}',
      'vrrp_instance V {\ninterface em1\nvirtual_ipaddress {\n10.0.0.1/32 dev em1\n}\n}',
    ],
    ['capitals of a protocol', 'protocol tcp', 'protocol TCP'],
    ['nb_get_retry in HTTP_GET', 'HTTP_GET {\nnb_get_retry 3\n}', 'HTTP_GET {\nretry 3\n}'],
  ])('%s does not count', (_, left, right) => expect(differences(left, right)).toEqual([]))

  test('what only one says', () => {
    expect(differences('a {\nb 1\n}', 'a {\nb 2\n}')).toEqual(['given a > b 1', 'rendered a > b 2'])
    expect(differences('auth_pass x', 'c')).toEqual(['given auth_pass ***', 'rendered c'])
    expect(differences('TCP_CHECK {\nnb_get_retry 3\n}', 'TCP_CHECK {\nretry 3\n}')).toHaveLength(2)
  })
})
