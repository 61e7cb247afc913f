import { Command, CommanderError } from 'commander'
import { exitCodes } from '../model/report.ts'
import { adoptCommand } from './adopt-command.ts'
import { lintCommand } from './lint-command.ts'
import { keepMemorySmall } from './memory.ts'
import { reportCommand } from './report-command.ts'
import { runCommand } from './run-command.ts'
import { verifyCommand } from './verify-command.ts'
import { version } from './version.ts'

keepMemorySmall()

const program = new Command('lbprov')
  .description('Turn bare hosts into an LVS + keepalived cluster over SSH: see what will happen, have it happen once.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(lbprov --help, or lbprov COMMAND --help, says what there is)')
  .addHelpText(
    'after',
    `
Examples:
  lbprov lint site.yaml -i hosts                 what is wrong with the cluster, without a host
  lbprov run site.yaml -i hosts --check --diff   what a run would do, to the letter
  lbprov run site.yaml -i hosts                  do it
  lbprov verify site.yaml -i hosts --from local  prove that the cluster is so, and that clients are served
  lbprov run --help                              all options`,
  )

program.addCommand(lintCommand(version).copyInheritedSettings(program))
program.addCommand(runCommand(version).copyInheritedSettings(program))
program.addCommand(adoptCommand().copyInheritedSettings(program))
program.addCommand(reportCommand().copyInheritedSettings(program))
program.addCommand(verifyCommand(version).copyInheritedSettings(program))

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.config
}
