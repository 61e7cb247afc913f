import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { clientExec } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import { changesIn, cluster, entry, on, project, root } from './support.ts'

const page = readFileSync(join(root, 'docs/own-roles.md'), 'utf8')
const block = (after: string, language: string) =>
  new RegExp(`${after}[^]*?\`\`\`${language}\n([^]*?)\`\`\``).exec(page)![1]!

/** The files that the page shows, and its kind in a role that uses it. */
function files(): Record<string, string> {
  const kind = block('## A kind of your own', 'ts')
  return {
    'package.json': '{ "name": "shop", "private": true, "type": "module" }\n',
    'roles/status-page/role.ts': block('`roles/status-page/role.ts`', 'ts'),
    'roles/status-page/status.html.hbs': block('`roles/status-page/status.html.hbs`', 'handlebars'),
    'roles/names/role.ts': `${kind}
import { defineRole } from 'lbprov'
export default defineRole({ params: {}, resources: () => [hostsEntry('192.168.1.225', 'shop.example shop')] })
`,
  }
}

describe('installed from its package into an empty project', () => {
  let folder = ''
  const run = async (...words: string[]): Promise<{ code: number; report: Report; stderr: string }> => {
    const bin = join(folder, 'node_modules/.bin/lbprov')
    const ended = await clientExec([
      'env',
      '-C',
      folder,
      process.execPath,
      bin,
      'run',
      'site.yaml',
      '-i',
      'hosts',
      '--format',
      'json',
      ...entry,
      ...words,
    ])
    if (ended.stdout === '') throw new Error(ended.stderr)
    return { code: ended.code, report: JSON.parse(ended.stdout) as Report, stderr: ended.stderr }
  }

  beforeAll(async () => {
    await cluster()
    const npm = (cwd: string, ...words: string[]) =>
      execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    const packed = mkdtempSync(join(tmpdir(), 'lbprov-pack-'))
    npm(root, 'pack', '--silent', '--pack-destination', packed)
    folder = project(files())
    npm(folder, 'install', '--silent', '--prefer-offline', '--no-audit', join(packed, 'lbprov-0.1.0.tgz'))
    const installed = join(folder, 'node_modules/lbprov')
    cpSync(join(installed, 'inventory'), folder, { recursive: true })
    const site = readFileSync(join(installed, 'playbooks/site.yaml'), 'utf8')
    writeFileSync(join(folder, 'site.yaml'), `${site}\n${block('`site.yaml`', 'yaml')}    - names\n`)
    for (const name of ['rs1', 'rs2'])
      await on(name, 'sed -i /shop.example/d /etc/hosts; rm -f /var/www/html/status.html /etc/sysctl.d/zz-lbprov.conf')
  })

  test('the built-in roles and the own ones are checked, run, and then at rest', async () => {
    const check = await run('--check')
    const first = await run()
    expect([check.code, first.code], check.stderr + first.stderr).toEqual([0, 0])
    expect(changesIn(first.report)).toEqual(changesIn(check.report))
    const own = first.report.hosts.flatMap(({ host, steps }) =>
      steps
        .filter(({ role }) => role === 'status-page' || role === 'names')
        .map(({ resource, outcome }) => [host, resource, outcome]),
    )
    expect(own).toEqual(
      ['rs1', 'rs2'].flatMap((host) => [
        [host, 'directory[/var/www/html]', 'unchanged'],
        [host, 'file[/var/www/html/status.html]', 'created'],
        [host, 'sysctl[net.core.somaxconn]', expect.stringMatching(/created|updated/)],
        [host, 'hosts-entry[192.168.1.225]', 'created'],
      ]),
    )
    const second = await run()
    expect([second.code, changesIn(second.report)]).toEqual([0, []])
  })

  test('what the own roles describe is so', async () => {
    const { stdout } = await on('rs2', 'cat /var/www/html/status.html; getent hosts 192.168.1.225')
    expect(stdout).toMatch(
      /^<title>Shop<\/title>\n<p>rs2 on debian 12 is up\.<\/p>\n192\.168\.1\.225 +shop\.example shop\n$/,
    )
  })

  test('a mistake in an own role is told with its file and line, and no host is touched', async () => {
    const file = join(folder, 'roles/status-page/role.ts')
    const good = readFileSync(file, 'utf8')
    writeFileSync(file, good.replace('name: host.name,', ''))
    try {
      await expect(run()).rejects.toThrow(
        /role status-page failed.*status\.html\.hbs: line 2, column \d+: the template uses name, which it was not given/s,
      )
    } finally {
      writeFileSync(file, good)
    }
  })
})
