import { type Command, CommanderError } from 'commander'
import { didYouMean } from '../model/nearest.ts'
import { exitCodes } from '../model/report.ts'
import { openOut } from './out.ts'
import { programOf } from './program.ts'
import { applySettings } from './settings.ts'

/** Does what the words behind `lbprov` ask for, on the streams of this process; its exit code is what the process will end with. */
export async function call(words: readonly string[]): Promise<void> {
  const out = openOut(words)
  const program = programOf(out)
  try {
    await applySettings(program, words.slice(1), out)
    refuseUnknownHelp(program, words)
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.config
  }
}

/** `help` of a command that is none would be that of all, without a word. */
function refuseUnknownHelp(program: Command, [first, name]: readonly string[]): void {
  const names = ['help', ...program.commands.map((one) => one.name())]
  if (first !== 'help' || name === undefined || name.startsWith('-') || names.includes(name)) return
  const near = didYouMean(name, names)
  program.error(`error: unknown command '${name}'${near && `\n(${near})`}`)
}
