import { Command } from 'commander'
import { withEntryOptions } from './entry-options.ts'
import type { Out } from './out.ts'
import type { ServeFlags } from './serve.ts'
import { gather, port, positive } from './values.ts'

/** `lbprov serve`; what it does is loaded only when it is asked for. */
export function serveCommand(out: Out): Command {
  return withEntryOptions(
    new Command('serve')
      .description('show what status shows as a page that stays up to date, on this machine; changes nothing')
      .argument('<playbook>', 'looked for as given, then in playbooks/')
      .requiredOption('-i, --inventory <file>', 'as with run (repeatable)', gather)
      .option(
        '--listen <address>',
        'the address to listen on; anything but loopback is for all who can reach it',
        '127.0.0.1',
      )
      .option('-p, --port <n>', 'the port to listen on; 0: any that is free', port, 0)
      .option('--interval <seconds>', 'how often to look while somebody watches', positive, 2)
      .option('-f, --forks <n>', 'hosts looked at at a time', positive, 50)
      .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
      .option('--roles-path <folder>', 'as with run (repeatable)', gather),
  )
    .addHelpText('after', examples)
    .action(async (playbook: string, flags: ServeFlags) => {
      const { serve } = await import('./serve.ts')
      process.exitCode = await serve(playbook, flags, out)
    })
}

const examples = `
Examples:
  lbprov serve site.yaml -i hosts              prints the URL, with a token that is new each time
  ssh -L 8080:127.0.0.1:8080 ops1 lbprov serve site.yaml -i hosts -p 8080   from elsewhere
  LBPROV_TOKEN=… lbprov serve site.yaml -i hosts -p 9100   with a token that stays, for Prometheus at /metrics

Exit codes: 0 ended by Ctrl-C, 3 mistake in configuration, inventory or usage`
