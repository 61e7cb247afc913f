import { afterEach, expect, test, vi } from 'vitest'
import { passed } from '../../../src/cli/linted.ts'
import { fail, openOut, print, warn } from '../../../src/cli/out.ts'
import { ConfigError, ConnectError, UnsupportedError } from '../../../src/model/errors.ts'

const nothing = { errors: [], warnings: [], infos: [], ignored: [] }
const esc = '\u001b'
afterEach(() => void vi.restoreAllMocks())

function written(stream: 'stdout' | 'stderr', act: () => unknown): { readonly text: string; readonly result: unknown } {
  const write = vi.spyOn(process[stream], 'write').mockReturnValue(true)
  const result = act()
  return { text: write.mock.calls.join(''), result }
}

function outHiding(...secrets: readonly string[]) {
  const out = openOut()
  out.hide(secrets)
  return out
}

test.each([
  [new ConfigError([{ message: 'no such hunter22' }]), 3],
  [new UnsupportedError('no provider for hunter22'), 3],
  [new ConnectError('connect', 'no way to hunter22', 'try hunter22'), 4],
  [new Error('hunter22 broke'), 1],
])('%s ends with %i, without the secret', (error, code) => {
  const { text, result } = written('stderr', () => fail(outHiding('hunter22'), error))
  expect(result).toBe(code)
  expect(text).toMatch(/\S/)
  expect(text).not.toContain('hunter22')
})

test('errors of the linter end a command, warnings are shown once', () => {
  const problem = { message: 'something' }
  expect(() => passed({ ...nothing, errors: [problem] })).toThrow(ConfigError)
  expect(passed({ ...nothing, warnings: [problem] })).toEqual([problem])
  expect(written('stderr', () => warn(openOut(), [problem, { ...problem }])).text).toBe('warning: something\n')
})

test('what a host says reaches the terminal without esc sequences, secrets and lines of its own, and not endlessly', () => {
  const said = `${esc}]0;title${esc}\\${esc}[2Jeth0 of hunter22\n0 errors\u202e${'x'.repeat(30_000)}`
  const { text } = written('stderr', () => warn(outHiding('hunter22'), [{ message: said, hint: said }]))
  expect(text).not.toMatch(new RegExp(`${esc}|hunter22|\u202e`))
  expect(text).not.toMatch(/^0 errors/m)
  expect(text.length).toBeLessThan(10_000)
  const error = new ConnectError('authenticate', said, 'h')
  expect(written('stderr', () => fail(openOut(), error)).text).not.toMatch(/^0 errors/m)
})

test('a document that nobody has cleaned loses what is not printable and not a colour of lbprov', () => {
  const { text } = written('stdout', () =>
    print(outHiding('hunter22'), `${esc}[31mred${esc}[39m ${esc}[8mhidden${esc}[5n hunter22\n`),
  )
  expect(text).toBe(`${esc}[31mred${esc}[39m hidden ‹secret›\n`)
})
