import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintKeepalivedConf } from '../../../../src/lvs/lint/keepalived-conf.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures/lvs/keepalived')
const lint = (text: string, version = '2.2.7') => lintKeepalivedConf(text, { file: 'k.conf', version })
const told = (text: string, version?: string) => {
  const { errors, warnings } = lint(text, version)
  return [...errors, ...warnings].map(
    ({ where, message, rule }) => `${where?.line}:${where?.column} ${message} (${rule})`,
  )
}

/** The configuration of an old how-to, as its readers have it. */
const howTo = `vrrp_instance VI_1 {
    state BACKUP
    interface em1
    virtual_router_id 51
    priority 98
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass 1111
    }
    virtual_ipaddress {
        192.168.1.225
    }
}
virtual_server 192.168.1.225 80 {
    delay_loop 6
    lb_algo rr
    lb_kind DR
    nat_mask 255.255.255.0
    persistence_timeout 50
    protocol TCP
${['192.168.1.222', '192.168.1.223']
  .map(
    (address) => `    real_server ${address} 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 10
            nb_get_retry 3
            delay_before_retry 3
            connect_port 80
        }
    }
`,
  )
  .join('')}}
`

describe('the how-to', () => {
  test('2.2.7 complains of three words, the linter also of what it would do', () => {
    expect(told(howTo)).toEqual([
      '19:5 keepalived 2.2.7 has no nat_mask in virtual_server (L25)',
      '26:13 unknown keyword "nb_get_retry" in TCP_CHECK (L25)',
      '35:13 unknown keyword "nb_get_retry" in TCP_CHECK (L25)',
      '9:9 virtual_router_id 51 with auth_pass 1111 is the sample of the package (L23)',
      expect.stringMatching(/^24:9 a dead real server may go unnoticed for 29 s: .* \(L37\)$/),
      '25:13 connect_timeout 10 is not below delay_loop 6 (L37)',
    ])
  })

  test('unicast from a virtual interface is told of the word that it takes', () => {
    const conf = (word: string) =>
      `vrrp_instance V {\ninterface em1\nvirtual_router_id 7\nuse_vmac\n${word}\nunicast_peer {\n10.0.0.3\n}\nvirtual_ipaddress {\n10.0.0.1\n}\n}`
    const said = (text: string) => told(text, '2.0.10').filter((line) => line.includes('xmit'))
    expect(said(conf('nopreempt'))).toEqual([
      '4:1 vrrp_instance V has use_vmac and unicast_peer, and no vmac_xmit_base (value)',
    ])
    expect(said(conf('vmac_xmit_base'))).toEqual([])
  })

  test('a sync group of one is told at the one where there is another, else at the group', () => {
    const group = 'vrrp_sync_group G {\n group {\n  V7\n }\n}\n'
    const instance = (id: number) =>
      `vrrp_instance V${id} {\ninterface em1\nvirtual_router_id ${id}\nvirtual_ipaddress {\n10.0.0.${id}\n}\n}\n`
    const said = (text: string) =>
      lint(text).warnings.flatMap(({ rule, where, hint }) => (rule === 'L63' ? [`${where?.line}: ${hint}`] : []))
    expect(said(group + instance(7))).toEqual(['2: Leave the group out.'])
    expect(said(group + instance(7) + instance(8))).toEqual(['3: Name the other instance too, or leave the group out.'])
  })

  test.each(['1.3.5', '2.2.8'])(
    'an IPv6 instance without a link-local address is told, unless it is unicast: %s',
    (version) => {
      const conf = (word: string) =>
        `vrrp_instance V {\ninterface em1\nvirtual_router_id 7\n${word}\nvirtual_ipaddress {\n2001:db8::1\n}\n}`
      const noted = (text: string) => lint(text, version).infos.filter(({ rule }) => rule === 'L58')
      expect(noted(conf('nopreempt')).map(({ where }) => where?.line)).toEqual([6])
      expect(noted(conf('unicast_peer {\n2001:db8::3\n}'))).toEqual([])
    },
  )

  test.each(['1.3.5', '2.2.8'])('a garp_group needs no name: %s', (version) =>
    expect(told('garp_group {\ngarp_interval 0.01\ninterface em1\n}', version)).toEqual([]),
  )

  test('an interval of 1 s and more between announcements is told once', () => {
    const globals = 'global_defs {\nvrrp_garp_interval 1\nvrrp_gna_interval 200\n}\n'
    const group = 'garp_group {\ngarp_interval 1.5\ngna_interval 0.99\n}\n'
    const slow = told(globals + group, '1.3.5').filter((line) => line.includes('L68'))
    expect(slow.map((line) => line.replace(/ s: .* \(/, ' ('))).toEqual([
      '2:1 vrrp_garp_interval is 1 (L68)',
      '3:1 vrrp_gna_interval is 200 (L68)',
      '6:1 garp_interval is 1.5 (L68)',
    ])
  })

  test('a word that the version lacks is told once', () => {
    const ops = 'virtual_server fwmark 5 {\nlb_algo rr\nlb_kind DR\nops\nreal_server 10.0.0.2 0 {\n}\n}'
    expect(told(ops, '1.2.7').filter((line) => line.startsWith('4:'))).toEqual([
      '4:1 keepalived 1.2.7 has no ops in virtual_server (L26)',
    ])
  })

  test.each([
    ['1.2.13', '', false],
    ['1.3.5', '', true],
    ['1.3.5', ' 0', false],
    ['2.0.10', ' 0', true],
    ['2.0.10', ' 1', false],
    ['2.0.14', '', true],
    ['2.0.15', '', false],
  ])('a server without a port: %s, "%s"', (version, port, isFault) => {
    const mark = (server: string) => `virtual_server fwmark 5 {\nlb_algo rr\nlb_kind DR\n${server}\n}`
    const faults = [`real_server 10.0.0.2${port} {\n}`, `sorry_server 10.0.0.2${port}`].map((server) =>
      told(mark(server), version).filter((line) => line.includes('has no port')),
    )
    expect(faults.map(({ length }) => length)).toEqual(isFault ? [1, 1] : [0, 0])
  })

  test('EL6 knows nat_mask, and has no retries at all', () => {
    expect(told(howTo, '1.2.13')).not.toContainEqual(expect.stringContaining('nat_mask'))
    expect(told(howTo, '1.2.13')).toContain('27:13 keepalived 1.2.13 has no delay_before_retry in TCP_CHECK (L26)')
  })
})

test.each(globSync('*.conf', { cwd: fixtures }))(
  'what lbprov wrote has no fault but those of the fixture: %s',
  (name) => {
    const version = /-([\d.]+)\.conf$/.exec(name)![1]!
    const { errors } = lintKeepalivedConf(readFileSync(join(fixtures, name), 'utf8'), { file: name, version })
    expect(errors.filter(({ rule }) => rule !== 'L24' && rule !== 'L32')).toEqual([])
  },
)

describe('structure', () => {
  const instance = (more: string) =>
    `vrrp_instance V {\ninterface em1\nvirtual_router_id 7\n${more}\nvirtual_ipaddress {\n10.0.0.1\n}\n}`
  const service = 'virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\nTCP_CHECK {\nconnect_timeout 1\n}\n}\n}'

  test.each([
    [
      'an instance without its words',
      'vrrp_instance V {\ninterface em1\n}',
      '1:1 vrrp_instance V has no virtual_router_id (value)',
    ],
    ['MASTER and nopreempt', instance('state MASTER\nnopreempt'), '5:1 nopreempt beside state MASTER (L33)'],
    ['no protocol', service, '1:1 virtual_server 10.0.0.1 80 has no protocol (L28)'],
    ['no lb_kind', service, '1:1 virtual_server 10.0.0.1 80 has no lb_kind (L27)'],
    [
      'vrrp_strict',
      `global_defs {\nvrrp_strict\n}\n${instance('')}`,
      '2:1 V is strict, and with version 2 its addresses answer nobody (L34)',
    ],
    ['two of one name', `${instance('')}\n${instance('')}`, '9:1 vrrp_instance V is there twice (L21)'],
    ['a } that is missing', 'vrrp_instance V {\nstate BACKUP\n', '1:1 vrrp_instance V is not closed (syntax)'],
  ])('%s', (_, text, expected) => expect(told(text)).toContain(expected))
})

test('the rules of a cluster are told at the place in the file', () => {
  const text = `vrrp_instance V {
interface em1
virtual_router_id 7
virtual_ipaddress {
10.0.0.1
}
}
virtual_server 10.0.0.9 80 {
delay_loop 2
lb_algo rr
lb_kind DR
protocol TCP
real_server 10.0.0.2 81 {
TCP_CHECK {
connect_timeout 1
}
}
}`
  expect(told(text)).toEqual([
    "13:1 port 81 differs from the service's, 80 (L13)",
    '8:1 10.0.0.9 is in no virtual_ipaddress (L24)',
  ])
})

test.each([
  ['a checker without its block', 'virtual_server 192.0.2.1 80 {\nHTTP_GET\n}', 'HTTP_GET'],
  [
    'sequences within sequences',
    '~SEQ(A, 1, 3) '.repeat(300),
    'files, definitions and sequences come to more than 200000 lines',
  ],
  ['a definition that doubles', `$A=${'$A='.repeat(150)}$A\n$A`, 'a definition uses itself'],
  ['a word without end', 'a'.repeat(200_000), `unknown keyword ${JSON.stringify('a'.repeat(200_000))}`],
  ['hashes without end', `x ${'\\#'.repeat(100_000)}`, 'unknown keyword "x"'],
])('%s is told, and takes no time', (_, text, message) => {
  const { errors } = lint(text)
  expect(errors.map((problem) => problem.message)).toContainEqual(expect.stringContaining(message))
})

describe('an empty word in quotes', () => {
  const vrrp = 'interface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n10.0.0.9\n}'
  const unseen = '"" {\nx\n}\n'

  test.each(['1.2.13', '1.3.5', '2.2.8'])('that names a block is an unknown keyword for %s', (version) => {
    const text = `${unseen}vrrp_instance V {\n${unseen}${vrrp}\n}\n"" {\n${unseen}}\n`
    expect(told(text, version).filter((line) => line.includes('L25'))).toEqual([
      '1:1 unknown keyword "" (L25)',
      '5:1 unknown keyword "" in vrrp_instance (L25)',
      '14:1 unknown keyword "" (L25)',
    ])
    const [outer, inner] = lint(text, version).errors.filter(({ rule }) => rule === 'L25')
    expect(outer?.hint).toMatch(/^Take it away; keepalived \S+ passes over it/)
    expect(inner?.hint).toBe('Take it away; its } closes vrrp_instance, and what stands behind it is lost.')
  })

  test('is seen in what is said of it', () => {
    const names = 'vrrp_sync_group "" {\ngroup {\nV\n""\n""\n}\n}\n'
    const lines = told(`${names}vrrp_instance "" {\n}\nvirtual_server "" 80 {\n}\n`, '2.2.8')
    expect(lines).toContain('9:1 vrrp_instance "" has no interface (value)')
    expect(lines).toContain('10:1 virtual_server "" 80 has no lb_algo (L27)')
    expect(lines.filter((line) => line.includes('  '))).toEqual([])
  })
})

describe('a file that lacks what a word needs is judged', () => {
  const within = (checker: string) => `virtual_server 192.168.1.225 80 {
real_server 192.168.1.222 80 {
${checker}
}
}
`
  test.each([
    [
      'a sync group that names its instances outside of group',
      'vrrp_sync_group G {\nV1\n}',
      '2:1 unknown keyword "V1"',
    ],
    ['a FILE_CHECK without a file', within('FILE_CHECK {\n}'), '4:1 FILE_CHECK has no track_file'],
    ['a BFD_CHECK without a name', within('BFD_CHECK {\n}'), '4:1 BFD_CHECK has no name'],
    ['a page of a TCP_CHECK', within('TCP_CHECK {\nurl {\npath /\n}\n}'), '4:1 unknown keyword "url" in TCP_CHECK'],
    ['url without its block', within('HTTP_GET {\nurl /\n}'), '4:1 url lacks its block'],
    ['a list without its braces', 'vrrp_instance V {\ntrack_interface eth1\n}', '2:1 track_interface lacks its block'],
    ['an empty value', within('MISC_CHECK {\nmisc_path ""\n}'), '4:11 misc_path is ""'],
    ['2000 blocks', 'vrrp_instance V {\n'.repeat(2000), '50:17 blocks are more than 50 deep'],
  ])('%s', (_, text, expected) => expect(told(text)).toContainEqual(expect.stringContaining(expected)))

  test.each([
    ['1.2.13', '-x', false],
    ['1.3.5', '-x', true],
    ['1.3.5', '"-x /usr/bin/true"', true],
    ['2.2.8', '-x', true],
    ['2.2.8', '"true -x"', false],
  ])('an option in place of a program, for %s: %s', (version, text, isTold) => {
    const said = told(`vrrp_instance V {\nnotify_backup ${text}\n}`, version).filter((line) =>
      line.includes('notify_backup is'),
    )
    expect(said).toEqual(isTold ? [`2:15 notify_backup is "${text.replaceAll('"', '')}" (value)`] : [])
  })

  test.each(['V', '"V 1"'])('a script that is tracked with reverse is named, in an instance %s', (name) => {
    const whole = 'interface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n10.0.0.9\n}'
    const tracking = `${whole}\ntrack_script {\nx weight 5 reverse\n}`
    const text = `vrrp_script x {\nscript "/bin/x"\n}\nvrrp_instance ${name} {\n${tracking}\n}`
    expect(told(text).filter((line) => line.includes('has no effect'))).toEqual([])
  })

  test('an instance that lacks something is there for lvs_sync_daemon', () => {
    const daemon = 'global_defs {\nlvs_sync_daemon eth0 V\n}\n'
    const lines = (name: string) => told(`${daemon}vrrp_instance ${name} {\ninterface eth0\n}`)
    expect(lines('V')).toContain('4:1 vrrp_instance V has no virtual_router_id (value)')
    expect(lines('V').filter((line) => line.includes('L47'))).toEqual([])
    expect(lines('W')).toContain('2:1 vrrp_instances has no V (L47)')
  })

  test.each([
    ['2.2.7', 1],
    ['2.2.8', 3],
  ])('a sync group without group, where keepalived %s names its line', (version, line) => {
    const said = told('vrrp_sync_group G {\nsmtp_alert\n}', version).filter((each) => each.includes('has no group'))
    expect(said).toEqual([`${line}:1 vrrp_sync_group has no group (value)`])
  })

  test.each([
    [
      '0x5',
      '2.1.5',
      'warning connect_timeout is "0x5", which keepalived 2.1.5 reads as 5 and newer ones refuse: Write 5.',
    ],
    [
      '5e0',
      '2.1.5',
      'warning connect_timeout is "5e0", which keepalived 2.1.5 reads as 5 and newer ones refuse: Write 5.',
    ],
    ['0x5', '2.2.8', 'error connect_timeout is "0x5": Expected a number from 0.000001 to 4294.967295.'],
    ['0x0', '2.1.5', 'error connect_timeout is "0x0": Expected a number from 0.000001 to 4294.967295.'],
    ['0x5', '1.2.13', 'error connect_timeout is "0x5": Expected a whole number from 1 to 2147.'],
    ['+5', '2.1.5', undefined],
    ['5.0', '2.2.8', undefined],
  ])('a number in another spelling: %s for %s', (text, version, expected) => {
    const { errors, warnings } = lint(within(`TCP_CHECK {\nconnect_timeout ${text}\n}`), version)
    const said = [...errors.map((one) => ['error', one] as const), ...warnings.map((one) => ['warning', one] as const)]
    const own = said.filter(([, { rule }]) => rule === 'value')
    expect(own.map(([severity, { message, hint }]) => `${severity} ${message}: ${hint}`).at(0)).toBe(expected)
  })

  test.each([
    ['1.2.13', 'error'],
    ['1.3.5', 'error'],
    ['2.0.10', 'warning'],
    ['2.2.8', 'error'],
  ])('advert_int in hexadecimal for %s: %s', (version, severity) => {
    const { errors, warnings } = lint('vrrp_instance V {\nadvert_int 0x1\n}', version)
    const own = (severity === 'error' ? errors : warnings).filter(({ where }) => where?.line === 2)
    expect(own.map(({ message }) => message.slice(0, 19))).toEqual(['advert_int is "0x1"'])
  })

  test.each([
    ['1.3.5', 1],
    ['2.0.10', 0],
  ])('preempt_delay has fractions from 2.0.0 on: %s', (version, count) =>
    expect(
      told('vrrp_instance V {\npreempt_delay 1.5\n}', version).filter((line) => line.startsWith('2:')),
    ).toHaveLength(count),
  )

  const early = ['1.2.13', '1.2.19']
  test.each([
    ['router_id a#x', early],
    ['}#end', early],
    ['router_id "a #x"', early],
    ['router_id "a#x"', []],
    ['vrrp_instance V {#x\n}', []],
    ['router_id a #x', []],
  ])('a comment that begins in a word: %s', (text, versions) => {
    const isTold = (version: string) =>
      told(`global_defs {\n${text}\n}`, version).some((line) => /has no (comment|# or !)/.test(line))
    expect([...early, '1.2.20', '1.2.24', '1.3.5', '2.2.8'].filter(isTold)).toEqual(versions)
  })

  test('an include that names a folder', () => {
    const read = () => [{ file: 'conf.d', why: 'it is a directory', hint: 'name a file' }]
    const { errors } = lintKeepalivedConf('include conf.d', { file: 'k.conf', version: '2.2.7', read })
    expect(errors.map(({ message }) => message)).toEqual(['conf.d is not read: it is a directory'])
  })
})
