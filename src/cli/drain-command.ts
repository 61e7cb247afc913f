import { Command } from 'commander'
import { withDayOptions } from './day2-options.ts'
import type { DrainFlags } from './drain.ts'
import type { Out } from './out.ts'
import { timeSpan } from './values.ts'

/** `lbprov drain`; what it does is loaded only when it is asked for. */
export function drainCommand(version: string, out: Out): Command {
  const command = new Command('drain')
    .description('give real servers no new connections, on every director, and wait until nobody is connected')
    .argument('<host...>', 'real servers, by host or address; then the playbook')
    .usage('[options] <host...> <playbook>')
    .option('--wait <time>', 'how long to wait until nobody is connected: 90s, 30m, 2h; 0 does not wait', timeSpan, 300)
    .option('--until-idle', 'wait until nobody is connected, however long that takes')
    .option('--reason <text>', 'kept, and shown by run, lint and verify')
    .option('--force', 'also the last real server of a service, and what else waits to be changed in the same files')
  return withDayOptions(command)
    .addHelpText('after', drainExamples)
    .action(async (words: readonly string[], flags: DrainFlags) => {
      const { drain } = await import('./drain.ts')
      process.exitCode = await drain(words, flags, version, out)
    })
}

/** `lbprov undrain`. */
export function undrainCommand(version: string, out: Out): Command {
  const command = new Command('undrain')
    .description('give real servers new connections again')
    .argument('<host...>', 'as with drain')
    .usage('[options] <host...> <playbook>')
    .option('--force', 'also what else waits to be changed in the same files')
  return withDayOptions(command)
    .addHelpText('after', '\nExample:\n  lbprov undrain rs1 site.yaml -i hosts\n\nExit codes: as with run')
    .action(async (words: readonly string[], flags: DrainFlags) => {
      const { undrain } = await import('./drain.ts')
      process.exitCode = await undrain(words, flags, version, out)
    })
}

const drainExamples = `
Examples:
  lbprov drain rs1 site.yaml -i hosts --check           what would be done, and what clients would notice
  lbprov drain rs1 site.yaml -i hosts --reason kernel   weight 0, then wait up to 5 minutes
  lbprov drain rs1 site.yaml -i hosts --until-idle && ssh rs1 reboot
  lbprov undrain rs1 site.yaml -i hosts

Exit codes: 0 drained and idle, 1 failed or still connected when the time was over, 3 mistake found before any change, 4 unreachable`
