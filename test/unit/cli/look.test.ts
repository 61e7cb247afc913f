import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { whoAndWhere } from '../../../src/cli/who.ts'
import { lbprovProgram } from '../../support/bundle.ts'
import { called } from '../../support/called.ts'
import { quietSite } from '../../support/quiet-site.ts'

const root = join(import.meta.dirname, '../../..')
const main = await lbprovProgram()
const example = [join(root, 'playbooks/site.yaml'), '-i', join(root, 'inventory/hosts')]
const folder = quietSite('a ansible_connection=local\n')

const lbprov = (...words: readonly string[]) => called(folder, words)

test.each([
  ['text', /^cluster of dir1, dir2\n/],
  ['mermaid', /^flowchart LR\n/],
  ['dot', /^digraph lbprov \{\n/],
  ['json', /^\{\n {2}"lbprov"/],
])('show as %s, without a host', async (format, begin) => {
  const { status, stdout, stderr } = await lbprov('show', ...example, '--format', format)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(begin)
})

test('--report writes a page for its owner alone; a folder that is not there is known before anything is done', async () => {
  const file = join(folder, 'out.html')
  const { status } = await lbprov('run', 'site.yaml', '-i', 'hosts', '--check', '--report', file)
  expect(status).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain(`<title>lbprov check of site.yaml by ${whoAndWhere()}</title>`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const away = join(folder, 'away/out.html')
  for (const command of ['run', 'verify']) {
    const refused = await lbprov(command, 'site.yaml', '-i', 'hosts', '--report', away)
    expect([refused.status, refused.stdout]).toEqual([3, ''])
    expect(refused.stderr).toMatch(/--report \S+away\/out\.html: \S+away is no folder for it/)
  }
  expect(existsSync(away)).toBe(false)
})

test('serve listens on loopback alone, prints where, and ends on Ctrl-C with 0', async () => {
  const serving = spawn(process.execPath, [main, 'serve', 'site.yaml', '-i', 'hosts'], { cwd: folder })
  const [line] = (await once(serving.stdout, 'data')) as [Buffer]
  const [, url] = /^(http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32})\n$/.exec(line.toString())!
  expect(await (await fetch(url!)).text()).toContain('site.yaml')
  expect((await fetch(url!.replace(/token=.*/, ''))).status).toBe(403)
  serving.kill('SIGINT')
  const [code] = await once(serving, 'exit')
  expect(code).toBe(0)
})

test('an address that is not of this machine is a mistake', async () => {
  const { status, stderr } = await lbprov('serve', 'site.yaml', '-i', 'hosts', '--listen', '192.0.2.1')
  expect(status).toBe(3)
  expect(stderr).toContain('can not listen on 192.0.2.1')
})
