import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readBounded } from '../../../src/disk/read.ts'
import { readText } from '../../../src/load/text/files.ts'
import { newProblems } from '../../../src/load/text/problems.ts'
import { template } from '../../../src/resources/template.ts'

const folder = mkdtempSync(join(tmpdir(), 'lbprov-read-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(at('file'), 'text\n')
writeFileSync(at('large'), Buffer.alloc(17 << 20, 'x'))
mkdirSync(at('folder'))
symlinkSync('file', at('link'))
execFileSync('mkfifo', [at('pipe')])

test.each(['file', 'link'])('%s is read', (name) => expect(readBounded(at(name)).toString()).toBe('text\n'))

test('what says that it has no bytes is read, too', () =>
  expect(readBounded('/proc/self/status').toString()).toContain('Name:'))

test('what a shell hands over is read', () => expect(readBounded('/dev/null').length).toBe(0))

test.each([
  ['/dev/zero', 'it is not a regular file'],
  [at('pipe'), 'it is not a regular file'],
  [at('folder'), 'it is a directory'],
  [at('large'), 'it has more than 16 MiB'],
  [at('none'), 'ENOENT'],
])('%s is not', (path, why) => expect(() => readBounded(path)).toThrow(why))

test('a template that has no end is an error', () =>
  expect(() => template('/dev/zero', {})).toThrow('it is not a regular file'))

test('a file of variables that has no end is a problem', () => {
  const problems = newProblems()
  expect(readText('/dev/zero', { cwd: '/', home: '/', problems })).toBeUndefined()
  expect(problems.list()).toMatchObject([{ message: 'cannot read dev/zero: it is not a regular file' }])
})
