import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeNew, writeOver } from '../../../src/load/text/written.ts'
import { WriteError } from '../../../src/model/errors.ts'
import { tempFolder } from '../transport/support/temp.ts'

test('a file that is written over has the new text and mode, and nothing is beside it', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'a'), 'old')
  writeOver(join(folder, 'a'), 'new', 0o600)
  expect([readFileSync(join(folder, 'a'), 'utf8'), statSync(join(folder, 'a')).mode & 0o777]).toEqual(['new', 0o600])
  expect(readdirSync(folder)).toEqual(['a'])
})

test('what can not be moved to its place is taken away', () => {
  const folder = tempFolder()
  mkdirSync(join(folder, 'a'))
  expect(() => writeOver(join(folder, 'a'), 'new')).toThrow(WriteError)
  expect(readdirSync(folder)).toEqual(['a'])
})

test('what was there before is left alone, what a killed run left too', () => {
  const folder = tempFolder()
  const left = `a.${process.pid}.new`
  for (const name of ['b', left]) writeFileSync(join(folder, name), 'of another')
  expect(() => writeNew(join(folder, 'b'), 'new')).toThrow(WriteError)
  writeOver(join(folder, 'a'), 'new')
  for (const name of ['b', left]) expect(readFileSync(join(folder, name), 'utf8')).toBe('of another')
})

test.each(['writeNew', 'writeOver'])('%s leaves no half of a file where there is no room', (name) => {
  const folder = tempFolder()
  const program = `
    const { ${name} } = await import(process.env.MODULE)
    try { ${name}(process.env.FILE, 'x'.repeat(100_000)) } catch (error) { console.log(error.name) }`
  const limited = 'ulimit -f 8; exec "$NODE" --input-type=module -e "$PROGRAM"'
  const module = join(import.meta.dirname, '../../../src/load/text/written.ts')
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  const own = { NODE: process.execPath, PROGRAM: program, MODULE: module, FILE: join(folder, 'a') }
  const { stdout } = spawnSync('sh', ['-c', limited], { encoding: 'utf8', env: { ...env, ...own } })
  expect([stdout, readdirSync(folder)]).toEqual(['WriteError\n', []])
})
