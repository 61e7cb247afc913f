import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { scriptTest } from '../../roles/keepalived/script-test.ts'
import { resolveCluster } from '../../src/lvs/index.ts'
import { releaseShells } from '../support/shells.ts'
import { has } from '../support/tools.ts'
import { exampleInventory, exampleVars } from '../unit/lvs/support/site.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lbprov-scripts-')))
afterAll(() => rmSync(folder, { recursive: true }))
const scriptOf = (name: string, mode: number) => {
  writeFileSync(join(folder, name), '#!/bin/sh\n')
  chmodSync(join(folder, name), mode)
  return join(folder, name)
}
const root = realpathSync('/bin/true')

const testOf = (script: string, user: string, version = '1.3.5') => {
  const vars = { ...exampleVars(), vrrp_scripts: { check: { script } }, global_defs: { script_user: user } }
  return scriptTest(resolveCluster(vars, exampleInventory()).cluster, version)
}

describe.each(releaseShells)('before keepalived has a test of its own, in %s', (program, ...words) => {
  const said = (...given: Parameters<typeof testOf>) => {
    const { status, stderr } = spawnSync(
      program!,
      [...words.slice(0, -1), '-c', `set -e; ( ${testOf(...given)!.text}\n)`],
      { encoding: 'utf8' },
    )
    return [status, stderr]
  }
  const me = userInfo().username

  it.each([
    ['a script that can be run', () => [scriptOf('good', 0o755), me] as const],
    ['one with arguments', () => [`${scriptOf('good', 0o755)} --all`, me] as const],
    ['one that is looked for', () => ['true', 'root'] as const],
    ['one of root, where root alone writes', () => [root, 'root'] as const],
    ['one of everybody, on EL6', () => [scriptOf('open', 0o777), 'root', '1.2.13'] as const],
  ])('lets through %s', (_, given) => {
    const [script, user, version] = given()
    expect(said(script, user, version)).toEqual([0, ''])
  })

  it('refuses what is not there, or can not be run', () => {
    const why = (path: string) => `${path} is not there, or can not be run\n`
    expect(said('/nowhere/at all', me)).toEqual([1, why('/nowhere/at')])
    expect(said(scriptOf('text', 0o644), me)).toEqual([1, why(join(folder, 'text'))])
    expect(said('lbprov-nowhere --all', me)).toEqual([1, why('lbprov-nowhere')])
  })

  it('refuses one that root would run, and others write', () => {
    const path = scriptOf('open', 0o777)
    const [status, stderr] = said(path, 'root')
    expect(status).toBe(1)
    expect(stderr).toContain(`${path} can be written by others than root, so ${path} would not run\n`)
  })

  it('refuses a user that there is not', () => {
    expect(said(root, 'lbprov-nobody')).toEqual([1, 'there is no user lbprov-nobody to run scripts as\n'])
  })
})

it('is not there without a script', () => {
  expect(scriptTest(resolveCluster(exampleVars(), exampleInventory()).cluster, '1.3.5')).toBeNull()
})

it.skipIf(!has('shellcheck'))('shellcheck has nothing to say of it', () => {
  const words = ['-s', 'sh', '-e', 'SC2317,SC2034,SC2043,SC2234,SC2086', '-f', 'gcc', '-']
  const input = testOf(root, 'root')!.text
  expect(spawnSync('shellcheck', words, { input }).stdout.toString()).toBe('')
})
