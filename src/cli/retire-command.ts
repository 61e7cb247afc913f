import { Command } from 'commander'
import { withDayOptions } from './day2-options.ts'
import type { Out } from './out.ts'
import type { RetireFlags } from './retire.ts'
import { positive } from './values.ts'

/** `lbprov retire`; what it does is loaded only when it is asked for. */
export function retireCommand(version: string, out: Out): Command {
  const command = new Command('retire')
    .description(
      'take hosts out: bring the others into the state of the playbook, then take away what lbprov put on these',
    )
    .argument('<host...>', 'hosts of the inventory; then the playbook')
    .usage('[options] <host...> <playbook>')
    .option('-y, --yes', 'do not ask on a terminal (LBPROV_YES=1 means the same)')
    .option('--purge', 'packages that a run installed are removed, too')
    .option('--drain-wait <seconds>', 'as with run', positive, 60)
  return withDayOptions(command)
    .addHelpText('after', examples)
    .action(async (words: readonly string[], flags: RetireFlags) => {
      const { retire } = await import('./retire.ts')
      process.exitCode = await retire(words, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov retire rs3 site.yaml -i hosts --check   what would be done, on whom and in which order
  lbprov retire rs3 site.yaml -i hosts           do it; then take rs3 out of the inventory
  lbprov retire dir2 site.yaml -i hosts --purge  a director, keepalived and ipvsadm included

Exit codes: as with run`
