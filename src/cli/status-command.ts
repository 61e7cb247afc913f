import { Command, Option } from 'commander'
import { withEntryOptions } from './entry-options.ts'
import type { Out } from './out.ts'
import type { StatusFlags } from './status.ts'
import { gather, positive } from './values.ts'

/** `lbprov status`; what it does is loaded only when it is asked for. */
export function statusCommand(version: string, out: Out): Command {
  return withEntryOptions(
    new Command('status')
      .description('look at all hosts once, and draw the clusters as they are; changes nothing')
      .argument('<playbook>', 'looked for as given, then in playbooks/')
      .requiredOption('-i, --inventory <file>', 'as with run (repeatable)', gather)
      .option('-w, --watch', 'look again and again, over connections that stay open, until Ctrl-C')
      .option('--interval <seconds>', 'with --watch: how often', positive, 2)
      .option('-f, --forks <n>', 'hosts looked at at a time', positive, 50)
      .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
      .option('--roles-path <folder>', 'as with run (repeatable)', gather),
  )
    .addOption(
      new Option('--format <format>', 'what it is drawn in; prometheus: metrics')
        .choices(['text', 'json', 'mermaid', 'dot', 'svg', 'prometheus'])
        .default('text'),
    )
    .option('--print-script', 'print every script that is sent, secrets masked, on stderr')
    .addHelpText('after', examples)
    .action(async (playbook: string, flags: StatusFlags) => {
      const { status } = await import('./status.ts')
      process.exitCode = await status(playbook, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov status site.yaml -i hosts                  who is master, who serves, and how much
  lbprov status site.yaml -i hosts --watch          the same every 2 s
  lbprov status site.yaml -i hosts --format prometheus >/var/lib/node_exporter/lbprov.prom

Exit codes: 0 all hosts were looked at, 3 mistake found before any look, 4 a host could not be looked at`
