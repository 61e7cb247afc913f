import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { literally } from '../../src/shell/quote.ts'
import { has, type Tool } from '../support/tools.ts'

const texts = ['eth0.10', 'a+b', 'a*', '[x]', '(y|z)', '{2}', '^a$', 'b\\w', '.', 'a-b:c@d', "it's", '漢字?']

const all: readonly (readonly [Tool, readonly string[]])[] = [
  ['grep', ['grep', '-qxE', '--']],
  ['busybox', ['busybox', 'grep', '-qxE', '--']],
  ['mawk', ['mawk', '$0 ~ ENVIRON["p"] { found = 1 } END { exit !found }']],
  ['awk', ['awk', '$0 ~ ENVIRON["p"] { found = 1 } END { exit !found }']],
  ['busybox', ['busybox', 'awk', '$0 ~ ENVIRON["p"] { found = 1 } END { exit !found }']],
]

for (const [tool, [program, ...words]] of all)
  describe.skipIf(!has(tool))(`a pattern of ${program} ${words[0]}`, () => {
    const fits = (text: string, line: string) => {
      const pattern = `^${literally(text)}$`
      const last = words.includes('--') ? [literally(text)] : []
      try {
        execFileSync(program!, [...words, ...last], {
          input: `${line}\n`,
          env: { ...process.env, LC_ALL: 'C', p: pattern },
        })
        return true
      } catch {
        return false
      }
    }

    test.each(texts)('%s', (text) => expect(texts.filter((line) => fits(text, line))).toEqual([text]))
  })
