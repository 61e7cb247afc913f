import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'rolldown/utils'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'lbprov-bin-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts a program of bin/ in a copy of it, beside what the build would have made. */
function start(name: string, { main = '', node = process.version }): { code: number | null; out: string; err: string } {
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true })
  mkdirSync(join(folder, 'dist/src/cli'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'dist/src/cli/bin.js'), main)
  writeFileSync(join(folder, 'as.cjs'), `Object.defineProperty(process, 'version', { value: '${node}' })`)
  const words = ['-r', join(folder, 'as.cjs'), join(folder, 'bin', name)]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

describe('on a Node.js that is too old', () => {
  test.each([
    ['v12.0.0', '22.18'],
    ['v20.20.2', '22.18'],
    ['v22.17.1', '22.18'],
    ['v23.5.0', '23.6'],
  ])('%s: it says which is needed, and loads nothing', (node, wanted) => {
    const err = `lbprov needs Node.js ${wanted} or newer; this is ${node}\n`
    expect(start('lbprov.cjs', { node, main: "console.log('loaded')" })).toEqual({ code: 3, out: '', err })
  })

  test.each(['v22.18.0', 'v23.6.0', 'v24.0.0', 'v30.1.0'])('%s is not', (node) => {
    expect(start('lbprov.cjs', { node, main: "console.log('loaded')" })).toEqual({ code: 0, out: 'loaded\n', err: '' })
  })

  test.each(globSync('bin/*', { cwd: root }))('%s is in words of 2018', (path) => {
    const [old, now] = ['es2018', 'esnext'].map((target) => transformSync(path, read(path), { target }))
    expect(old!.errors).toEqual([])
    expect(old!.code).toBe(now!.code)
  })

  test('every npm script says so', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const programs = Object.entries(scripts).filter(([, words]) => /\b(node|vitest) /.test(words))
    expect(programs.filter(([, words]) => !/bin\/(needs-node|lbprov)\.cjs/.test(words))).toEqual([
      ['bench:offline', expect.stringMatching(/^LBPROV_BENCH=yes npm run -s build &&/)],
    ])
    expect(read('vitest.config.ts')).toMatch(/^import '.\/bin\/needs-node.cjs'/)
  })

  test('the number is the same everywhere', () => {
    expect(read('.node-version')).toBe('22.18.0\n')
    expect(JSON.parse(read('package.json')).engines.node).toBe('^22.18.0 || >=23.6.0')
    expect([...read('README.md').matchAll(/Node\.js (\d[\d.]*\d)/g)].map(([, number]) => number)).toEqual(['22.18'])
  })
})

describe('the end', () => {
  test.each([
    ['work that is never done', 'await new Promise(() => {})', 1, /^lbprov ended before its work was done/],
    ['an error', "throw new Error('broken')", 1, /Error: broken/],
    ['an exit code', 'process.exitCode = 4', 4, /^$/],
    ['an exit in mid-work', 'setImmediate(() => process.exit(130)); await new Promise(() => {})', 130, /^$/],
  ])('%s', (_, main, code, err) => {
    expect(start('lbprov.cjs', { main })).toEqual({ code, out: '', err: expect.stringMatching(err) })
  })
})
