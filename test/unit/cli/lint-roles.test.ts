import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { called } from '../../support/called.ts'
import { directoryWith } from '../load/helpers.ts'

const root = join(import.meta.dirname, '../../..')
const ours = (name: string) => `export { default } from '${join(root, 'roles', name, 'role.ts')}'\n`

/** `lbprov lint site.yaml` on the example's inventory, in a folder with these files. */
function lint(files: Readonly<Record<string, string>>, ...words: string[]) {
  return called(directoryWith(files), ['lint', 'site.yaml', '-i', join(root, 'inventory'), ...words])
}

describe('a playbook without a part of a cluster', () => {
  const files = {
    'site.yaml': '- hosts: all\n  roles: [ntp]\n',
    'roles/ntp/role.ts': 'export default { params: {}, resources: () => [] }\n',
  }
  const words = 'no role of this playbook is part of a cluster, so nothing of a cluster was judged'

  test('is told so, not that nothing was found', async () => {
    const { stdout, status } = await lint(files)
    expect(stdout).toContain(`site.yaml:1:3  warning: ${words} (part)`)
    expect(stdout).not.toContain('nothing found')
    expect(status).toBe(0)
  })

  test('fails a job that is to judge one', async () => {
    const { stdout, status } = await lint(files, '--strict', '--format', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 3,
      findings: [{ rule: 'part', severity: 'warning', message: words }, {}],
    })
    expect(status).toBe(3)
  })
})

test('roles that a user re-exports under other names are judged', async () => {
  const { stdout, status } = await lint({
    'site.yaml': '- hosts: realservers\n  roles: [web]\n- hosts: directors\n  roles: [table, kernel, balancer]\n',
    'roles/web/role.ts': ours('realserver-arp'),
    'roles/table/role.ts': ours('install-ipvsadm'),
    'roles/kernel/role.ts': ours('director-vip'),
    'roles/balancer/role.ts': ours('keepalived-master'),
  })
  expect(stdout).toContain('error: dir1 and dir2 are both made the master (masters)')
  expect(status).toBe(3)
})
