import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { vi } from 'vitest'
import { call } from '../../src/cli/call.ts'

export interface Called {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * `lbprov` with these words in this process, as from the folder `cwd` with this environment besides: a start of the program is most of what a
 * short command costs. What is about signals, terminals, stdin and the end of a process wants `lbprovProgram`.
 */
export async function called(
  cwd: string,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Called> {
  const { exitCode, env: outer } = process
  const before = process.cwd()
  const said = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text, ...rest) => {
      said[stream] += text
      for (const done of rest) if (typeof done === 'function') done()
      return true
    }),
  )
  process.chdir(cwd)
  process.env = { ...outer, ...env }
  process.exitCode = undefined
  try {
    await call(words)
    return { status: Number(process.exitCode ?? 0), ...said }
  } finally {
    process.chdir(before)
    Object.assign(process, { exitCode, env: outer })
    for (const spy of spies) spy.mockRestore()
  }
}

/**
 * The same with a stand-in for the terminal, on which `answer` is typed, and what it says on both streams, stdout first: for what is like a case
 * that has a real one, and only where it is to be quick.
 */
export async function calledOnTerminal(
  cwd: string,
  words: readonly string[],
  answer: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true })
  keyboard.write(`${answer}\n`)
  const before = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY')
  const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(keyboard as unknown as typeof process.stdin)
  Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true })
  try {
    const { status, stdout, stderr } = await called(cwd, words, { CI: undefined, LBPROV_YES: undefined, ...env })
    return { status, text: stripVTControlCharacters(`${stdout}${stderr}`) }
  } finally {
    stdin.mockRestore()
    if (before) Object.defineProperty(process.stdout, 'isTTY', before)
    else Reflect.deleteProperty(process.stdout, 'isTTY')
  }
}
