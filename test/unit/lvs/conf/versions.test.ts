import { describe, expect, test } from 'vitest'
import { lintKeepalivedConf } from '../../../../src/lvs/lint/keepalived-conf.ts'

const instance = (name: string, words: string) =>
  `vrrp_instance ${name} {\ninterface em1\nvirtual_router_id 51\n${words}\n}\n`
const addresses = (text: string) => `virtual_ipaddress {\n${text}\n}`
const one = (words: string) => instance('one', `${words}\n${addresses('192.168.1.230')}`)
const server = (words: string, checker = 'TCP_CHECK {\nconnect_timeout 1\n}') =>
  `virtual_server fwmark 5 {\nlb_algo rr\nlb_kind DR\n${words}\nreal_server 10.0.0.2 80 {\n${checker}\n}\n}`

/** What is told of a text, with how bad it is. */
function told(text: string, version: string): readonly string[] {
  const { errors, warnings, infos } = lintKeepalivedConf(text, { file: 'k.conf', version, read: () => null })
  const line = (word: string) => (problem: (typeof errors)[number]) =>
    `${word} ${problem.where?.line} ${problem.message} (${problem.rule})`
  return [...errors.map(line('error')), ...warnings.map(line('warning')), ...infos.map(line('info'))]
}

describe('what a version does not mind is worth knowing', () => {
  test.each([
    ['nopreempt beside MASTER', one('state MASTER\nnopreempt'), '1.2.13', '1.3.5', 'L33'],
    ['preempt_delay beside MASTER', one('state MASTER\npreempt_delay 9'), '1.3.5', '2.0.10', 'L33'],
    ['its own interface', one('track_interface {\nem1\n}'), '1.3.5', '2.0.10', 'track_interface'],
    ['both families', instance('one', addresses('192.168.1.230\n2001:db8::1')), '1.2.13', '1.3.5', 'address'],
    ['an include of no folder', 'include conf.d/*.conf', '2.1.5', '2.2.8', 'syntax'],
    ['an @ alone', 'global_defs {\nnotification_email {\n @\n}\n}', '1.3.5', '2.0.10', 'syntax'],
  ])('%s', (_, text, older, newer, rule) => {
    const of = (version: string) => told(text, version).filter((line) => line.endsWith(`(${rule})`))
    expect(of(older).map((line) => line.split(' ')[0])).toEqual(['info'])
    expect(of(newer).map((line) => line.split(' ')[0])).toEqual(['error'])
  })
})

describe('instances of one number', () => {
  const unicast = (name: string, source: string, peer: string, address: string) =>
    instance(name, `unicast_src_ip ${source}\nunicast_peer {\n${peer}\n}\n${addresses(address)}`)
  const pair = (source: string, peer: string) =>
    unicast('one', '10.0.0.1', '10.0.0.2', '10.1.0.1') + unicast('two', source, peer, '10.1.0.2')

  test.each([
    ['2.1.5', pair('10.0.0.11', '10.0.0.2'), 0],
    ['2.1.5', pair('10.0.0.1', '10.0.0.12'), 1],
    ['2.2.8', pair('10.0.0.1', '10.0.0.12'), 0],
    ['2.2.8', pair('10.0.0.1', '10.0.0.2'), 1],
    ['2.0.10', pair('10.0.0.11', '10.0.0.12'), 1],
    ['1.2.13', pair('10.0.0.1', '10.0.0.12'), 0],
  ])('with unicast, as %s tells them apart', (version, text, count) => {
    expect(told(text, version).filter((line) => line.endsWith('(L22)'))).toHaveLength(count)
  })
})

test.each([
  ['a fraction', server('delay_loop 0.5'), 'L37'],
  ['a checker that the variables can not hold', server('', 'MISC_CHECK {\nmisc_path "/bin/x \'a b\'"\n}'), 'L36'],
])('nobody goes by the default where the file says %s', (_, text, rule) => {
  expect(told(text, '2.2.8').filter((line) => line.endsWith(`(${rule})`))).toEqual([])
})

test('a script that the variables can not hold is there', () => {
  const script = `vrrp_script "my chk" {\nscript '/bin/true "a b"'\n}\n`
  expect(told(script + one('track_script {\n"my chk"\n}'), '2.2.8')).toEqual([])
})

test.each([
  ['2.1.5', 0],
  ['2.0.10', 1],
])('an instance with peers has no need of an interface, from 2.1.0 on: %s', (version, count) => {
  const text = `vrrp_instance one {\nvirtual_router_id 51\nunicast_peer {\n10.0.0.2\n}\n${addresses('10.1.0.1 dev em1')}\n}`
  expect(told(text, version).filter((line) => line.includes('has no interface'))).toHaveLength(count)
})

test.each([
  ['a password of two words', one('authentication {\nauth_type PASS\nauth_pass "a#b c"\n}'), '2.2.8', []],
  ['url without path', server('', 'HTTP_GET {\nurl {\n}\n}'), '2.2.8', ['error 7 url has no path (value)']],
  [
    'no real server',
    'virtual_server fwmark 5 {\nlb_algo rr\nlb_kind DR\n}',
    '2.2.8',
    ['error 1 virtual_server has no real_server (value)'],
  ],
  [
    'quorum_up twice',
    server('quorum_up "/bin/a"\nquorum_up "/bin/a"'),
    '2.2.8',
    ['error 5 quorum_up is there again; line 4 has it, too (value)'],
  ],
  [
    'a name of a mail server, to 1.2.13',
    'global_defs {\nsmtp_server mail.example.net\n}',
    '1.2.13',
    ['error 2 smtp_server is "mail.example.net" (value)'],
  ],
  [
    'the place of a rule',
    one('virtual_rules {\nfrom 10.9.0.0/16 table 5 preference 100,000\n}'),
    '2.2.8',
    ['error 5 preference is "100,000" (value)'],
  ],
])('%s', (_, text, version, expected) => {
  const values = told(text, version).filter((line) => /\((value|L29)\)$/.test(line))
  expect(values).toEqual(expected)
})
