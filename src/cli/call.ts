import { CommanderError } from 'commander'
import { exitCodes } from '../model/report.ts'
import { openOut } from './out.ts'
import { programOf } from './program.ts'
import { applySettings } from './settings.ts'

/** Does what the words behind `lbprov` ask for, on the streams of this process; its exit code is what the process will end with. */
export async function call(words: readonly string[]): Promise<void> {
  const out = openOut()
  const program = programOf(out)
  try {
    await applySettings(program, words.slice(1), out)
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.config
  }
}
