import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lintCluster } from '../../../src/lvs/lint/linter.ts'
import type { Path } from '../../../src/model/host.ts'
import { changed, exampleInventory, exampleVars, siteOf, type Vars } from './support/site.ts'

type Edits = readonly (readonly [Path, unknown])[]

const varsWith = (edits: Edits) => edits.reduce<Vars>((all, [path, value]) => changed(all, path, value), exampleVars())

/** Everything that is said of the example with these places changed. */
function found(edits: Edits) {
  const { errors, warnings, infos } = lintCluster(siteOf(exampleInventory(varsWith(edits))))
  return [...errors, ...warnings, ...infos]
}

const idleAmong = (problems: ReturnType<typeof found>) => problems.filter(({ rule }) => rule === 'L63')

/** What L63 says of the example with these places changed. */
function idle(...edits: Edits): readonly string[] {
  return idleAmong(found(edits)).map(({ message }) => message)
}

/** What the second says that the first does not. */
function news(before: Edits, after: Edits): readonly string[] {
  const known = new Set(found(before).map(({ rule }) => rule))
  return found(after).flatMap(({ rule, message }) => (known.has(rule) ? [] : [`${rule}: ${message}`]))
}

/** The words whose values differ between two sets of variables, at the ends of their paths. */
function wordsChanged(before: unknown, after: unknown, at = ''): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const isMap = (value: unknown) => typeof value === 'object' && value !== null
  if (!isMap(after)) return [at]
  const [left, right] = [isMap(before) ? before : {}, after] as [Vars, Vars]
  const inside = [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    wordsChanged(left[key], right[key], /^\d+$/.test(key) ? at : key),
  )
  return before === undefined ? [at, ...inside] : inside
}

const instance = (word: string, value: unknown) => [['vrrp_instances', 'VI_1', word], value] as const
const service = (word: string, value: unknown) => [['virtual_servers', 0, word], value] as const
const server = (words: object) => [['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', ...words }] as const
const globals = (words: object) => [['global_defs'], words] as const
const check = (name: string, words: object) => [
  [['virtual_servers', 0, 'TCP_CHECK'], undefined] as const,
  [['virtual_servers', 0, name], words] as const,
]
const page = (words: object) => ({ connect_timeout: 1, url: { path: '/' }, ...words })
const marked = [
  [['virtual_servers', 0, 'address'], undefined],
  [['virtual_servers', 0, 'port'], undefined],
  [['virtual_servers', 0, 'protocol'], undefined],
  [['virtual_servers', 0, 'fwmark'], 5],
] as const
const mail = { notification_email: ['ops@example.net'], smtp_server: '192.168.1.5' }
const six = ['2001:db8::1']
const second = { interface: 'em1', virtual_router_id: 52, virtual_ipaddress: ['192.168.1.226'] }
const none = [['virtual_servers'], []] as const

/** The word, the example with the word alone, and what it needs besides; or what is there in its place. */
const cases: readonly (readonly [word: string, alone: Edits, whole: Edits])[] = [
  ['unicast_src_ip', [instance('unicast_src_ip', { dir1: '192.168.1.220' })], [instance('unicast', true)]],
  ['unicast_ttl', [instance('unicast_ttl', 5)], [instance('unicast', true)]],
  [
    'mcast_src_ip',
    [instance('mcast_src_ip', { dir1: '192.168.1.220' }), instance('unicast', true)],
    [instance('unicast', false)],
  ],
  ['vmac_xmit_base', [instance('vmac_xmit_base', true)], [instance('use_vmac', true)]],
  ['garp_master_refresh_repeat', [instance('garp_master_refresh_repeat', 2)], [instance('garp_master_refresh', 60)]],
  [
    'garp_lower_prio_delay',
    [instance('garp_lower_prio_delay', 2), instance('garp_lower_prio_repeat', 0)],
    [instance('garp_lower_prio_repeat', 1)],
  ],
  ['smtp_alert', [instance('smtp_alert', true)], [globals(mail)]],
  ['smtp_alert', [service('smtp_alert', true)], [globals(mail)]],
  ['smtp_alert', [globals({ smtp_alert: true })], [globals({ ...mail, smtp_alert: true })]],
  ...['notify_fifo', 'vrrp_notify_fifo', 'lvs_notify_fifo'].map((fifo): (typeof cases)[number] => {
    const script = { [`${fifo}_script`]: '/usr/libexec/keepalived/tell' }
    return [`${fifo}_script`, [globals(script)], [globals({ ...script, [fifo]: '/run/k.fifo' })]]
  }),
  [
    'fifo_write_vrrp_states_on_reload',
    [globals({ fifo_write_vrrp_states_on_reload: true })],
    [globals({ fifo_write_vrrp_states_on_reload: true, vrrp_notify_fifo: '/run/k.fifo' })],
  ],
  ...['smtp_alert_vrrp', 'smtp_alert_checker', 'no_email_faults', 'no_checker_emails'].map(
    (word) => [word, [globals({ [word]: true })], [globals({ ...mail, [word]: true })]] as const,
  ),
  ['smtp_alert', [server({ smtp_alert: true })], [globals(mail)]],
  ['snmp_name', [service('snmp_name', 'web')], [globals({ enable_snmp_checker: true })]],
  ['snmp_name', [server({ snmp_name: 'web-1' })], [globals({ enable_snmp_checker: true })]],
  ['track_src_ip', [instance('track_src_ip', true)], [instance('unicast', true)]],
  [
    'checker_log_all_failures',
    [globals({ checker_log_all_failures: true }), none],
    [[['virtual_servers'], exampleVars().virtual_servers]],
  ],
  ['rs_init_notifies', [globals({ rs_init_notifies: true })], [server({ notify_up: '/usr/libexec/keepalived/up' })]],
  [
    'min_auto_priority_delay',
    [globals({ min_auto_priority_delay: 1000 })],
    [globals({ min_auto_priority_delay: 1000, max_auto_priority: 5 })],
  ],
  ...(['vrrp', 'checker'] as const).map(
    (process) =>
      [
        `${process}_rlimit_rttime`,
        [globals({ [`${process}_rlimit_rttime`]: 20000 })],
        [globals({ [`${process}_rlimit_rttime`]: 20000, [`${process}_rt_priority`]: 50 })],
      ] as const,
  ),
  [
    'vrrp_notify_priority_changes',
    [globals({ vrrp_notify_priority_changes: true })],
    [globals({ vrrp_notify_priority_changes: true, notify_fifo: '/run/keepalived.fifo' })],
  ],
  ['enable_traps', [globals({ enable_traps: true })], [globals({ enable_traps: true, enable_snmp_vrrp: true })]],
  [
    'snmp_socket',
    [globals({ snmp_socket: 'udp:127.0.0.1:705' })],
    [globals({ snmp_socket: 'udp:127.0.0.1:705', enable_snmp_vrrp: true })],
  ],
  ...['snmp_vs_stats_update_interval', 'snmp_rs_stats_update_interval'].map((word): (typeof cases)[number] => [
    word,
    [globals({ [word]: 2 })],
    [globals({ [word]: 2, enable_snmp_checker: true })],
  ]),
  ['notification_email', [globals({ notification_email: ['ops@example.net'] })], [globals(mail)]],
  ...['notification_email_from', 'smtp_helo_name', 'smtp_server'].map(
    (word) => [word, [globals({ [word]: 'x' })], [globals({ [word]: 'x', ...mail })]] as const,
  ),
  ['smtp_connect_timeout', [globals({ smtp_connect_timeout: 5 })], [globals({ smtp_connect_timeout: 5, ...mail })]],
  [
    'vrrp_mcast_group4',
    [globals({ vrrp_mcast_group4: '224.0.0.19' }), instance('unicast', true)],
    [instance('unicast', false)],
  ],
  [
    'vrrp_mcast_group6',
    [globals({ vrrp_mcast_group6: 'ff02::13' })],
    [[['vrrp_instances', 'VI_6'], { ...second, virtual_ipaddress: six }]],
  ],
  [
    'vrrp_garp_master_refresh_repeat',
    [globals({ vrrp_garp_master_refresh_repeat: 2 })],
    [instance('garp_master_refresh', 60)],
  ],
  [
    'vrrp_garp_lower_prio_delay',
    [globals({ vrrp_garp_lower_prio_delay: 2, vrrp_garp_lower_prio_repeat: 0 })],
    [instance('garp_lower_prio_repeat', 1)],
  ],
  ['vrrp_gna_interval', [globals({ vrrp_gna_interval: 0.01 })], [instance('virtual_ipaddress_excluded', six)]],
  [
    'vrrp_garp_interval',
    [globals({ vrrp_garp_interval: 0.01 }), none, instance('virtual_ipaddress', six)],
    [instance('virtual_ipaddress_excluded', ['192.168.1.225'])],
  ],
  ...[
    'checker_priority',
    'checker_rt_priority',
    'checker_no_swap',
    'lvs_timeouts',
    'lvs_flush',
    'lvs_flush_on_stop',
    'enable_snmp_checker',
    'lvs_notify_fifo',
  ].map(
    (word) =>
      [
        word,
        [
          globals({
            [word]:
              word === 'lvs_timeouts'
                ? { tcp: 60 }
                : word.endsWith('priority')
                  ? 5
                  : word.endsWith('fifo')
                    ? '/run/k'
                    : true,
          }),
          none,
        ],
        [[['virtual_servers'], exampleVars().virtual_servers]],
      ] as const,
  ),
  ...['script_user', 'enable_script_security'].map(
    (word) =>
      [
        word,
        [globals({ [word]: word === 'script_user' ? 'root' : true })],
        [instance('notify', '/usr/libexec/keepalived/notify')],
      ] as const,
  ),
  [
    'lvs_sync_daemon',
    [[['lvs_sync_daemon'], { interface: 'em1', instance: 'VI_1' }], none],
    [[['virtual_servers'], exampleVars().virtual_servers]],
  ],
  [
    'group',
    [
      [['vrrp_instances', 'VI_2'], second],
      [['vrrp_sync_groups'], { G: { group: ['VI_1'] } }],
    ],
    [[['vrrp_sync_groups'], { G: { group: ['VI_1', 'VI_2'] } }]],
  ],
  [
    'sync_group_tracking_weight',
    [
      [['vrrp_instances', 'VI_2'], second],
      [['vrrp_sync_groups'], { G: { group: ['VI_1', 'VI_2'], sync_group_tracking_weight: true } }],
    ],
    [instance('track_interface', [{ name: 'em2', weight: -20 }])],
  ],
  [
    'smtp_alert',
    [
      [['vrrp_instances', 'VI_2'], second],
      [['vrrp_sync_groups'], { G: { group: ['VI_1', 'VI_2'], smtp_alert: true } }],
    ],
    [globals(mail)],
  ],
  ...['sh', 'mh'].flatMap((scheduler) =>
    ['port', 'fallback'].map(
      (flag) =>
        [`${scheduler}-${flag}`, [service(`${scheduler}-${flag}`, true)], [service('lb_algo', scheduler)]] as const,
    ),
  ),
  ['ops', [service('ops', true)], [service('protocol', 'UDP')]],
  [
    'persistence_engine',
    [service('persistence_engine', 'sip'), service('protocol', 'UDP')],
    [service('persistence_timeout', 50)],
  ],
  [
    'persistence_engine',
    [service('persistence_engine', 'sip'), service('persistence_timeout', 50)],
    [service('protocol', 'UDP')],
  ],
  ['quorum', [service('quorum', 2)], [service('quorum_down', '/usr/libexec/keepalived/down')]],
  [
    'hysteresis',
    [service('quorum', 2), service('hysteresis', 1)],
    [service('quorum_up', '/usr/libexec/keepalived/up')],
  ],
  ['omega', [service('omega', true)], [server({ notify_down: '/usr/libexec/keepalived/down' })]],
  ['sorry_server_inhibit', [service('sorry_server_inhibit', true)], [service('sorry_server', '127.0.0.1')]],
  ['virtualhost', [service('virtualhost', 'shop.example')], check('HTTP_GET', page({}))],
  ['virtualhost', [server({ virtualhost: 'shop.example' })], check('HTTP_GET', page({}))],
  [
    'virtualhost',
    check('HTTP_GET', page({ virtualhost: 'a.example', url: { path: '/', virtualhost: 'b.example' } })),
    check('HTTP_GET', page({ virtualhost: 'a.example' })),
  ],
  ['ha_suspend', [...marked, service('ha_suspend', true)], [service('ha_suspend', false)]],
  ['protocol', [...marked, service('protocol', 'TCP')], [service('protocol', undefined)]],
  ['ip_family', [service('ip_family', 'inet')], marked],
  ['port', [...marked, server({ port: 80 })], [server({})]],
  [
    'port',
    [...marked, service('sorry_server', { address: '192.168.1.224', port: 80 })],
    [service('sorry_server', { address: '192.168.1.224' })],
  ],
  ['lthreshold', [server({ lthreshold: 5 })], [server({ lthreshold: 5, uthreshold: 9 })]],
  ...['delay_before_retry', 'log_all_failures'].map((word) => {
    const words = { connect_timeout: 1, [word]: word === 'log_all_failures' ? true : 1 }
    return [word, check('TCP_CHECK', { ...words, retry: 0 }), check('TCP_CHECK', { ...words, retry: 1 })] as const
  }),
  [
    'bind_port',
    check('TCP_CHECK', { connect_timeout: 1, bind_port: 99 }),
    check('TCP_CHECK', { connect_timeout: 1, bind_port: 99, bindto: '192.168.1.220' }),
  ],
  ...['connect_port', 'bind_port'].map(
    (word) =>
      [
        word,
        check('PING_CHECK', { [word]: 80 }),
        [service('PING_CHECK', undefined), service('TCP_CHECK', {})],
      ] as const,
  ),
  ['enable_sni', check('SSL_GET', page({ enable_sni: true })), [service('virtualhost', 'shop.example')]],
  [
    'fast_recovery',
    check('HTTP_GET', page({ fast_recovery: true })),
    check('HTTP_GET', page({ fast_recovery: true, url: [{ path: '/' }, { path: '/a' }] })),
  ],
  ...['min_reply_length', 'max_reply_length'].map(
    (word) =>
      [word, check('UDP_CHECK', { [word]: 9 }), check('UDP_CHECK', { [word]: 9, require_reply: true })] as const,
  ),
  ...['regex_no_match', 'regex_options', 'regex_min_offset', 'regex_max_offset'].map((word) => {
    const url = { path: '/', [word]: word === 'regex_options' ? 'caseless' : word === 'regex_no_match' ? true : 1 }
    return [word, check('HTTP_GET', page({ url })), check('HTTP_GET', page({ url: { ...url, regex: 'up' } }))] as const
  }),
]

it('has nothing to say of the example', () => expect(idle()).toEqual([]))

/** Edits after which the word is left out everywhere. */
function without(word: string, edits: Edits): Edits {
  const text = JSON.stringify(varsWith(edits), (key, value) => (key === word ? undefined : value))
  return Object.entries(JSON.parse(text) as Vars).map(([name, value]) => [[name], value])
}

describe('a word without what it needs', () => {
  it.each(cases.map(([word, alone, whole], i) => [`${word} (${i})`, word, alone, whole] as const))(
    '%s',
    (_, word, alone, whole) => {
      const isTold = expect.stringMatching(new RegExp(`^${word} has no effect (with|beside|in|while)`))
      expect(idle(...alone)).toContainEqual(isTold)
      expect(idle(...alone, ...whole)).toEqual([])
      if (word !== 'group') expect(idle(...without(word, alone))).not.toContainEqual(isTold)
    },
  )
})

/** What comes along with what the hint names: the checker in whose place another is, and what is inside of it. */
const carried = new Set(
  'VI_2 interface virtual_router_id virtual_ipaddress real_servers host name weight TCP_CHECK connect_timeout url path'.split(
    ' ',
  ),
)

describe('what is said of it helps, and brings nothing new', () => {
  it.each(cases.map(([word, alone, whole], i) => [`${word} (${i})`, word, alone, whole] as const))(
    '%s',
    (_, word, alone, whole) => {
      const said = idleAmong(found(alone)).filter(({ message }) => message.startsWith(`${word} `))
      const text = said.map(({ message, hint }) => `${message} ${hint}`).join(' ')
      expect(
        said.every(({ hint }) => /[Ll]eave (it|\S+)( and \S+)? out|leave the group out/.test(hint ?? '')),
        text,
      ).toBe(true)
      // One interval is for the other family; a word with one way out is to go.
      const other = /Take (vrrp_g\w+_interval)/.exec(text)?.[1]
      const done = other ? [...alone, globals({ [other]: 0.01 })] : [...alone, ...whole]
      if (text.includes(', or ')) {
        const words = wordsChanged(varsWith(alone), varsWith(done))
        expect(
          words.filter((one) => !text.includes(one) && !carried.has(one)),
          text,
        ).toEqual([])
        expect(
          words.some((one) => text.includes(one)),
          words.join(),
        ).toBe(true)
        expect(news(alone, done)).toEqual([])
      }
      if (word !== 'group') expect(news(alone, without(word, alone))).toEqual([])
    },
  )
})

it('every word of the tables has a case', () => {
  const tables = globSync('../../../src/lvs/lint/idle-*.ts', { cwd: import.meta.dirname }).map((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8'),
  )
  const words = tables.flatMap((text) =>
    [...text.matchAll(/words: \[([^\]]*)\]/g)].flatMap(([, list]) => [...list!.matchAll(/'([^']+)'/g)]),
  )
  const named = new Set(cases.map(([word]) => word))
  expect(words.length).toBeGreaterThan(40)
  expect(words.map(([, word]) => word!).filter((word) => !named.has(word))).toEqual([])
})

describe('a definition that nothing names', () => {
  const script = { script: '/usr/libexec/keepalived/check' }
  it.each<readonly [string, unknown, Edits]>([
    ['vrrp_scripts', script, [instance('track_script', ['x'])]],
    ['track_processes', { process: 'nginx' }, [instance('track_process', [{ name: 'x', weight: -5 }])]],
    ['track_files', { file: '/etc/drain' }, [service('FILE_CHECK', { track_file: 'x' })]],
    ['track_files', { file: '/etc/drain' }, [instance('track_file', ['x'])]],
    ['bfd_instances', { neighbor_ip: '192.168.1.1' }, [server({ BFD_CHECK: { name: 'x' } })]],
    ['bfd_instances', { neighbor_ip: '192.168.1.1' }, [instance('track_bfd', ['x'])]],
    [
      'virtual_server_groups',
      [{ address: '192.168.1.225', port: 80 }],
      [service('group', 'x'), service('address', undefined), service('port', undefined)],
    ],
  ])('of %s', (variable, words, whole) => {
    const alone = [[variable], { x: words }] as const
    expect(idle(alone)).toEqual([expect.stringMatching(`^x of ${variable} has no effect while no `)])
    expect(idle(alone, ...whole)).toEqual([])
  })

  it('is not told beside a name that nothing defines: one is the slip for the other', () =>
    expect(idle([['vrrp_scripts'], { x: script }], instance('track_script', ['y']))).toEqual([]))
})

describe('a name of no director', () => {
  it.each<readonly [string, readonly [Path, unknown], readonly [Path, unknown]]>([
    ['router_id', globals({ router_id: { rs1: 'a' } }), globals({ router_id: { dir1: 'a' } })],
    ['priority', instance('priority', { rs1: 90 }), instance('priority', { dir2: 90 })],
    ['mcast_src_ip', instance('mcast_src_ip', { dri1: '192.168.1.220' }), instance('mcast_src_ip', {})],
  ])('in %s', (word, wrong, right) => {
    expect(idle(wrong)).toEqual([expect.stringMatching(`^${word} has no effect for \\w+, which is no director$`)])
    expect(idle(right)).toEqual([])
  })
})

it('tun_mtu without TUN', () => {
  const [message] = idle([['tun_mtu'], 1500])
  expect(message).toBe('tun_mtu has no effect while no real server is reached by TUN')
  expect(idle([['tun_mtu'], 1500], service('lb_kind', 'TUN'))).toEqual([])
})

it('nat_route without NAT', () => {
  const [message] = idle([['nat_route'], false])
  expect(message).toBe('nat_route has no effect while no real server is reached by NAT')
  expect(idle([['nat_route'], false], service('lb_kind', 'NAT'))).toEqual([])
})
