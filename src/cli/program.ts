import { Command } from 'commander'
import { execCommand, factsCommand, pingCommand } from './adhoc-command.ts'
import { adoptCommand } from './adopt-command.ts'
import { completeCommand, completionCommand } from './completion-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { drainCommand, undrainCommand } from './drain-command.ts'
import { failoverCommand } from './failover-command.ts'
import { initCommand, schemaCommand } from './init-command.ts'
import { inventoryCommand } from './inventory-command.ts'
import { lintCommand } from './lint-command.ts'
import type { Out } from './out.ts'
import { reportCommand } from './report-command.ts'
import { retireCommand } from './retire-command.ts'
import { rollCommand } from './roll-command.ts'
import { runCommand } from './run-command.ts'
import { serveCommand } from './serve-command.ts'
import { showCommand } from './show-command.ts'
import { statusCommand } from './status-command.ts'
import { withHint } from './usage-hints.ts'
import { verifyCommand } from './verify-command.ts'
import { version } from './version.ts'

/** All commands, with what each of them says to --help; what they do is loaded when they are called. */
export function programOf(out: Out): Command {
  const program = new Command('lbprov')
    .description(
      'Turn bare hosts into an LVS + keepalived cluster over SSH: see what will happen, have it happen once.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: out.stdout.write,
      writeErr: out.stderr.write,
      outputError: (text, write) => write(withHint(text, out.words)),
    })
    .showHelpAfterError('(lbprov --help, or lbprov COMMAND --help, says what there is)')
    .addHelpText('after', examples)

  const add = (command: Command, hidden = false) => program.addCommand(likeAbove(program, command), { hidden })
  add(lintCommand(version, out))
  add(inventoryCommand(out))
  add(runCommand(version, out))
  add(adoptCommand(out))
  add(reportCommand(out))
  add(serveCommand(out))
  add(showCommand(version, out))
  add(statusCommand(version, out))
  add(verifyCommand(version, out))
  const first = [initCommand, doctorCommand, schemaCommand]
  const adHoc = [pingCommand, factsCommand, execCommand]
  const day2 = [drainCommand, undrainCommand, failoverCommand, rollCommand, retireCommand]
  for (const command of [...day2, ...adHoc, ...first]) add(command(version, out))
  add(completionCommand(program, out))
  add(completeCommand(program, out), true)
  return program
}

/** With the exit code and the streams of its parent, and so those in it. */
function likeAbove(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent)
  for (const inner of command.commands) likeAbove(command, inner)
  return command
}

const examples = `
Examples:
  lbprov lint site.yaml -i hosts                 what is wrong with the cluster, without a host
  lbprov run site.yaml -i hosts --check --diff   what a run would do, to the letter
  lbprov run site.yaml -i hosts                  do it
  lbprov verify site.yaml -i hosts --from local  prove that the cluster is so, and that clients are served
  lbprov run --help                              all options`
