import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { diskFolder } from '../../../lab/memory.ts'
import config from '../../../vitest.config.ts'
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

test('in a place that is named they have a folder of their own, too', () => {
  const place = tempFolder()
  vi.stubEnv('TMPDIR', place)
  const clear = ownScratch('/nowhere', '/nowhere')
  expect(process.env.TMPDIR!.startsWith(join(place, 'lbprov-tests-'))).toBe(true)
  clear()
  expect(readdirSync(place)).toEqual([])
})

test('what a run left that was killed is gone a day later, and nothing else', () => {
  const place = tempFolder()
  for (const name of ['lbprov-tests-old', 'lbprov-tests-new', 'else'])
    mkdirSync(join(place, name, 'full'), { recursive: true })
  const yesterday = Date.now() / 1000 - 25 * 60 * 60
  for (const name of ['lbprov-tests-old', 'else']) utimesSync(join(place, name), yesterday, yesterday)
  vi.stubEnv('TMPDIR', place)
  ownScratch()()
  expect(readdirSync(place)).toEqual(['else', 'lbprov-tests-new'])
})

test('what is large, or has devices, goes on the disk beside it', () => {
  vi.stubEnv('TMPDIR', '/dev/shm/lbprov-tests-x')
  expect(diskFolder()).toBe('/var/tmp')
  vi.stubEnv('TMPDIR', '/home/me/tmp')
  expect(diskFolder()).toBe('/home/me/tmp')
})

test('every project has it', () => {
  expect(config.test?.globalSetup).toBe('test/support/scratch.ts')
  expect(basename(tmpdir())).toMatch(/^lbprov-tests-/)
})
