import { afterEach, expect, test, vi } from 'vitest'
import { fail } from '../../../src/cli/end.ts'
import { passed, warn } from '../../../src/cli/linted.ts'
import { ConfigError, UnsupportedError } from '../../../src/model/errors.ts'

const nothing = { errors: [], warnings: [], infos: [], ignored: [] }
afterEach(() => void vi.restoreAllMocks())

function stderr(act: () => unknown): { readonly text: string; readonly result: unknown } {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const result = act()
  return { text: write.mock.calls.join(''), result }
}

test.each([
  [new ConfigError([{ message: 'no such hunter22' }]), 3],
  [new UnsupportedError('no provider for hunter22'), 3],
  [new Error('hunter22 broke'), 1],
])('%s ends with %i, without the secret', (error, code) => {
  const { text, result } = stderr(() => fail(error, ['hunter22']))
  expect(result).toBe(code)
  expect(text).toMatch(/\S/)
  expect(text).not.toContain('hunter22')
})

test('errors of the linter end a command, warnings are told once', () => {
  const problem = { message: 'something' }
  expect(() => passed({ ...nothing, errors: [problem] })).toThrow(ConfigError)
  expect(passed({ ...nothing, warnings: [problem] })).toEqual([problem])
  expect(stderr(() => warn([problem, { ...problem }])).text).toBe('warning: something\n')
})
