import { Command } from 'commander'
import { withDayOptions } from './day2-options.ts'
import type { FailoverFlags } from './failover.ts'
import type { Out } from './out.ts'

/** `lbprov failover`; what it does is loaded only when it is asked for. */
export function failoverCommand(version: string, out: Out): Command {
  const command = new Command('failover')
    .description('have another director take over before the first lets go, and give back unless it is to stay')
    .argument('<playbook>', 'as with run')
    .option('--to <host>', 'the director that takes over; else the one with the next highest priority')
    .option('--instance <name>', 'this vrrp_instance alone, with those of its sync group')
    .option('--stay', 'it stays master, through runs and restarts, until failover --back')
    .option('--back', 'the directors lead again as the variables say')
    .option('--force', 'also what else waits to be changed in the same files')
    .option('--from <host>', 'a client measures: a host of the inventory, or local for this machine')
    .option('--reason <text>', 'with --stay: is kept, and shown by run, lint and verify')
  return withDayOptions(command)
    .addHelpText('after', examples)
    .action(async (playbook: string, flags: FailoverFlags) => {
      const { failover } = await import('./failover.ts')
      process.exitCode = await failover(playbook, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov failover site.yaml -i hosts --from local       there and back, measured
  lbprov failover site.yaml -i hosts --stay --reason "dir1 gets a new disk"
  lbprov failover site.yaml -i hosts --back
  lbprov failover site.yaml -i hosts --to dir3 --check   what would be done

Exit codes: 0 done, 1 failed (what then holds is said), 3 mistake found before any change, 4 unreachable`
