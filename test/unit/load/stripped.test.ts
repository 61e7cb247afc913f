import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stripped } from '../../../src/load/stripped.ts'
import { tempFolder } from '../transport/support/temp.ts'

let folder = ''
const file = () => join(folder, 'role.ts')
const cache = () => join(folder, 'cache/lbprov/roles')
beforeEach(() => {
  folder = tempFolder()
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  writeFileSync(file(), 'const a: number = 1\n')
})
afterEach(() => void vi.unstubAllEnvs())

test('types are taken away once, and the result is kept for its owner alone', () => {
  expect(stripped(file())).toBe('const a         = 1\n')
  const [name] = readdirSync(cache())
  expect([statSync(cache()).mode & 0o777, statSync(join(cache(), name!)).mode & 0o777]).toEqual([0o700, 0o600])
  writeFileSync(join(cache(), name!), 'kept')
  expect(stripped(file())).toBe('kept')
  writeFileSync(file(), 'const b: number = 1\n')
  expect(stripped(file())).toBe('const b         = 1\n')
})

test('a folder in which others may write is no cache', () => {
  mkdirSync(cache(), { recursive: true })
  chmodSync(join(folder, 'cache'), 0o777)
  expect(stripped(file())).toBe('const a         = 1\n')
  expect(readdirSync(cache())).toEqual([])
})

test('one that can not be written is none', () => {
  writeFileSync(join(folder, 'cache'), '')
  expect(stripped(file())).toBe('const a         = 1\n')
  expect(readFileSync(join(folder, 'cache'), 'utf8')).toBe('')
})

test('one whose place is taken leaves nothing beside it', () => {
  stripped(file())
  const [name] = readdirSync(cache())
  rmSync(join(cache(), name!))
  mkdirSync(join(cache(), name!))
  expect(stripped(file())).toBe('const a         = 1\n')
  expect(readdirSync(cache())).toEqual([name])
})

test('what can not be taken away is left to Node.js to name', () => {
  writeFileSync(file(), 'enum A { b }\n')
  expect(stripped(file())).toBeUndefined()
  expect(existsSync(cache()) ? readdirSync(cache()) : []).toEqual([])
})
