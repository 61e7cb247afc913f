import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type HostVariables, siteFiles, writeFiles } from '../../../src/load/adopted-files.ts'
import { connectionVariablesOf } from '../../../src/load/connection/connection-written.ts'
import { loadInventory } from '../../../src/load/inventory/inventory.ts'
import { inventoryOf } from './helpers.ts'

const site = (variables: Readonly<Record<'lb1' | 'lb2' | 'web', HostVariables>>) => {
  const cwd = mkdtempSync(join(tmpdir(), 'lbprov-adopted-'))
  const host = (name: 'lb1' | 'lb2' | 'web') => ({ name, variables: variables[name] })
  writeFiles(cwd, siteFiles({ master: host('lb1'), backups: [host('lb2')], realServers: [host('web')], data: {} }))
  return cwd
}

const load = (cwd: string) => loadInventory({ inventory: ['hosts'], cwd, home: '/home/me', env: {} })

test('a host of the new inventory is entered as it was', async () => {
  const before = await inventoryOf({
    hosts: `lb1 ansible_host=10.0.0.1 ansible_port=2222 ansible_password='a "b" #c'
lb2 ansible_connection=local address=10.9.9.2 ansible_password=1234
web ansible_ssh_private_key_file="/home/me/a key" ansible_timeout=3 ansible_become_user=app

[all:vars]
ansible_user=ops
ansible_become=yes
ansible_become_password="it's"
host_key_checking=accept-new
ansible_ssh_known_hosts_file=/srv/known
`,
  })
  const own = (name: string) => connectionVariablesOf(before.host(name)!, {})
  const cwd = site({ lb1: own('lb1'), lb2: own('lb2'), web: own('web') })
  const after = await load(cwd)
  for (const { name, connection } of before.hosts) expect(after.host(name)!.connection, name).toEqual(connection)
  expect(after.host('lb2')!.vars.address).toBe('10.9.9.2')
  expect(after.groups.get('directors')).toEqual(['lb1', 'lb2'])
  expect(statSync(join(cwd, 'hosts')).mode & 0o777).toBe(0o600)
})

test('a password that was asked for is not written down', async () => {
  const { hosts } = await inventoryOf({ hosts: 'lb1\nlb2 ansible_password=own' }, { password: 'asked', user: 'ops' })
  const [first, second] = hosts.map((host) => connectionVariablesOf(host, { password: 'asked' }))
  expect([first, second]).toEqual([{ ansible_user: 'ops' }, { ansible_user: 'ops', ansible_password: 'own' }])
})
