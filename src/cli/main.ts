import { CommanderError } from 'commander'
import { exitCodes } from '../model/report.ts'
import { keepMemorySmall } from './memory.ts'
import { openOut } from './out.ts'
import { programOf } from './program.ts'
import { applySettings } from './settings.ts'

keepMemorySmall()

const out = openOut()
const program = programOf(out)

try {
  await applySettings(program, process.argv.slice(3), out)
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.config
}
