import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { scratchInMemory } from '../../support/scratch.ts'
import { tempFolder } from '../transport/support/temp.ts'

afterEach(() => vi.unstubAllEnvs())

test('files of tests go where there is room for them, and are gone afterwards', () => {
  vi.stubEnv('TMPDIR', undefined)
  const place = tempFolder()
  const clear = scratchInMemory(place)
  const folder = process.env.TMPDIR!
  expect(folder.startsWith(join(place, 'lbprov-tests-'))).toBe(true)
  writeFileSync(join(folder, 'file'), '')
  clear()
  expect(existsSync(folder)).toBe(false)
})

test.each([
  ['a place that is named', '/somewhere', tempFolder()],
  ['where there is no such folder', undefined, '/nowhere'],
])('%s stays as it is', (_, named, memory) => {
  vi.stubEnv('TMPDIR', named)
  scratchInMemory(memory)()
  expect(process.env.TMPDIR).toBe(named)
})
