import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problemsOf, siteOf } from '../unit/load/helpers.ts'

const rolesBuiltIn = join(import.meta.dirname, '../../roles')
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6 me@here'

const problems = (vars: string) =>
  problemsOf(
    siteOf(
      { hosts: '[web]\nweb1\n', 'site.yaml': '- hosts: web\n  roles: [bootstrap]\n', 'group_vars/web.yaml': vars },
      { rolesBuiltIn },
    ),
  )

const keys = `admin_authorized_keys: ["${key}"]\n`

test('what is right is taken', async () => {
  const vars = `${keys}host_name: lb1.example.org
vault: http://mirror.example/centos-vault/?a&b
base_packages: [g++, python3.11, libstdc++6]
open_ports: [80/tcp, 161/udp from 10.0.0.5]
selinux_booleans: { keepalived_connect_any: true }
`
  expect(await problems(vars)).toEqual([])
  expect(await problems(`${keys}vault: ''\nhost_name: ''\n`)).toEqual([])
})

describe('what would be more than a value is refused where it is written', () => {
  test.each([
    ['vault: "http://x\\n1e touch /canary"', 'vault must be "" or a URL like https://mirror.example/el9'],
    ['vault: "http://x/ y"', 'vault must be "" or a URL like'],
    ['host_name: "a\\nb"', 'host_name must be "" or letters, digits, - and dots'],
    ['base_packages: [nginx-]', 'base_packages[0] must be the exact name of a package like g++'],
    ['base_packages: ["-oDPkg::Pre-Invoke::=touch /canary"]', 'base_packages[0] must be the exact name of a package'],
    ['open_ports: ["80/tcp; reboot"]', 'open_ports[0] must be PORT/tcp, PORT/udp'],
    ['selinux_booleans: { "-P": true }', 'must be the name of a boolean like httpd_can_network_connect'],
    ['admin_user: "root ALL=(ALL) NOPASSWD: ALL\\n#"', 'admin_user must be a name of small letters'],
    [`admin_authorized_keys: ["${key}\\n${key}"]`, 'admin_authorized_keys[0] must be one line as in a .pub file'],
  ])('%s', async (vars, message) => {
    const found = await problems(vars.startsWith('admin_auth') ? `\n${vars}\n` : `${keys}${vars}\n`)
    expect(found).toEqual([expect.stringMatching(/^group_vars\/web\.yaml:2:\d+: /)])
    expect(found[0]).toContain(message)
  })
})
