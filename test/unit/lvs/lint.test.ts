import { describe, expect, it } from 'vitest'
import { lintCluster, linterOf } from '../../../src/lvs/lint/linter.ts'
import { rules } from '../../../src/lvs/lint/rules.ts'
import { ruledMessage } from '../../../src/model/errors.ts'
import type { Path } from '../../../src/model/host.ts'
import { interfacesOf } from '../../support/facts.ts'
import {
  changed,
  exampleInventory,
  exampleRoles,
  exampleVars,
  factsOf,
  hostOf,
  inventoryOf,
  siteOf,
  type Vars,
} from './support/site.ts'

const lint = (vars: Vars, own: Readonly<Record<string, Vars>> = {}, roles = exampleRoles) => {
  const { errors, warnings } = lintCluster(siteOf(exampleInventory(vars, own), roles))
  const texts = (problems: typeof errors) => problems.map(ruledMessage)
  return { errors: texts(errors), warnings: texts(warnings) }
}

const instance = ['vrrp_instances', 'VI_1'] as const
const service = ['virtual_servers', 0] as const
const first = [...service, 'real_servers', 0] as const

/** The example with some of its places changed. */
const edit = (...edits: readonly (readonly [Path, unknown])[]) =>
  edits.reduce((vars, [path, value]) => changed(vars, path, value), exampleVars())

const second = { interface: 'em1', virtual_router_id: 52, virtual_ipaddress: ['192.168.1.226'] }
const web = {
  address: '192.168.1.225',
  port: 443,
  real_servers: ['rs1'],
  delay_loop: 2,
  TCP_CHECK: { connect_timeout: 1 },
}
const password = (auth_pass: string) => [[...instance, 'authentication'], { auth_type: 'PASS', auth_pass }] as const
const noCheck = [[...service, 'TCP_CHECK'], undefined] as const

it('has nothing to say of the example', () => expect(lint(exampleVars())).toEqual({ errors: [], warnings: [] }))

const errors: readonly (readonly [string, Vars, string])[] = [
  [
    'L02 host',
    edit([
      [...instance, 'virtual_ipaddress'],
      ['192.168.1.225', '192.168.1.221'],
    ]),
    '192.168.1.221 is the own address of dir2',
  ],
  ['L02 real server', edit([first, '192.168.1.225']), '192.168.1.225 is the own address of 192.168.1.225'],
  ['L13', edit([first, { host: 'rs1', port: 8080 }]), "port 8080 differs from the service's, 80"],
  ['L20', edit([['virtual_servers', 1], { ...web, port: 80 }]), '192.168.1.225:80/TCP is served twice'],
  [
    'L20 real server',
    edit([
      [...service, 'real_servers'],
      ['rs1', '192.168.1.222'],
    ]),
    'rs1 is listed twice',
  ],
  [
    'L21',
    edit([['vrrp_instances', 'VI_2'], { ...second, virtual_ipaddress: ['192.168.1.225/24'] }]),
    '192.168.1.225 is in VI_1 and in VI_2',
  ],
  [
    'L21 within',
    edit([[...instance, 'virtual_ipaddress_excluded'], ['192.168.1.225']]),
    '192.168.1.225 is in VI_1 twice',
  ],
  [
    'L22',
    edit([['vrrp_instances', 'VI_2'], { ...second, virtual_router_id: 51 }]),
    'VI_1 and VI_2 both have virtual_router_id 51 on em1',
  ],
  ['L23', edit(password('1111')), 'virtual_router_id 51 with auth_pass 1111 is the sample of the package'],
  ['L24', edit([[...service, 'address'], '192.168.1.226']), '192.168.1.226 is in no virtual_ipaddress'],
  [
    'L29 long',
    edit(password('éééééé')),
    'auth_pass is longer than 8 bytes, or has a character that keepalived reads as its own',
  ],
  [
    'L29 blank',
    edit(password('a b')),
    'auth_pass is longer than 8 bytes, or has a character that keepalived reads as its own',
  ],
  [
    'L29 comment',
    edit(password('a!b')),
    'auth_pass is longer than 8 bytes, or has a character that keepalived reads as its own',
  ],
  ['L29 version 3', edit([[...instance, 'version'], 3]), 'authentication is given with version 3, which has none'],
  ['L30', edit([[...instance, 'advert_int'], 0.5]), 'advert_int 0.5 needs VRRP version 3'],
  [
    'L30 version 3',
    edit(
      [[...instance, 'authentication'], undefined],
      [[...instance, 'version'], 3],
      [[...instance, 'advert_int'], 60],
    ),
    'advert_int 60 is too much for VRRP version 3',
  ],
  ['L31', edit([[...instance, 'interface'], 'lo']), 'interface is lo'],
  [
    'L33',
    edit([[...instance, 'nopreempt'], true], [[...instance, 'preempt_delay'], 5]),
    'preempt_delay is given beside nopreempt',
  ],
  [
    'L40',
    edit([first, { host: 'rs1', weight: 0 }], [[...service, 'real_servers', 1], { host: 'rs2', weight: 0 }]),
    'every real server has weight 0',
  ],
  [
    'L43',
    edit([[...service, 'persistence_granularity'], '255.255.255.0']),
    'persistence_granularity is given without persistence_timeout',
  ],
  ['L45', edit([first, { host: 'rs1', uthreshold: 5, lthreshold: 9 }]), 'lthreshold is above uthreshold'],
  ['L48', edit([[...instance, 'track_interface'], ['em1']]), 'em1 is tracked by itself'],
  ['L61', edit([first, 'dir2']), 'dir2 is a director'],
  [
    'L62 overlap',
    edit([['virtual_servers', 1], { ...web, port: 0, persistence_timeout: 50 }]),
    '192.168.1.225:80/TCP is within 192.168.1.225:0/TCP',
  ],
  ['L62 persistence', edit([[...service, 'port'], 0]), 'port 0 is given without persistence_timeout'],
  ['L09 priorities', edit([[...instance, 'priority'], { dir2: 100 }]), 'dir1 and dir2 both have priority 100 in VI_1'],
  [
    'L09 stranger',
    edit([[...instance, 'priority'], { dir3: 100 }]),
    'priority names dir3, which is no host of the inventory',
  ],
  ['an unknown host', edit([first, 'rs3']), 'rs3 is no host of the inventory, and no address'],
  [
    'two families in one instance',
    edit([
      [...instance, 'virtual_ipaddress'],
      ['192.168.1.225', '2001:db8::1'],
    ]),
    '2001:db8::1 is of another family than the first address of the instance',
  ],
  [
    'adverts of another family than the addresses',
    edit([[...instance, 'unicast'], true], [[...instance, 'unicast_src_ip'], { dir1: '2001:db8::3' }]),
    '2001:db8::3 is of another family than the addresses of the instance: its adverts go by IPv4',
  ],
]

describe('refuses', () => {
  it.each(errors)('%s', (_, vars, message) => expect(lint(vars).errors.map(withoutRule)).toContain(message))
})

const warnings: readonly (readonly [string, Vars, string])[] = [
  [
    'a firewall mark',
    edit([
      service,
      { fwmark: 5, real_servers: ['rs1'], TCP_CHECK: { connect_port: 80, connect_timeout: 1 }, delay_loop: 2 },
    ]),
    'it is not said which packets get the firewall mark, so no role sets it',
  ],
  [
    'L10 outside the inventory',
    edit([first, '192.168.1.230']),
    '192.168.1.230 is not in the inventory, so nothing prepares it for DR',
  ],
  ['L36', edit(noCheck), '192.168.1.225:80/TCP has no checker'],
  [
    'L37, an old how-to’s timings',
    edit(
      [[...service, 'delay_loop'], 6],
      [[...service, 'TCP_CHECK'], { connect_timeout: 10, retry: 3, delay_before_retry: 3 }],
    ),
    'a dead real server may go unnoticed for 55 s: delay_loop 6 + 4 attempts of 10 + 3 pauses of 3',
  ],
  [
    'L37 timeout',
    edit([[...service, 'TCP_CHECK', 'connect_timeout'], 2]),
    'connect_timeout 2 is not below delay_loop 2',
  ],
  ['L39', edit([[...service, 'quorum'], 3]), 'quorum 3 is more than all weights together, 2'],
  ['L39 hysteresis', edit([[...service, 'hysteresis'], 1]), 'hysteresis 1 is not below quorum 1'],
  ['L41', edit([[...service, 'sorry_server'], 'rs1']), 'sorry_server is one of the real servers'],
  [
    'L44',
    edit([[...service, 'lb_algo'], 'rr'], [first, { host: 'rs1', weight: 3 }]),
    'weights differ, but rr does not look at them',
  ],
  [
    'L55',
    edit(
      [[...instance, 'authentication'], undefined],
      [[...instance, 'version'], 3],
      [[...instance, 'advert_int'], 0.1],
    ),
    'advert_int is 0.1 s',
  ],
  ['L56', edit([[...service, 'TCP_CHECK', 'connect_ip'], '192.168.1.225']), 'connect_ip is the virtual address'],
]

describe('warns of', () => {
  it.each(warnings)('%s', (_, vars, message) => {
    const found = lint(vars)
    expect(found.warnings.map(withoutRule)).toContain(message)
    expect(found.errors).toEqual([])
  })
})

describe('says of directors that', () => {
  const other = (path: Path, value: unknown) => ({ dir2: changed(exampleVars(), path, value) })

  it.each([
    ['L03', [...instance, 'virtual_router_id'], 52, 'virtual_router_id'],
    ['L04', [...instance, 'virtual_ipaddress'], ['192.168.1.225', '192.168.1.226'], 'virtual_ipaddress'],
    ['L05', [...instance, 'authentication', 'auth_pass'], 'k7Qm2xZz', 'authentication'],
    ['L06', [...instance, 'advert_int'], 2, 'advert_int'],
    ['L07', [...instance, 'unicast'], true, 'unicast'],
    ['L09', [...instance, 'nopreempt'], true, 'nopreempt'],
  ] as const)('%s they must agree', (id, path, value, word) => {
    expect(lint(exampleVars(), other(path, value)).errors).toContain(
      `VI_1 has another ${word} on dir2 than on dir1 (${id})`,
    )
  })

  it('each must have every instance', () => {
    expect(lint(exampleVars(), other(['vrrp_instances', 'VI_2'], second)).errors).toContain(
      'only dir2 has VI_2, dir1 has not (L03)',
    )
  })

  it('they are one cluster though their virtual_servers differ', () => {
    const { errors } = lint(exampleVars(), other([...service, 'lb_algo'], 'rr'))
    expect(errors).toContain('dir1 and dir2 both hold 192.168.1.225, but their virtual_servers differ (L21)')
  })

  it('two masters are one too many', () => {
    const roles = { ...exampleRoles, dir2: ['install-ipvsadm', 'director-vip', 'keepalived-master'] }
    expect(lint(exampleVars(), {}, roles).errors).toEqual([
      'dir1 and dir2 both have priority 100 in VI_1 (L09)',
      'dir1 and dir2 are both made the master (masters)',
    ])
  })

  it('one host is not both', () => {
    const roles = { ...exampleRoles, dir1: [...exampleRoles.dir1!, 'keepalived-backup'] }
    expect(lint(exampleVars(), {}, roles).errors).toEqual([
      'dir1 is made the master by one role, and a backup by another (masters)',
    ])
  })

  it('none of the group may be left out', () => {
    const { dir2, ...roles } = exampleRoles
    const found = lint(exampleVars(), {}, roles)
    expect(found.errors).toEqual(['dir2 is in the group directors, but no role makes it a director (directors)'])
    expect(found.warnings).toEqual(['dir1 is the only director (L53)'])
  })

  it('keepalived without director-vip is half a director', () => {
    const roles = { ...exampleRoles, dir1: ['install-ipvsadm', 'keepalived-master'] }
    expect(lint(exampleVars(), {}, roles).warnings).toEqual([
      'dir1 has keepalived, but no role makes the kernel settings of a director (director-vip)',
    ])
  })

  it('unicast peers are those of the group, with addresses', () => {
    const vars = edit([[...instance, 'unicast'], true])
    expect(lint(vars)).toEqual({ errors: [], warnings: [] })
    expect(
      lint(vars, { dir1: { ...vars, director_group: 'all' }, dir2: { ...vars, director_group: 'all' } }).errors,
    ).toContain('rs1 is in the group all, but no role makes it a director (directors)')
    const hosts = [
      hostOf('lb1', '192.168.1.220', vars),
      hostOf('dir2', 'dir2.example.net', vars),
      ...exampleInventory(vars).hosts.slice(2),
    ]
    const site = siteOf(inventoryOf(hosts), { ...exampleRoles, lb1: exampleRoles.dir1! })
    expect(lintCluster(site).errors.map(ruledMessage)).toEqual([
      'lb1 is not in the group directors, from which unicast takes the peers (L08)',
      'dir2 has no IPv4 address for unicast (L08)',
    ])
  })

  it('unicast peers of IPv6 have addresses of it', () => {
    const vars = edit(
      [[...instance, 'unicast'], true],
      [[...instance, 'authentication'], undefined],
      [
        [...instance, 'virtual_ipaddress'],
        ['fe80::225/64', 'fd00::225/128'],
      ],
    )
    const six = (last: number): Vars => ({ ...vars, address6: `fd00::${last}` })
    const said = (own: Readonly<Record<string, Vars>>) =>
      lint(vars, own).errors.filter((line) => line.includes('(L08)'))
    expect(said({ dir1: six(220) })).toEqual(['dir2 has no IPv6 address for unicast (L08)'])
    expect(said({ dir1: six(220), dir2: six(221) })).toEqual([])
  })
})

describe('says of roles that', () => {
  it('a real server with DR needs realserver-arp (L10)', () => {
    const { rs2, ...roles } = exampleRoles
    expect(lint(exampleVars(), {}, roles).errors).toEqual([
      'rs2 is a real server with DR, but no role prepares it for that (L10)',
    ])
  })

  it('another playbook may give it, where this one gives it to nobody', () => {
    const { rs1, rs2, ...roles } = exampleRoles
    const found = lint(exampleVars(), {}, roles)
    expect(found.errors).toEqual([])
    expect(found.warnings.length).toBe(2)
  })

  it('static rules and keepalived are two owners (L19)', () => {
    expect(lint(exampleVars(), { dir1: { static: true } }).errors).toContain(
      'dir1 has static rules and keepalived (L19)',
    )
  })

  it('two static directors are two owners of the address (L01)', () => {
    const roles = { ...exampleRoles, dir1: ['director-vip'], dir2: ['director-vip'] }
    expect(lint({ ...exampleVars(), static: true }, {}, roles).errors).toEqual([
      'dir2 would be the second to hold the addresses for good (L01)',
    ])
  })

  it('one static director needs nothing more, nor when it has the address', () => {
    const roles = { ...exampleRoles, dir1: ['install-ipvsadm', 'director-vip'], dir2: [] }
    const vars = { ...exampleVars(), static: true }
    expect(lint(vars, {}, roles)).toEqual({ errors: [], warnings: [] })
    const site = siteOf(exampleInventory(vars), roles)
    const facts = factsOf('el6', { interfaces: interfacesOf({ em1: ['192.168.1.220/24', '192.168.1.225/32'] }) })
    expect(linterOf(site).host(site.inventory.host('dir1')!, facts)).toMatchObject({ errors: [], warnings: [] })
  })
})

describe('under --limit', () => {
  const limited = (inventory = exampleInventory()) => {
    const { plays, ...site } = siteOf(inventory)
    const alone = siteOf(inventory, { dir1: exampleRoles.dir1! }).plays
    return lintCluster({ ...site, plays: alone, unlimited: plays }).errors.map(ruledMessage)
  }

  it('the cluster is judged as a whole', () => {
    expect(limited()).toEqual([])
    expect(limited(exampleInventory(exampleVars(), { dir2: { priority: 100 } }))).toEqual([
      'dir1 and dir2 both have priority 100 in VI_1 (L09)',
    ])
  })
})

describe('a playbook in which no role declares a part', () => {
  const vars = edit([[...service, 'lb_kind'], 'NAT'])
  const linter = (roles: typeof exampleRoles, inventory = exampleInventory(vars)) => linterOf(siteOf(inventory, roles))

  it('is not judged, and that is said', () => {
    const { unjudged, cluster } = linter({ dir1: ['ntp'], dir2: ['ntp'], rs1: ['ntp'] })
    expect(unjudged).toMatchObject({
      rule: 'part',
      where: { file: 'playbook/play' },
      message: 'no role of this playbook is part of a cluster, so nothing of a cluster was judged',
    })
    expect(cluster()).toMatchObject({ errors: [], warnings: [] })
    expect(cluster().infos.map(ruledMessage)).toEqual([
      'dir1 and 2 more have vrrp_instances, but no role of this playbook makes that a part of a cluster (part)',
    ])
  })

  it('has nothing more to be said of it where no host has the words of one', () => {
    const { unjudged, cluster } = linter({ dir1: ['ntp'] }, exampleInventory({}))
    expect(unjudged).not.toBeNull()
    expect(cluster().infos).toEqual([])
  })

  it('is another than one with a part', () => expect(linter(exampleRoles).unjudged).toBeNull())
})

it('warns of a role that takes the words of a cluster and declares no part, once', () => {
  const site = siteOf(exampleInventory(), { ...exampleRoles, rs1: ['realserver-arp', 'partless'], rs2: ['partless'] })
  expect(lintCluster(site).warnings.map(ruledMessage)).toContain(
    'the role partless takes vrrp_instances and declares no part in a cluster, so what it does there is not judged (part)',
  )
})

it('says where: the place inside the variable, or the line of the playbook', () => {
  const wrong = lintCluster(siteOf(exampleInventory(edit([first, { host: 'rs1', port: 8080 }]))))
  expect(wrong.errors[0]?.where?.file).toBe('dir1/virtual_servers/0/real_servers/0/port')
  const roles = { ...exampleRoles, dir2: ['keepalived-master'] }
  const masters = lintCluster(siteOf(exampleInventory(exampleVars(), { dir2: { priority: 90 } }), roles))
  expect(masters.errors[0]?.where).toEqual({ file: 'playbook/dir2', line: 1, column: 1 })
})

it('has an explanation for each rule', () => {
  expect(rules.filter(({ id, explanation }) => id === '' || !explanation.endsWith('.'))).toEqual([])
})

function withoutRule(message: string): string {
  return message.replace(/ \([\w-]+\)$/, '')
}

describe('an address on a real server that a run would take from there', () => {
  const facts = factsOf('lab-debian12', {
    interfaces: interfacesOf({
      lo: ['127.0.0.1/8', '192.168.1.225/30'],
      em1: ['192.168.1.222/24', '192.168.1.225/32'],
    }),
  })
  const told = (roles: typeof exampleRoles) => {
    const site = siteOf(exampleInventory(), roles)
    const { errors, warnings } = linterOf(site).host(site.inventory.host('rs1')!, facts)
    return [errors, warnings].map((list) => list.map(({ rule }) => rule).toSorted())
  }

  it('is a warning with realserver-arp: the run must not be refused', () =>
    expect(told(exampleRoles)).toEqual([[], ['L02', 'L11']]))
  it('is an error where nobody mends it', () => {
    const [errors] = told({ ...exampleRoles, rs1: [] })
    expect(errors).toEqual(expect.arrayContaining(['L02', 'L11']))
  })
})
