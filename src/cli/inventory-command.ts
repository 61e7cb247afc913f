import { Command, Option } from 'commander'
import { withPlaybookDir, withVaultOptions } from './entry-options.ts'
import type { InventoryFlags } from './inventory.ts'
import type { Out } from './out.ts'
import { gather } from './values.ts'

/** `lbprov inventory`; what it does is loaded only when it is asked for. */
export function inventoryCommand(out: Out): Command {
  const command = new Command('inventory')
    .description('show what an inventory says, and where a value comes from; contacts no host')
    .argument('[variable]', 'with --explain')
    .option('-i, --inventory <file>', 'as with run (repeatable)', gather)
    .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
  return withPlaybookDir(withVaultOptions(command))
    .option('--list', 'all groups, hosts and variables, as ansible-inventory --list prints them')
    .addOption(new Option('--graph', 'groups and their hosts as a tree').conflicts(['list', 'yaml']))
    .addOption(new Option('--host <name>', 'the variables of one host').conflicts(['list', 'graph']))
    .addOption(
      new Option(
        '--explain <host>',
        'with VARIABLE: its value on this host, where it is written, and what it has overridden',
      ).conflicts(['list', 'graph', 'host']),
    )
    .option('--yaml', 'YAML in place of JSON')
    .addHelpText('after', examples)
    .action(async (variable: string | undefined, flags: InventoryFlags) => {
      const { inventory } = await import('./inventory.ts')
      process.exitCode = await inventory(variable, flags, out)
    })
}

const examples = `
Examples:
  lbprov inventory -i hosts --graph               who is where
  lbprov inventory -i hosts --host lb1 --yaml     what holds for lb1
  lbprov inventory -i hosts --explain lb1 priority   where its priority comes from
  lbprov inventory -i hosts --list                for a program

Expressions are shown as they are written, vaults as ‹vault›; both are worked out where a run uses them.`
