import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Script, sh } from 'lbprov'
import { describe, expect, it } from 'vitest'
import { configuration } from '../../roles/keepalived/configuration.ts'
import master from '../../roles/keepalived-master/role.ts'
import { loadSite } from '../../src/load/site.ts'
import { lintCluster } from '../../src/lvs/lint/linter.ts'
import { isRoot } from '../support/tools.ts'
import { exampleInventory, exampleVars, factsOf } from '../unit/lvs/support/site.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

const load = (limit?: readonly string[]) =>
  loadSite({
    playbook: 'site.yaml',
    inventory: ['inventory/hosts'],
    cwd: root,
    home: root,
    rolesBuiltIn: join(root, 'roles'),
    limit,
  })

describe('the example site', () => {
  it('loads, and lint has nothing to say of it', async () => {
    expect(lintCluster(await load())).toEqual({ errors: [], warnings: [], infos: [], ignored: [] })
  })

  it('does the real servers first, the master last', async () => {
    const plays = (await load()).plays.map(({ assignments }) =>
      [...assignments].map(([host, roles]) => [host.name, ...roles.map(({ role }) => role)]),
    )
    expect(plays).toEqual([
      [
        ['rs1', 'realserver-arp'],
        ['rs2', 'realserver-arp'],
      ],
      [['dir2', 'install-ipvsadm', 'director-vip', 'keepalived-backup']],
      [['dir1', 'install-ipvsadm', 'director-vip', 'keepalived-master']],
    ])
  })

  it('has nothing wrong under --limit', async () => {
    expect(lintCluster(await load(['dir2']))).toEqual({ errors: [], warnings: [], infos: [], ignored: [] })
  })

  it('keeps the password among its secrets', async () => {
    expect((await load()).secrets).toContain('k7Qm2xZt')
  })
})

const installed = /v(\d+\.\d+\.\d+)/.exec(spawnSync('keepalived', ['-v'], { encoding: 'utf8' }).stderr ?? '')?.[1]

describe.skipIf(!installed)('the test of a new keepalived.conf', () => {
  const host = exampleInventory().host('dir1')!
  const params = {
    ...exampleVars(),
    priority: 100,
    director_group: 'directors',
    script_files: {},
    keepalived_options: {},
  } as never
  const facts = factsOf('debian12', { keepalived: installed! })
  const resources = master.resources({ host, params, facts, inventory: exampleInventory() }).flat(2)
  const conf = resources.find(
    (resource) => 'name' in resource && resource.name === '/etc/keepalived/keepalived.conf',
  ) as never as {
    desired: { content: string }
    options: { validate: (path: Script) => Script }
  }

  const test = (content: string, shell: string, namespaces = ['-Urn']) => {
    const path = join(mkdtempSync(join(tmpdir(), 'lbprov-validate-')), 'keepalived.conf')
    writeFileSync(path, content)
    const script = `{ ip link add em1 type dummy || ip link add em1 type veth; } 2>/dev/null; ip link set em1 up; set -e; ${conf.options.validate(sh`${path}`).text}`
    return spawnSync('unshare', [...namespaces, shell, '-c', script], { encoding: 'utf8' })
  }

  it.each(['dash', 'bash'])('lets the example through, in %s', (shell) => {
    expect(test(conf.desired.content, shell)).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  it.each([
    ['a word that is not known', 'retry 1', 'nb_get_retry 1'],
    ['an interface that is not there', 'interface em1', 'interface em7'],
    ['a priority that is none', 'priority 100', 'priority 1O0'],
  ])('refuses %s, and says why', (_, right, wrong) => {
    const { status, stderr } = test(conf.desired.content.replace(right, wrong), 'dash')
    expect(status).toBeGreaterThan(0)
    expect(stderr).toMatch(/keepalived -t: status \d/)
  })

  it('refuses an empty file, which keepalived lets through', () => {
    expect(test('', 'dash')).toMatchObject({ status: 1, stderr: expect.stringContaining('the file is empty') })
  })

  // keepalived 2.2.5 to 2.2.7 end themselves on it.
  it.skipIf(!isRoot)('lets a script through that another user runs', () => {
    const script = join('/etc', 'lbprov-test-check')
    writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 })
    const block = `vrrp_script check {\n    script "${script}"\n    user nobody\n}\n`
    const content = `${conf.desired.content.replace('global_defs {', 'global_defs {\n    enable_script_security')}${block}`
    try {
      expect(test(content, 'dash', ['-n'])).toMatchObject({ status: 0, stdout: '', stderr: '' })
      expect(test(content.replace('user nobody', 'user lbprov-nobody'), 'dash', ['-n']).stderr).toContain(
        `uid/gid for script '${script}'`,
      )
    } finally {
      rmSync(script)
    }
  })
})

describe.each(['dash', 'bash'])('a keepalived that ends itself when it is asked to test, in %s', (shell) => {
  const bin = mkdtempSync(join(tmpdir(), 'lbprov-ends-'))
  const said = (signal: string) => {
    writeFileSync(join(bin, 'keepalived'), `#!/bin/sh\nkill -s ${signal} $$\n`)
    chmodSync(join(bin, 'keepalived'), 0o755)
    const { validate } = configuration('x', '2.2.7', 'dir1', null).options as { validate: (path: Script) => Script }
    const script = `set -e; ( ${validate(sh`/etc/passwd`).text}\n)`
    return spawnSync(shell, ['-c', script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    })
  }

  it('by SIGTERM, as 2.2.5 to 2.2.7 do, is let finish', () => {
    expect(said('TERM')).toMatchObject({ status: 0, stderr: '' })
  })

  it('by another signal is shown with its status', () => {
    const { status, stderr } = said('SEGV')
    expect([status, stderr]).toEqual([139, expect.stringContaining('it says nothing\nkeepalived -t: status 139\n')])
  })
})
