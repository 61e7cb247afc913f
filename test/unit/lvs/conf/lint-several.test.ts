import { describe, expect, test } from 'vitest'
import { lintKeepalivedConfs } from '../../../../src/lvs/lint/keepalived-confs.ts'

const version = '2.2.8'
const service = (server = '10.0.0.21') => `virtual_server 10.0.0.100 80 {
 delay_loop 2
 lb_algo wrr
 lb_kind DR
 protocol TCP
 real_server ${server} 80 {
  TCP_CHECK {
   connect_timeout 1
   retry 1
   delay_before_retry 1
  }
 }
}
`
const instance = (priority: number | null, more = '', vips = '10.0.0.100') => `vrrp_instance VI_1 {
 state BACKUP
 interface em1
 virtual_router_id 61
${priority === null ? '' : ` priority ${priority}\n`}${more} authentication {
  auth_type PASS
  auth_pass k7Qm2xZt
 }
 virtual_ipaddress {
  ${vips}
 }
}
`

/** What is told of the files a.conf, b.conf, …: place, rule and message. */
function told(...texts: readonly string[]) {
  const confs = texts.map((text, i) => ({ text, options: { file: `${'abc'[i]}.conf`, version } }))
  const { errors, warnings } = lintKeepalivedConfs(confs)
  return [...errors, ...warnings].map(
    ({ where, rule, message }) => `${where?.file}:${where?.line}:${where?.column} ${rule ?? '-'} ${message}`,
  )
}

test('a pair as it should be, active on both sides, with other names of interfaces', () => {
  expect(told(instance(100) + service(), instance(98) + service())).toEqual([])
  expect(told(instance(100), instance(98).replace('em1', 'ens192'))).toEqual([])
  expect(told(instance(100), instance(98).replace('VI_1', 'web'))).toEqual([])
})

test('what is wrong with one of them is told at its place', () => {
  expect(told(instance(100), instance(98).replace('state', 'stade'))).toEqual([
    'b.conf:2:2 L25 unknown keyword "stade" in vrrp_instance',
  ])
})

test('an instance by another name is compared with the one of its number', () => {
  expect(told(instance(100), instance(98, ' advert_int 2\n').replace('VI_1', 'web'))).toEqual([
    'b.conf:6:2 L06 VI_1 has another advert_int on b.conf than on a.conf',
  ])
})

describe('directors that do not go together', () => {
  test.each([
    ['numbers', 'virtual_router_id 61', 'virtual_router_id 62', '4:2 L03 VI_1 has another virtual_router_id'],
    ['addresses', '10.0.0.100', '10.0.0.101', '10:2 L04 VI_1 has another virtual_ipaddress'],
    ['passwords', 'k7Qm2xZt', 'k7Qm2xZu', '6:2 L05 VI_1 has another authentication'],
    ['intervals', 'state BACKUP', 'advert_int 2', '2:2 L06 VI_1 has another advert_int'],
    ['nopreempt', 'state BACKUP', 'nopreempt', '2:2 L09 VI_1 has another nopreempt'],
  ])('%s', (_, mine, other, expected) => {
    const found = told(instance(100), instance(98).replace(mine, other))
    expect(found).toContainEqual(expect.stringContaining(`b.conf:${expected} on b.conf than on a.conf`))
  })

  test('one priority, also where it is the default', () => {
    const equal = 'a.conf and b.conf both have priority 100 in VI_1'
    expect(told(instance(100), instance(100))).toEqual([`b.conf:5:2 L09 ${equal}`])
    expect(told(instance(100), instance(null))).toEqual([`b.conf:1:1 L09 ${equal}`])
    expect(told(instance(100), instance(98), instance(98))).toEqual([
      'c.conf:5:2 L09 b.conf and c.conf both have priority 98 in VI_1',
    ])
  })

  test('an instance, a virtual server or a sync daemon that only one has', () => {
    const second = instance(98).replaceAll('VI_1', 'VI_2').replace('61', '62').replace('10.0.0.100', '10.0.0.102')
    expect(told(instance(100) + second, instance(98))).toEqual(['a.conf:14:1 L03 only a.conf has VI_2, b.conf has not'])
    expect(told(instance(100) + service(), instance(98))).toEqual([
      'a.conf:14:1 - only a.conf has virtual_server 10.0.0.100 80, b.conf has not',
    ])
    expect(told(instance(100) + service(), instance(98) + service('10.0.0.22'))).toEqual([
      'b.conf:14:1 - virtual_server 10.0.0.100 80 has another real_servers in b.conf than in a.conf',
    ])
    const daemon = 'global_defs {\n lvs_sync_daemon em1 VI_1\n}\n'
    expect(told(daemon + instance(100), instance(98))).toContainEqual(
      expect.stringContaining('L46 b.conf has another lvs_sync_daemon than a.conf'),
    )
  })

  test('peers that are not each other', () => {
    const unicast = (own: string, ...peers: readonly string[]) =>
      `${own === '' ? '' : ` unicast_src_ip ${own}\n`} unicast_peer {\n${peers.map((peer) => `  ${peer}\n`).join('')} }\n`
    const pair = (first: string, second: string) => told(instance(100, first), instance(98, second))
    expect(pair(unicast('10.0.0.11', '10.0.0.12'), unicast('10.0.0.12', '10.0.0.11'))).toEqual([])
    expect(pair(unicast('', '10.0.0.12'), unicast('', '10.0.0.11'))).toEqual([])
    expect(pair(unicast('10.0.0.11', '10.0.0.13'), unicast('10.0.0.12', '10.0.0.11'))).toEqual([
      'a.conf:8:3 L08 a.conf does not send adverts of VI_1 to 10.0.0.12, which is b.conf',
    ])
    expect(pair(unicast('10.0.0.11', '10.0.0.11', '10.0.0.12'), unicast('10.0.0.12', '10.0.0.11'))).toEqual([
      'a.conf:8:3 L08 a.conf has its own unicast_src_ip 10.0.0.11 as a peer in VI_1',
    ])
    expect(pair(unicast('10.0.0.11', '10.0.0.12'), unicast('10.0.0.11/24', '10.0.0.12'))).toEqual([
      'b.conf:8:3 L08 b.conf has the unicast_src_ip 10.0.0.11 of a.conf in VI_1',
    ])
    expect(pair(unicast('', '10.0.0.12'), unicast('', '10.0.0.12'))).toEqual([
      'a.conf:7:3 L08 a.conf and b.conf have the same unicast_peer in VI_1',
      'b.conf:7:3 L08 b.conf and a.conf have the same unicast_peer in VI_1',
    ])
    expect(pair(unicast('10.0.0.11', '10.0.0.12'), '')).toContainEqual(
      expect.stringContaining('L07 VI_1 has another unicast'),
    )
  })
})
