import { Command, CommanderError } from 'commander'
import { exitCodes } from '../model/report.ts'
import { reportCommand } from './report-command.ts'
import { runCommand } from './run-command.ts'
import { version } from './version.ts'

const program = new Command('lbprov')
  .description('Turn bare hosts into an LVS + keepalived cluster over SSH: see what will happen, have it happen once.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(lbprov --help, or lbprov COMMAND --help, says what there is)')
  .addHelpText(
    'after',
    `
Examples:
  lbprov run site.yaml -i hosts --check --diff   what a run would do, to the letter
  lbprov run site.yaml -i hosts                  do it
  lbprov run --help                              all options`,
  )

program.addCommand(runCommand(version).copyInheritedSettings(program))
program.addCommand(reportCommand().copyInheritedSettings(program))

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.config
}
