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

test('a folder as an include is none before 2.2.0', () => {
  const read = () => [{ file: 'conf.d', why: 'it is a directory', hint: 'name a file', isFolder: true }]
  const rules = ['1.3.5', '2.1.5', '2.2.8'].map((version) => {
    const { errors, warnings } = lintKeepalivedConf('include /a/conf.d', { file: 'k.conf', version, read })
    return [...errors, ...warnings].map(({ rule }) => rule)
  })
  expect(rules).toEqual([['syntax'], ['L63'], ['syntax']])
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
  ['url without path', server('', 'HTTP_GET {\nurl {\n}\n}'), '2.2.8', ['error 8 url has no path (value)']],
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
    'a password in quotes, of which 1.2.13 takes the first',
    one('authentication {\nauth_type PASS\nauth_pass "q3Zx91Lm"\n}'),
    '1.2.13',
    ['error 6 auth_pass has its value in quotes, of which keepalived 1.2.13 takes the first (L29)'],
  ],
  [
    'a blank that is none behind an interface',
    one('virtual_routes {\n10.9.0.0/16 via 192.168.1.1 dev em1\u00a0\n}'),
    '2.2.8',
    ['error 5 dev is "em1\u00a0" (value)'],
  ],
  [
    'a second target of a route',
    one('virtual_routes {\n10.9.0.0/16 via 192.168.1.1 dev em1 10.8.0.0/16\n}'),
    '2.2.8',
    ['error 5 "10.8.0.0/16" is not read (value)'],
  ],
  [
    'a route of two families',
    one('virtual_routes {\n2001:db8:9::/64 via 192.168.1.1 dev em1\n}'),
    '2.2.8',
    ['error 5 "192.168.1.1" is not read (value)'],
  ],
  [
    'the mark of a rule',
    one('virtual_rules {\nfrom 10.9.0.0/16 fwmark x table 5 preference 100\n}'),
    '2.2.8',
    ['error 5 fwmark is "x" (value)'],
  ],
  [
    'the owner without preemption',
    one('nopreempt\npriority 255'),
    '2.0.10',
    ['error 5 priority 255 is that of the owner, who always preempts (value)'],
  ],
  ['a status with a zero in front', server('', 'HTTP_GET {\nurl {\npath /\nstatus_code 0200\n}\n}'), '2.2.8', []],
  [
    'a status that is missing',
    server('', 'HTTP_GET {\nurl {\npath /\nstatus_code\n}\n}'),
    '2.2.8',
    ['error 9 status_code has no value (value)'],
  ],
  [
    'a path that is there again',
    server('', 'HTTP_GET {\nurl {\npath /\npath /\n}\n}'),
    '2.2.8',
    ['error 9 path is there again; line 8 has it, too (value)'],
  ],
  ['a path that is there again, older', server('', 'HTTP_GET {\nurl {\npath /\npath /\n}\n}'), '2.2.7', []],
  [
    'a version 3 without address',
    'vrrp_instance one {\ninterface em1\nvirtual_router_id 51\nversion 3\n}',
    '2.0.10',
    ['error 1 with version 3 an instance must have an address (value)'],
  ],
  ['a semicolon behind a mark', 'virtual_server_group g {\nfwmark 80;\n}', '1.2.13', []],
  [
    'a number below nothing',
    server('', 'MISC_CHECK {\nmisc_path /bin/true\nmisc_timeout -0\n}'),
    '2.0.10',
    ['error 8 misc_timeout is "-0" (value)'],
  ],
  [
    'a user that can be none',
    'vrrp_script a {\nscript /bin/true\nuser /x\n}',
    '2.2.8',
    ['error 3 user is "/x" (value)'],
  ],
  [
    'the place of a rule',
    one('virtual_rules {\nfrom 10.9.0.0/16 table 5 preference 100,000\n}'),
    '2.2.8',
    ['error 5 preference is "100,000" (value)'],
  ],
  [
    'a session that is there again',
    server('', 'BFD_CHECK {\nname a\nname a\n}'),
    '2.0.10',
    ['error 8 name is there again; line 7 has it, too (value)'],
  ],
  [
    'a status of 0, which is none',
    server('', 'HTTP_GET {\nurl {\npath /\nstatus_code 0\n}\n}'),
    '1.2.13',
    ['error 9 status_code is "0" (value)'],
  ],
  [
    'a digest that is there again',
    server(
      '',
      'HTTP_GET {\nurl {\npath /\ndigest 9b3a0c85a887a256d6939da88aabd8cd\ndigest 9b3a0c85a887a256d6939da88aabd8cd\n}\n}',
    ),
    '2.0.10',
    ['error 10 digest is there again; line 9 has it, too (value)'],
  ],
  ['a script that is there again', 'vrrp_script a {\nscript "/bin/true"\nscript "/bin/true"\n}', '2.2.8', []],
  [
    'words of the sorry server above it',
    server('sorry_server_inhibit\nsorry_server 10.0.0.9 80'),
    '2.2.8',
    ['error 4 sorry_server_inhibit stands before any sorry_server (value)'],
  ],
  [
    'a way of forwarding for no sorry server',
    server('sorry_server_lvs_method NAT'),
    '2.2.8',
    ['error 4 sorry_server_lvs_method stands before any sorry_server (value)'],
  ],
  [
    'a source of another family than the address that is checked',
    server('', 'TCP_CHECK {\nconnect_ip 10.0.0.3\nbindto 2001:db8::1\n}'),
    '2.0.10',
    ['error 8 2001:db8::1 is of another family than 10.0.0.3 (value)'],
  ],
  [
    'a session of two families',
    'bfd_instance a {\nneighbor_ip 10.0.0.2\nsource_ip 2001:db8::1\n}',
    '2.0.10',
    ['error 3 2001:db8::1 is of another family than 10.0.0.2 (value)'],
  ],
  [
    'regex_options of nothing',
    server('', 'HTTP_GET {\nurl {\npath /\nregex x\nregex_options\n}\n}'),
    '2.2.8',
    ['error 10 regex_options has no value (value)'],
  ],
  [
    'an empty group, at its }',
    'virtual_server_group g {\n}',
    '2.2.8',
    ['error 2 virtual_server_group is empty (value)'],
  ],
  [
    'an empty group, to 1.3.5',
    'virtual_server_group g {\n}',
    '1.3.5',
    ['error 1 virtual_server_group is empty (value)'],
  ],
  [
    'an old word of a group',
    'vrrp_sync_group g {\ngroup {\na\nb\n}\nglobal_tracking\n}',
    '2.0.10',
    ['warning 6 global_tracking is an old word (value)'],
  ],
  ['an old word of a group, older', 'vrrp_sync_group g {\ngroup {\na\nb\n}\nglobal_tracking\n}', '1.3.5', []],
  ['debug without a number', one('debug'), '2.2.8', ['error 4 debug has no value (value)']],
  ['a buffer of no size', one('kernel_rx_buf_size x'), '2.2.8', ['error 4 kernel_rx_buf_size is "x" (value)']],
  ['a program of signs', one('notify_backup @'), '2.2.8', ['error 4 notify_backup is "@" (value)']],
  [
    'a range for a mail server',
    'global_defs {\nsmtp_server 192.168.1.225-230\n}',
    '2.2.8',
    ['error 2 smtp_server is "192.168.1.225-230" (value)'],
  ],
  [
    'an empty instance, at its }',
    'vrrp_instance one {\n}',
    '2.0.10',
    [
      'error 2 vrrp_instance one has no interface (value)',
      'error 2 vrrp_instance one has no virtual_router_id (value)',
    ],
  ],
])('%s', (_, text, version, expected) => {
  const values = told(text, version).filter((line) => /\((value|L29)\)$/.test(line))
  expect(values).toEqual(expected)
})

describe('names', () => {
  const script = 'vrrp_script p {\nscript "/bin/true"\n}\n'
  const tracks = one('track_script {\np\n}')
  const group = (names: string) => `vrrp_sync_group g {\n${names}\n}`

  test.each([
    ['a script above', script + tracks, []],
    ['a script below', tracks + script, ['error 5 vrrp_script p is defined further down (value)']],
    ['an instance twice in a group', group('group {\na\na\n}'), ['error 4 a is in a group already (value)']],
    ['two lists of a group', group('group {\na\n}\ngroup {\nb\n}'), ['error 5 group is there again (value)']],
    [
      'a script in two lists',
      script + one('track_script {\np\n}\ntrack_script {\np\n}'),
      ['error 11 p is in track_script twice (value)'],
    ],
    [
      'a peer of the other family',
      one('unicast_peer {\n192.168.1.3\n2001:db8::3\n}'),
      ['error 6 2001:db8::3 is of another family than the addresses of the instance (value)'],
    ],
    [
      'an address of another family than the source above it',
      one('mcast_src_ip 2001:db8::3'),
      ['error 6 192.168.1.230 is of another family than 2001:db8::3, which stands above it (value)'],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text, '2.2.8').filter((line) => line.endsWith('(value)'))).toEqual(expected)
  })
})

test.each([
  ['scope foo', '2.2.8', '2.2.8'],
  ['brd x', '2.2.8', '1.2.13'],
  ['peer 10.0.0.1', '1.2.13', '1.2.13'],
  ['nodad', '2.2.8', '2.2.8'],
  ['preferred_lft 0', '2.0.10', '2.0.10'],
  ['brd +', '2.0.10', '2.2.8'],
  ['scope 5', '1.2.13', '1.2.13'],
  ['dev em2', '2.0.10', '2.2.8'],
  ['peer 10.0.0.1/24', '2.0.10', '2.2.8'],
  ['peer 10.0.0.1 brd 192.168.1.255', '2.0.10', '2.2.8'],
  ['use_vmac', '2.1.5', '2.1.5'],
  ['track_group g', '2.2.8', '2.2.8'],
])('an address with %s is not taken', (words, ...versions) => {
  const text = one('').replace('192.168.1.230', `192.168.1.230 dev em1 ${words}`)
  for (const version of versions)
    expect(told(text, version).filter((line) => line.endsWith('(address)'))).toHaveLength(1)
})

test.each([
  'pref high',
  'pref x',
  'expires 60',
  'features x',
  'quickack 2',
  'hoplimit 256',
  'fastopen_no_cookie',
  'rto_min 5ms',
  'track_group g',
  'protocol static',
  'gateway 192.168.1.2',
  'metric x',
  'table nosuch',
  'scope 300',
  'rtt x',
  'tos x',
  'realms x',
])('a route with %s is not taken', (words) => {
  const text = one(`virtual_routes {\n10.9.0.0/16 via 192.168.1.1 dev em1 ${words}\n}`)
  expect(told(text, '2.2.8').filter((line) => line.endsWith('(value)'))).toHaveLength(1)
})

test.each([
  ['10.9.0.0/16 gw 192.168.1.1', '1.2.13', 0],
  ['10.9.0.0/16 gw 192.168.1.1 dev em1', '2.2.8', 1],
  ['10.9.0.0/16 via 192.168.1.1 or 192.168.1.2 dev em1', '1.2.13', 0],
  ['10.9.0.0/16 via 192.168.1.1 or 192.168.1.2 dev em1', '1.3.5', 1],
  ['10.9.0.0/16 via 192.168.1.1 mtu 1400', '1.2.13', 1],
  ['10.9.0.0/16 via 192.168.1.1 table main', '1.2.13', 1],
  ['10.9.0.0/16 via 192.168.1.1 scope 200', '1.2.13', 1],
  ['10.9.0.0/16 via inet6 2001:db8::1 dev em1', '2.2.8', 1],
  ['10.9.0.0/16 nexthop via 192.168.1.1 dev em1 weight 2', '2.3.4', 1],
  ['10.9.0.0/16 no_track nexthop via 192.168.1.1 dev em1 weight 2', '2.3.4', 0],
  ['10.9.0.0/16 via 192.168.1.1 dev em1 protocol static no_track', '2.2.8', 0],
  ['default6 via 2001:db8::1 dev em1', '2.2.8', 0],
])('the route %s, to keepalived %s', (route, version, count) => {
  const text = one(`virtual_routes {\n${route}\n}`)
  expect(told(text, version).filter((line) => line.endsWith('(value)'))).toHaveLength(count)
})

test.each([
  ['from 10.9.0.0/16 table 5 realms 3 preference 9', 0],
  ['from 10.9.0.0/16 type blackhole preference 9', 0],
  ['from 10.9.0.0/16 table 5 ipproto tcp sport 5-9 preference 9', 0],
  ['from 10.9.0.0/16 goto 20 preference 9', 0],
  ['from 10.9.0.0/16 goto 5 preference 9', 1],
  ['from 10.9.0.0/16 goto x preference 9', 1],
  ['from 10.9.0.0/16 nat 10.1.1.1 preference 9', 1],
  ['10.9.0.0/16 table 5 preference 9', 1],
  ['from 10.9.0.0/16 table 0 preference 9', 1],
  ['from 10.9.0.0/16 table 5 l3mdev preference 9', 1],
  ['from 10.9.0.0/16 table 5 uidrange 5 preference 9', 1],
  ['from 10.9.0.0/16 to 2001:db8::/32 table 5 preference 9', 1],
])('the rule %s', (rule, count) => {
  const text = one(`virtual_rules {\n${rule}\n}`)
  expect(told(text, '2.2.8').filter((line) => line.endsWith('(value)'))).toHaveLength(count)
})

test('ports of rules came with 2.0.0', () => {
  const text = one('virtual_rules {\nfrom 10.9.0.0/16 table 5 sport 5-9 preference 9\n}')
  expect(told(text, '1.3.5').filter((line) => line.endsWith('(value)'))).toHaveLength(1)
})

test.each(['192.168.1.230-225 80', '192.168.1.225-225 80', '2001:db8::9-5 80'])('%s is no range', (range) => {
  expect(told(`virtual_server_group g {\n${range}\n}`, '2.2.8').some((line) => line.startsWith('error 2'))).toBe(true)
})

test.each([
  ['em1 one', '2.2.8', 0],
  ['em1 one 5', '2.2.8', 1],
  ['em1 one id 300', '2.2.8', 1],
  ['em1 one group 10.0.0.1', '2.2.8', 1],
  ['em1 inst one', '2.0.10', 1],
  ['em1', '2.0.10', 1],
])('lvs_sync_daemon %s, as keepalived %s reads it', (words, version, count) => {
  const text = `global_defs {\nlvs_sync_daemon ${words}\n}\n${one('')}`
  expect(told(text, version).filter((line) => line.endsWith('(value)'))).toHaveLength(count)
})

describe('braces before 1.2.20', () => {
  const list = (open: string, close: string) =>
    `vrrp_instance one {\ninterface em1\nvirtual_router_id 51\n${open}\n192.168.1.230\n${close}\n}\n`

  test.each([
    ['missing', list('virtual_ipaddress', '}')],
    ['twice', list('virtual_ipaddress { {', '}')],
    ['behind a }', `${list('virtual_ipaddress {', '} }')}`],
    ['left open at the end', list('virtual_ipaddress {', '}').replace(/\}\n$/, '')],
  ])('%s: nothing is lost', (_, text) => {
    const severe = (version: string) => told(text, version).filter((line) => !line.startsWith('info'))
    expect(severe('1.2.13')).toEqual([])
    expect(severe('2.2.8')).not.toEqual([])
  })

  test('a } too many in the middle loses the rest', () => {
    const text = list('virtual_ipaddress {', '}\n}\npriority 100')
    expect(told(text, '1.2.13').some((line) => line.startsWith('error'))).toBe(true)
  })
})

test.each([
  ['min_ttl 5 max_ttl 255', 0],
  ['max_ttl 300', 1],
  ['min_ttl 9 max_ttl 5', 1],
  ['min_ttl 5 max_ttl', 1],
])('a peer with %s', (words, count) => {
  const text = one(`unicast_peer {\n192.168.1.222 ${words}\n}`)
  expect(told(text, '2.2.8').filter((line) => line.endsWith('(address)'))).toHaveLength(count)
})

test.each([
  ['weight 254', '1.3.5', 0],
  ['weight 254', '2.0.10', 1],
  ['weight', '1.3.5', 0],
  ['weight', '2.0.10', 0],
])('an interface is tracked with %s, to keepalived %s', (words, version, count) => {
  const text = one(`track_interface {\nem2 ${words}\n}`)
  expect(told(text, version).filter((line) => line.endsWith('(value)'))).toHaveLength(count)
})

test('a session is not tracked without the number of its weight, from 2.0.0 on', () => {
  const text = `bfd_instance a {\nneighbor_ip 10.0.0.2\n}\n${one('track_bfd {\na weight\n}')}`
  expect(told(text, '2.0.10').filter((line) => line.endsWith('(value)'))).toHaveLength(1)
})

test('what keepalived was built without on some release is no matter of a file', () => {
  expect(told(one('use_vmac'), '1.2.13')).toEqual([])
})

describe('braces before 1.4.2', () => {
  const group = 'vrrp_sync_group g {\ngroup { one two }\n}\n'
  const newer = (text: string, version: string) => told(text, version).filter((line) => line.endsWith('(L26)'))

  test('a group may be on one line from 1.3.0 on', () => {
    expect(newer(group, '1.3.5')).toEqual([])
    expect(newer(group, '1.2.13').length).toBeGreaterThan(0)
  })

  test('what stands behind the } of an outermost block is not looked at', () => {
    const twice = 'global_defs {\nrouter_id a\n} }\n'
    expect(told(twice, '1.3.5')).toEqual([])
    expect(told('global_defs { {\nrouter_id a\n}\n', '1.3.5')).toEqual([])
    expect(told(twice, '2.2.8').filter((line) => line.endsWith('(syntax)'))).toHaveLength(1)
  })
})

test('a } too many is looked for where one stands further in than its block', () => {
  const text = `vrrp_instance one {
    track_interface {
        em2
    }
    }
    interface em1
    virtual_router_id 51
}
`
  const braces = told(text, '2.2.8').filter((line) => line.includes('}'))
  expect(braces).toEqual(['error 5 a } too many, most likely here: it closes vrrp_instance one (syntax)'])
})

test.each([
  ['2.2.8', ['error 2 unknown keyword "\\\\" in global_defs (L25)']],
  ['1.3.5', []],
])('a comment that ends in a backslash, to %s', (version, expected) => {
  expect(told('global_defs {\n# note \\\nrouter_id a\n}\n', version)).toEqual(expected)
})

test('a prefix behind the netmask of persistence_granularity is not looked at', () => {
  const of = (mask: string) => {
    const text = server(`persistence_timeout 50\npersistence_granularity ${mask}`)
    return told(text, '1.2.13').filter((line) => line.includes('netmask') || line.includes('granularity'))
  }
  expect(of('255.255.255.0/24')).toEqual([])
  expect(of('255.255.255')).not.toEqual([])
})

test('names that keepalived gives came with 2.1.0', () => {
  const text = 'global_defs {\nrouter_id a${_HASH}b\n}\n'
  expect(told(text, '2.0.10')).toContain('error 2 keepalived 2.0.10 has no $_HASH, $_BANG and $_RANDOM (L26)')
  expect(told(text, '2.1.5')).toEqual([])
})

test.each([
  ['a definition that nothing uses', '$X=1\n', [0, 1]],
  ['one that is used', '$X=1\nglobal_defs {\nrouter_id $X\n}\n', [1, 2]],
])('%s, to 1.2.13 and 1.3.5', (_, text, counts) => {
  const of = (version: string) => told(text, version).filter((line) => line.includes('$ definitions')).length
  expect([of('1.2.13'), of('1.3.5')]).toEqual(counts)
})

test.each([
  ['an include', 'include conf.d/vip.conf'],
  ['a sequence', '~SEQ(i, 1, 2) 10.0.0.$i'],
])('%s within a list is read from 2.1.0 on', (_, line) => {
  const of = (version: string) => told(one('').replace('192.168.1.230', line), version).join('\n')
  expect(of('2.0.10')).toContain('within a list')
  expect(of('2.1.5')).not.toContain('within a list')
})
