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
