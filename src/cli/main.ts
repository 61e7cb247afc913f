import { Command, CommanderError } from 'commander'
import { exitCodes } from '../model/report.ts'
import { execCommand, factsCommand, pingCommand } from './adhoc-command.ts'
import { adoptCommand } from './adopt-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { drainCommand, undrainCommand } from './drain-command.ts'
import { failoverCommand } from './failover-command.ts'
import { initCommand, schemaCommand } from './init-command.ts'
import { inventoryCommand } from './inventory-command.ts'
import { lintCommand } from './lint-command.ts'
import { keepMemorySmall } from './memory.ts'
import { openOut } from './out.ts'
import { reportCommand } from './report-command.ts'
import { retireCommand } from './retire-command.ts'
import { rollCommand } from './roll-command.ts'
import { runCommand } from './run-command.ts'
import { serveCommand } from './serve-command.ts'
import { applySettings } from './settings.ts'
import { showCommand } from './show-command.ts'
import { statusCommand } from './status-command.ts'
import { verifyCommand } from './verify-command.ts'
import { version } from './version.ts'

keepMemorySmall()
const out = openOut()

const program = new Command('lbprov')
  .description('Turn bare hosts into an LVS + keepalived cluster over SSH: see what will happen, have it happen once.')
  .version(version)
  .exitOverride()
  .configureOutput({ writeOut: out.stdout.write, writeErr: out.stderr.write })
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

program.addCommand(lintCommand(version, out).copyInheritedSettings(program))
program.addCommand(runCommand(version, out).copyInheritedSettings(program))
program.addCommand(adoptCommand(out).copyInheritedSettings(program))
program.addCommand(inventoryCommand(out).copyInheritedSettings(program))
program.addCommand(reportCommand(out).copyInheritedSettings(program))
program.addCommand(serveCommand(out).copyInheritedSettings(program))
program.addCommand(showCommand(version, out).copyInheritedSettings(program))
program.addCommand(statusCommand(version, out).copyInheritedSettings(program))
program.addCommand(verifyCommand(version, out).copyInheritedSettings(program))
const first = [initCommand, doctorCommand, schemaCommand]
const adHoc = [pingCommand, factsCommand, execCommand]
const day2 = [drainCommand, undrainCommand, failoverCommand, rollCommand, retireCommand]
for (const command of [...day2, ...adHoc, ...first])
  program.addCommand(command(version, out).copyInheritedSettings(program))

try {
  await applySettings(program, process.argv.slice(3), out)
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.config
}
