import { expect, test } from 'vitest'
import { isSlip } from '../../../src/load/playbook/slips.ts'
import { problemsOf, roleWith, siteOf } from './helpers.ts'

test.each([
  ['lvs_sync_deamon', 'lvs_sync_daemon'],
  ['vrrp_sync_group', 'vrrp_sync_groups'],
  ['global_def', 'global_defs'],
  ['vrrp_script', 'vrrp_scripts'],
  ['lint_ignor', 'lint_ignore'],
  ['director_sysctl', 'director_sysctls'],
  ['statics', 'static'],
  ['virtual_server', 'virtual_servers'],
  ['vrrp-instances', 'vrrp_instances'],
  ['vritual_servers', 'virtual_servers'],
  ['prioirty', 'priority'],
  ['vualt', 'vault'],
])('%s is meant to be %s', (name, param) => expect(isSlip(name, param)).toBe(true))

test.each([
  ['virtual_servers_count', 'virtual_servers'],
  ['virtual_servers_2', 'virtual_servers'],
  ['priorities', 'priority'],
  ['status', 'static'],
  ['static_dir', 'static'],
  ['default', 'vault'],
  ['fault', 'vault'],
  ['track', 'rack'],
  ['ip_address', 'address'],
  ['admin_email', 'admin_user'],
  ['open_tcp_ports', 'open_ports'],
  ['keepalived_instances', 'vrrp_instances'],
])('%s is another than %s', (name, param) => expect(isSlip(name, param)).toBe(false))

const files = {
  hosts: '[lb]\nlb1\nlb2\n[web]\nweb1 statics=no\n[lb:vars]\nlint_ignor=x\n',
  'group_vars/lb.yml': 'virtual_servers: []\nvirtual_server: []\nvirtual_servers_count: 2\n',
  'group_vars/web.yml': 'virtual_servrs: []\n',
  'host_vars/lb1.yml': 'statics: true\nopen_port: 80\n',
  'roles/lb/role.js': roleWith({ virtual_servers: { type: 'array' }, static: { type: 'boolean', default: false } }),
  'site.yaml': '- hosts: lb\n  roles: [lb]\n',
}
const told = async (more = {}) => {
  const { slips } = await siteOf({ ...files, ...more })
  return slips?.map(({ name, meant, where }) => `${where.file}:${where.line}:${where.column} ${name} ${meant}`)
}

test('a place is told once, and not of hosts whose roles take no such thing', async () => {
  expect(await told()).toEqual([
    'hosts:7:1 lint_ignor lint_ignore',
    'host_vars/lb1.yml:1:1 statics static',
    'group_vars/lb.yml:2:1 virtual_server virtual_servers',
  ])
})

test('what a role of another playbook takes is none, and a role that is broken is no matter', async () => {
  const others = {
    'roles/other/role.js': roleWith({ virtual_server: { type: 'array' }, statics: { type: 'boolean' } }),
    'roles/broken/role.js': 'export default nothing\n',
  }
  expect(await told(others)).toEqual(['hosts:7:1 lint_ignor lint_ignore'])
})

test('of -e and the vars of a play it is an error', async () => {
  const playbook = '- hosts: lb\n  vars: { statics: true }\n  roles: [lb]\n'
  const [inPlay, given] = await problemsOf(
    siteOf({ ...files, 'site.yaml': playbook }, { extraVars: ['virtual_servrs=1'] }),
  )
  expect([inPlay, given].join('\n')).toContain('no role of this play has a param statics\n    Did you mean static?')
  const again = await problemsOf(
    siteOf({ ...files, 'group_vars/web.yml': 'x: 1\n' }, { extraVars: ['virtual_servrs=[]'] }),
  )
  expect(again.join('\n')).toContain('nothing uses virtual_servrs\n    Did you mean virtual_servers?')
})
