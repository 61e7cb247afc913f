import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { schemaCheck } from '../../../src/load/schema/schema-check.ts'
import { clusterVariables } from '../../../src/lvs/language/cluster.ts'
import { clusterSchema, fitsCluster } from './support/fits-cluster.ts'
import { changed, exampleVars } from './support/site.ts'

it('lets the example through, and that fits in 30 lines', () => {
  expect(fitsCluster(exampleVars()) || fitsCluster.errors).toBe(true)
  const text = readFileSync(new URL('../../../inventory/group_vars/all.yml', import.meta.url), 'utf8')
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(30)
})

describe('refuses', () => {
  it.each([
    ['an old how-to’s nat_mask', ['virtual_servers', 0, 'nat_mask'], '255.255.255.0'],
    ['an old how-to’s nb_get_retry', ['virtual_servers', 0, 'TCP_CHECK', 'nb_get_retry'], 3],
    ['an unknown word of an instance', ['vrrp_instances', 'VI_1', 'state'], 'MASTER'],
    ['lower case forwarding', ['virtual_servers', 0, 'lb_kind'], 'dr'],
    ['an unknown scheduler', ['virtual_servers', 0, 'lb_algo'], 'wrrr'],
    ['router id 256', ['vrrp_instances', 'VI_1', 'virtual_router_id'], 256],
    ['priority 255', ['vrrp_instances', 'VI_1', 'priority'], { dir1: 255 }],
    ['nine bytes of password', ['vrrp_instances', 'VI_1', 'authentication', 'auth_pass'], '123456789'],
    ['an interface of 16 letters', ['vrrp_instances', 'VI_1', 'interface'], 'e'.repeat(16)],
    ['a weight of 65536', ['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', weight: 65536 }],
    ['no real server', ['virtual_servers', 0, 'real_servers'], []],
    ['a url without path', ['virtual_servers', 0, 'HTTP_GET'], { url: {} }],
    ['a comment sign in a path', ['virtual_servers', 0, 'HTTP_GET'], { url: { path: '/a#b' } }],
    ['a brace in a name', ['virtual_servers', 0, 'DNS_CHECK'], { name: 'a}b' }],
    ['persistence 0', ['virtual_servers', 0, 'persistence_timeout'], 0],
    ['more than 31 days of lvs_timeouts', ['global_defs'], { lvs_timeouts: { tcp: 2678401 } }],
    ['a delay of no time', ['track_processes'], { named: { process: 'named', fork_delay: 0 } }],
    ['a number that moves no priority', ['track_files'], { drain: { file: '/run/drain', init_file: 255 } }],
    ['a part of a millisecond', ['bfd_instances'], { up: { neighbor_ip: '10.0.0.3', min_rx: 0.5 } }],
    ['a busy idle_tx', ['bfd_instances'], { up: { neighbor_ip: '10.0.0.3', idle_tx: 999 } }],
    ['status 600', ['virtual_servers', 0, 'HTTP_GET'], { url: { path: '/', status_code: 600 } }],
    ['statuses up to 999', ['virtual_servers', 0, 'HTTP_GET'], { url: { path: '/', status_code: '200-999' } }],
    ['a quote in misc_path', ['virtual_servers', 0, 'MISC_CHECK'], { misc_path: '/bin/sh -c "x"' }],
    [
      'a line feed in an instance name',
      ['vrrp_instances', 'a\nb'],
      { interface: 'em1', virtual_router_id: 1, virtual_ipaddress: ['1.1.1.1'] },
    ],
  ] as const)('%s', (_, path, value) => expect(fitsCluster(changed(exampleVars(), path, value))).toBe(false))
})

/** Every schema inside a schema, with the way to it. */
function places(node: object, way = ''): readonly (readonly [string, Record<string, unknown>])[] {
  const own = [[way, node as Record<string, unknown>] as const]
  return own.concat(
    Object.entries(node).flatMap(([key, value]) =>
      value !== null && typeof value === 'object' ? places(value, `${way}/${key}`) : [],
    ),
  )
}

const roles = await Promise.all(
  globSync(join(import.meta.dirname, '../../../roles/*/role.ts')).map(
    async (file) =>
      [basename(dirname(file)), ((await import(file)) as { default: { params: object } }).default] as const,
  ),
)

it('a value that does not fit a pattern is told in words what it must be', () => {
  const all = roles.flatMap(([name, { params }]) => places(params, name))
  const patterned = all.filter(([, { pattern }]) => typeof pattern === 'string')
  expect(patterned.length).toBeGreaterThan(60)
  const silent = patterned.filter(
    ([, { title, type }]) => typeof title !== 'string' || !String(type).includes('string'),
  )
  expect(silent.map(([way, { pattern }]) => `${way}: ${pattern}`)).toEqual([])
})

it.each([
  ['interface', 'em 1', 'the name of an interface, at most 15 characters or a mapping of at least one key'],
  ['track_script', ['a b'], 'a name of letters, digits, _, . and -'],
  ['notify', './told', 'a program by its whole path or its name alone'],
  ['notify', '-x', 'a program by its whole path or its name alone'],
])('%s, which is not %j', (word, value, says) => {
  const path = ['vrrp_instances', 'VI_1', word]
  const faults = schemaCheck(clusterVariables.vrrp_instances).faults(changed(exampleVars(), path, value).vrrp_instances)
  const said = faults.map(({ message }) => message).join()
  expect(said).toContain(says)
  expect(said).not.toMatch(/\^|matches/)
})

describe('serves editors', () => {
  const all = places(clusterSchema)

  it('with a description on every field', () => {
    const fields = all.filter(([way]) => /\/properties\/[^/]+$/.test(way))
    expect(fields.length).toBeGreaterThan(60)
    expect(fields.filter(([, { description }]) => typeof description !== 'string').map(([way]) => way)).toEqual([])
  })

  it('with no object that takes unknown words', () => {
    const open = all.filter(
      ([, node]) => node.properties && node.type === 'object' && node.additionalProperties !== false,
    )
    expect(open.map(([way]) => way)).toEqual([])
  })
})

it.each([
  [['vrrp_instances', 'VI_1', 'state'], 'MASTER', 'Leave it out: every director starts as BACKUP'],
  [['vrrp_instances', 'VI_1', 'unicast_peer'], ['192.0.2.2'], 'Write unicast: true'],
  [['virtual_servers', 0, 'nat_mask'], '255.255.255.0', 'Leave it out: keepalived has not known it since 1.2.20'],
  [['virtual_servers', 0, 'retry'], 1, 'Write it in the check: TCP_CHECK'],
  [['virtual_servers', 0, 'sorry_server_lvs_method'], 'NAT', 'Write sorry_server: { host: rs3, lb_kind: NAT }.'],
  [['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', alpha: 1 }, 'Write it in the check: TCP_CHECK'],
  [['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', retry: 1 }, 'Write it in the check: TCP_CHECK'],
  [
    ['virtual_servers', 0, 'real_servers', 0],
    { host: 'rs1', delay_before_retry: 1 },
    'Write it in the check: TCP_CHECK',
  ],
  [['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', warmup: 1 }, 'Write it in the check: TCP_CHECK'],
  [['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', delay_loop: 1 }, 'Write it in the check: TCP_CHECK'],
  [['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', connect_timeout: 1 }, 'Write it in the check: TCP_CHECK'],
  [['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', lvs_method: 'NAT' }, 'Write lb_kind.'],
  [['virtual_servers', 0, 'HTTP_GET'], { url: { path: '/' }, nb_get_retry: 3 }, 'Write retry.'],
])('a word of keepalived that is left out on purpose is answered with what to write: %j', (path, value, hint) => {
  const [variable, ...inside] = path as [keyof typeof clusterVariables, ...(string | number)[]]
  const faults = schemaCheck(clusterVariables[variable]).faults(changed(exampleVars(), path, value)[variable])
  expect(faults.map((one) => one.hint)).toEqual([expect.stringContaining(hint)])
  expect(faults[0]!.path.slice(0, inside.length)).toEqual(inside)
})
