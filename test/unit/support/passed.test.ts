import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Passed } from '../../support/passed.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lbprov-passed-'))
  mkdirSync(join(folder, 'bin'))
  program('one')
  vi.stubEnv('PATH', `${join(folder, 'bin')}${delimiter}${process.env.PATH}`)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function program(text: string): void {
  writeFileSync(join(folder, 'bin/checker'), text)
  chmodSync(join(folder, 'bin/checker'), 0o755)
}
const passed = (words: readonly string[], everything = false) => new Passed('checker', words, folder, everything)

test('what has passed is known to the next run, and nothing else is', () => {
  const words = ['checker', '-a']
  expect(passed(words).has('text')).toBe(false)
  passed(words).keep(['text', 'other'])
  expect(['text', 'other', 'text2'].map((text) => passed(words).has(text))).toEqual([true, true, false])
  passed(words).keep(['other'])
  expect(passed(words).has('text')).toBe(false)
})

test('another word, another program of that name and CI know nothing of it', () => {
  const words = ['checker', '-a']
  passed(words).keep(['text'])
  expect(passed(['checker', '-b']).has('text')).toBe(false)
  expect(passed(words, true).has('text')).toBe(false)
  program('two, which is longer')
  expect(passed(words).has('text')).toBe(false)
})

test('a file that is no list is as none', () => {
  writeFileSync(join(folder, 'checker.json'), '{')
  expect(passed(['checker']).has('text')).toBe(false)
})
