import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { ownScratch } from '../../support/scratch.ts'
import { tempFolder } from '../transport/support/temp.ts'

afterEach(() => vi.unstubAllEnvs())

test('files of tests go where there is room for them, and are gone afterwards', () => {
  vi.stubEnv('TMPDIR', undefined)
  const place = tempFolder()
  const clear = ownScratch(place)
  const folder = process.env.TMPDIR!
  expect(folder.startsWith(join(place, 'lbprov-tests-'))).toBe(true)
  writeFileSync(join(folder, 'file'), '')
  clear()
  expect(existsSync(folder)).toBe(false)
})

test('where there is no memory for them they go on the disk', () => {
  vi.stubEnv('TMPDIR', undefined)
  const disk = tempFolder()
  const clear = ownScratch('/nowhere', disk)
  expect(process.env.TMPDIR!.startsWith(join(disk, 'lbprov-tests-'))).toBe(true)
  clear()
})

test('a place that is named stays as it is', () => {
  const memory = tempFolder()
  vi.stubEnv('TMPDIR', '/somewhere')
  ownScratch(memory)()
  expect(process.env.TMPDIR).toBe('/somewhere')
})
