import { createInterface } from 'node:readline/promises'
import { ConfigError } from '../model/errors.ts'

/** Asks on the terminal; true for y or yes. Throws ConfigError where there is nobody to ask. */
export async function confirmed(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true)
    throw new ConfigError([
      { message: 'this asks before it begins, and stdin is no terminal', hint: '--yes goes on without asking' },
    ])
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim())
  } finally {
    reader.close()
  }
}
