import { Command, Option } from 'commander'
import { withVaultOptions } from './entry-options.ts'
import type { Out } from './out.ts'
import type { ShowFlags } from './show.ts'
import { gather } from './values.ts'

/** `lbprov show`; what it does is loaded only when it is asked for. */
export function showCommand(version: string, out: Out): Command {
  const command = new Command('show')
    .description('draw the clusters of a playbook: addresses, directors, services, real servers; asks no host')
    .argument('<playbook>', 'looked for as given, then in playbooks/')
    .requiredOption('-i, --inventory <file>', 'as with run (repeatable)', gather)
    .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
    .option('--roles-path <folder>', 'as with run (repeatable)', gather)
  return withVaultOptions(command)
    .addOption(
      new Option('--format <format>', 'what it is drawn in')
        .choices(['text', 'json', 'mermaid', 'dot', 'svg'])
        .default('text'),
    )
    .addHelpText('after', examples)
    .action(async (playbook: string, flags: ShowFlags) => {
      const { show } = await import('./show.ts')
      process.exitCode = await show(playbook, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov show site.yaml -i hosts                            as text
  lbprov show site.yaml -i hosts --format svg >cluster.svg  as a drawing
  lbprov show site.yaml -i hosts --format mermaid           for a Markdown page

Exit codes: 0 shown, 3 mistake in configuration, inventory or usage`
