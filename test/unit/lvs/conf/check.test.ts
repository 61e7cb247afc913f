import { describe, expect, test } from 'vitest'
import { checkFeatures, keywordCheck } from '../../../../src/lvs/conf/check.ts'
import { parseConf } from '../../../../src/lvs/conf/parse.ts'
import { valueCheck } from '../../../../src/lvs/conf/values.ts'
import { checkByGrammar } from '../../../../src/lvs/conf/walk.ts'
import { homesOf, keywords, shapeOf } from '../../../../src/lvs/language/keywords.ts'

const told = (text: string, version = '2.2.8') => {
  const { nodes, features } = parseConf(text, { file: 'k.conf' })
  const flaws = [...checkFeatures(features, version), ...checkByGrammar(nodes, version, [keywordCheck(version)])]
  return flaws.map(({ rule, where, message, hint }) => `${where.line}:${where.column} ${message} (${rule}): ${hint}`)
}
const inServer = (text: string) => `virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\n${text}\n}\n}`

test.each([
  ['1.2.13', []],
  ['1.3.5', ['keepalived 1.3.5 has no include that may find no file']],
  ['2.2.8', []],
])('an include of an empty folder, as keepalived %s reads it', (version, expected) => {
  const conf = parseConf('include conf.d/*.conf\n', { file: 'k.conf', read: () => [] })
  expect(conf.flaws).toEqual([])
  expect(checkFeatures(conf.features, version).map(({ message }) => message)).toEqual(expected)
})

describe('keywords', () => {
  test('every block is reached from the outermost one', () => {
    for (const path of keywords.keys()) {
      const words = path.split(' ')
      const outer = words.slice(0, -1).join(' ')
      if (path !== '') expect(keywords.get(outer)?.has(words.at(-1)!), path).toBe(true)
    }
  })

  test.each([
    ['vrrp_instance', 'version', '1.2.17', null],
    ['vrrp_instance', 'check_unicast_src', '2.1.0', null],
    ['virtual_server', 'nat_mask', '1.2.2', '1.2.19'],
    ['virtual_server real_server TCP_CHECK', 'retry', '1.2.20', null],
    ['virtual_server real_server', 'UDP_CHECK', '2.1.0', null],
    ['global_defs', 'vrrp_version', '1.2.20', null],
  ])('%s has %s from %s', (path, word, since, until) => {
    expect(keywords.get(path)!.get(word)).toMatchObject({ since, until })
  })

  test('a name can be a block at one place and a list at another', () => {
    expect([
      shapeOf('', 'track_file'),
      shapeOf('vrrp_instance', 'track_file'),
      shapeOf('vrrp_instance', 'state'),
    ]).toEqual(['block', 'list', 'value'])
    expect(homesOf('nb_get_retry').every((path) => /(HTTP|SSL)_GET$/.test(path))).toBe(true)
  })
})

describe('unknown ones', () => {
  test.each<[string, string, string, string?]>([
    [
      'near one',
      'vrrp_instance V {\n  priorty 100\n}',
      '2:3 unknown keyword "priorty" in vrrp_instance (L25): Did you mean priority?',
    ],
    [
      'at home elsewhere',
      inServer('TCP_CHECK {\nnb_get_retry 3\n}'),
      '4:1 unknown keyword "nb_get_retry" in TCP_CHECK (L25): take it away here: it belongs into HTTP_GET, SSL_GET',
    ],
    [
      'an outermost one',
      'vrrp_instance A {\nstate BACKUP\nvrrp_instance B {\n}\n}',
      '3:1 vrrp_instance stands inside vrrp_instance (L25): it is an outermost block: a } is missing above',
    ],
    [
      'one that went',
      'virtual_server 10.0.0.1 80 {\nnat_mask 255.255.255.0\n}',
      '2:1 keepalived 2.2.8 has no nat_mask in virtual_server (L25): it went after 1.2.19; take it away',
    ],
    [
      'near one that went',
      'virtual_server 10.0.0.1 80 {\nnet_mask 255.255.255.0\n}',
      '2:1 unknown keyword "net_mask" in virtual_server (L25): take it away; keepalived 2.2.8 passes over it',
    ],
    [
      'near one that is to come',
      inServer('PING_CHEK {\n}'),
      '3:1 unknown keyword "PING_CHEK" in real_server (L25): take it away; its } closes real_server, and what stands behind it is lost',
      '1.3.5',
    ],
  ])('%s', (_, text, expected, version = '2.2.8') => expect(told(text, version)).toEqual([expected]))

  test.each([
    [
      '1.2.13',
      inServer('TCP_CHECK {\nretry 3\n}'),
      '4:1 keepalived 1.2.13 has no retry in TCP_CHECK (L26): it came with 1.2.20; keepalived 1.2.13 passes over it in silence; leave it out, or use a release with a newer keepalived',
    ],
    [
      '1.3.5',
      inServer('UDP_CHECK {\n}'),
      '3:1 keepalived 1.3.5 has no UDP_CHECK in real_server (L26): it came with 2.1.0; its } closes real_server, and what stands behind it is lost; take TCP_CHECK or MISC_CHECK in its place, or use a release with a newer keepalived',
    ],
    [
      '1.2.7',
      'vrrp_instance V {\nunicast_peer {\n10.0.0.3\n}\n}',
      '2:1 keepalived 1.2.7 has no unicast_peer in vrrp_instance (L26): it came with 1.2.8; its } closes vrrp_instance, and what stands behind it is lost; leave it out, or use a release with a newer keepalived',
    ],
    [
      '1.3.5',
      '$A=1',
      '1:1 keepalived 1.3.5 has no $ definitions (L26): it came with 1.4.0; write it out, or use a release with a newer keepalived',
    ],
    [
      '1.2.13',
      'vrrp_instance V{\n}',
      '1:1 keepalived 1.2.13 has no a { glued to a word (L26): it came with 1.4.2; write it out, or use a release with a newer keepalived',
    ],
    [
      '2.0.10',
      '~LST(A, 1) static_routes { 1 }',
      '1:1 keepalived 2.0.10 has no ~LST (L26): it came with 2.1.0; write it out, or use a release with a newer keepalived',
    ],
  ])('too new for %s', (version, text, expected) => expect(told(text, version)[0]).toBe(expected))

  test('lists hold anything', () => expect(told('vrrp_instance V {\nvirtual_ipaddress {\n10.0.0.1\n}\n}')).toEqual([]))

  test('braces where none belong, and none where they do', () => {
    expect(told('vrrp_instance V {\nstate {\n}\n}')).toEqual([
      '2:1 state takes no block (syntax): take the braces away',
    ])
    expect(told('vrrp_instance V')).toEqual(['1:1 vrrp_instance lacks its block (syntax): write vrrp_instance … { … }'])
  })
})

describe('values', () => {
  const bad = (text: string) =>
    checkByGrammar(parseConf(text, { file: 'k.conf' }).nodes, '2.2.8', [valueCheck('2.2.8')]).map(
      ({ rule, where, message, hint }) => `${where.line}:${where.column} ${message} (${rule}): ${hint}`,
    )
  test.each([
    ['vrrp_instance V {\npriority 1O0\n}', '2:10 priority is "1O0" (value): expected a whole number from 1 to 255'],
    ['vrrp_instance V {\nstate backup\n}', '2:7 state is "backup" (L27): expected BACKUP, in capitals'],
    [
      'vrrp_instance V {\nvirtual_router_id\n}',
      '2:1 virtual_router_id has no value (value): expected a whole number from 1 to 255',
    ],
    [
      'vrrp_instance V {\nvirtual_ipaddress {\n10.0.0.1/33 dev em1\n}\n}',
      '3:1 "10.0.0.1/33" is no address (address): expected one with a prefix or without: 192.168.1.225/32',
    ],
    ['virtual_server 10.0.0.1 80 {\nlb_kind dr\n}', '2:9 lb_kind is "dr" (L27): expected DR, in capitals'],
    [
      'virtual_server 10.0.0.1 80 {\nlb_algo wr\n}',
      '2:9 lb_algo is "wr" (L27): expected rr, wrr, lc, wlc, lblc, lblcr, sh, dh, sed, nq, mh, fo, ovf, twos',
    ],
    [
      inServer('TCP_CHECK {\nconnect_port 0\n}'),
      '4:14 connect_port is "0" (value): expected a whole number from 1 to 65535',
    ],
  ])('%s', (text, expected) => expect(bad(text)).toEqual([expected]))

  test('right ones', () => {
    expect(bad(inServer('weight 0\nTCP_CHECK {\nconnect_timeout 2.5\nconnect_ip fe80::1\n}'))).toEqual([])
    expect(bad('virtual_server 10.0.0.1 80 {\nprotocol tcp\nlvs_sched wlc\nlvs_method TUN\n}')).toEqual([])
  })
})
