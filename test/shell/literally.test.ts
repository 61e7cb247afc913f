import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { literally } from '../../src/shell/quote.ts'
import { has, type Tool } from '../support/tools.ts'

const texts = ['eth0.10', 'a+b', 'a*', '[x]', '(y|z)', '{2}', '^a$', 'b\\w', '.', 'a-b:c@d', "it's", '漢字?']

const all: readonly (readonly [Tool, readonly string[]])[] = [
  ['grep', ['grep', '-xE', '--']],
  ['busybox', ['busybox', 'grep', '-xE', '--']],
  ['mawk', ['mawk', '$0 ~ ENVIRON["p"]']],
  ['awk', ['awk', '$0 ~ ENVIRON["p"]']],
  ['busybox', ['busybox', 'awk', '$0 ~ ENVIRON["p"]']],
]

for (const [tool, [program, ...words]] of all)
  describe.skipIf(!has(tool))(`a pattern of ${program} ${words[0]}`, () => {
    /** The texts, each a line, that the pattern of one fits. */
    const fitted = (text: string) => {
      const last = words.includes('--') ? [literally(text)] : []
      const env = { ...process.env, LC_ALL: 'C', p: `^${literally(text)}$` }
      return spawnSync(program!, [...words, ...last], { input: `${texts.join('\n')}\n`, env, encoding: 'utf8' }).stdout
    }

    test.each(texts)('%s', (text) => expect(fitted(text)).toBe(`${text}\n`))
  })
