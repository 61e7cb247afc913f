import { Command } from 'commander'
import { withDayOptions } from './day2-options.ts'
import type { Out } from './out.ts'
import type { RollFlags } from './roll.ts'
import { timeSpan } from './values.ts'

/** `lbprov roll`; what it does is loaded only when it is asked for. */
export function rollCommand(version: string, out: Out): Command {
  const command = new Command('roll')
    .description('upgrade, reboot or run a command on one host after the other, each out of use meanwhile')
    .argument('<playbook>', 'as with run')
    .argument('[command...]', 'behind --: a command, as root; one word with blanks goes to sh')
    .option('--upgrade <package>', 'to the newest version that the host can get, or to NAME=VERSION')
    .option('--reboot', 'and wait until the host answers from another boot')
    .option('--servers', 'real servers alone; else these, then the directors')
    .option('--directors', 'directors alone')
    .option('--wait <time>', 'how long to wait until nobody is connected to a real server: 90s, 30m, 2h', timeSpan, 300)
    .option('--until-idle', 'wait until nobody is connected, however long that takes')
    .option('--resume', 'go on with the roll that stopped')
    .option('--from <host>', 'a client looks, too: a host of the inventory, or local for this machine')
    .option('--reason <text>', 'kept while it goes on, and shown by run, lint and verify')
  return withDayOptions(command)
    .addHelpText('after', examples)
    .action(async (playbook: string, words: readonly string[], flags: RollFlags) => {
      const { roll } = await import('./roll.ts')
      process.exitCode = await roll(playbook, words, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov roll site.yaml -i hosts --upgrade keepalived --directors --check   what would be done, stage by stage
  lbprov roll site.yaml -i hosts --upgrade nginx --servers --from local
  lbprov roll site.yaml -i hosts --reboot
  lbprov roll site.yaml -i hosts --servers -- systemctl restart nginx
  lbprov roll site.yaml -i hosts --reboot --resume    when what stopped it is mended

Exit codes: 0 all hosts are through, 1 stopped at one that is not well, 3 mistake found before any change, 4 unreachable`
