import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isScript, joined, Secret, plain as sh } from '../../../src/shell/script.ts'
import { anyCharacter } from '../../support/characters.ts'
import { shells } from '../../support/shells.ts'

const runIn = ([program, ...args]: readonly string[], input: string) =>
  spawnSync(program!, args, { input }).stdout.toString()

test.each(shells)('%s: a quoted value arrives byte for byte', (...shell) => {
  const text = fc.string({ unit: anyCharacter, maxLength: 40 }).filter((s) => !s.includes('\0'))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (words) => {
      expect(runIn(shell, sh`printf '%s\0' ${words}`.text)).toBe(words.map((word) => `${word}\0`).join(''))
    }),
    { numRuns: 25 },
  )
})

test('data is quoted, scripts go in as they are, lists become words', () => {
  expect(sh`a ${'b c'} ${['d', 'e f']} ${5} ${sh`| g`}`.text).toBe("a 'b c' d 'e f' 5 | g")
  expect(sh`rm ${'; rm -rf /'}`.text).toBe("rm '; rm -rf /'")
})

test('a secret is in the text and not in what is shown', () => {
  const script = sh`login ${new Secret("pass'word")} ${['x', new Secret('y', '‹y›')]}`
  expect(script.text).toBe("login 'pass'\\''word' x y")
  expect(script.display).toBe("login '‹secret›' x '‹y›'")
  expect(`${script}`).toBe(script.display)
  expect(`${new Secret('y')} ${JSON.stringify({ y: new Secret('y') })}`).toBe('‹secret› {"y":"‹secret›"}')
})

test('backslashes stay as typed, but for the two that TypeScript needs', () => {
  expect(sh`printf '%s\n' "\${x#\\}" \`date\``.text).toBe(`printf '%s\\n' "\${x#\\\\}" \`date\``)
})

test('common indentation is dropped; that of inserted text is not', () => {
  const script = sh`
    if x; then
      echo ${'a\n   b'}
    fi
  `
  expect(script.text).toBe("if x; then\n  echo 'a\n   b'\nfi")
})

test('joined puts scripts on lines of their own', () => {
  expect(joined([sh`a`, sh`b`]).text).toBe('a\nb')
  expect([isScript(sh`a`), isScript('a')]).toEqual([true, false])
})

test('a NUL byte is refused', () => {
  expect(() => sh`echo ${'a\0b'}`).toThrow(/NUL/)
})
