import { Command, Option } from 'commander'
import { withEntryOptions } from './entry-options.ts'
import type { Out } from './out.ts'
import { gather, positive } from './values.ts'
import type { VerifyFlags } from './verify.ts'

/** `lbprov verify`; what it does is loaded only when it is asked for. */
export function verifyCommand(version: string, out: Out): Command {
  return withEntryOptions(
    new Command('verify')
      .description('prove that a live cluster is what the playbook says, and that clients are served; changes nothing')
      .argument('<playbook>', 'looked for as given, then in playbooks/')
      .requiredOption('-i, --inventory <file>', 'as with run (repeatable)', gather)
      .option(
        '--from <host>',
        'look from a client, too: a host of the inventory, or local for this machine (repeatable)',
        gather,
      )
      .option('--src <address>', 'with --from: the address that it connects from, one that it has (repeatable)', gather)
      .option('--connections <n>', 'with --from: new connections to each service', positive, 100)
      .option('--drill', 'with --from: have the backup take over and hand back, and measure; asks first')
      .option('-y, --yes', 'with --drill: do not ask')
      .option('-f, --forks <n>', 'hosts looked at at a time', positive, 50)
      .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
      .option('--roles-path <folder>', 'as with run (repeatable)', gather),
  )
    .addOption(
      new Option('--format <format>', 'json, junit for CI servers, or prometheus: one document on stdout')
        .choices(['human', 'json', 'junit', 'prometheus'])
        .default('human'),
    )
    .option('--report <file>', 'write a page (HTML) with all of it, that opens from disk')
    .option('--print-script', 'print every script that is sent, secrets masked, on stderr')
    .option('-v, --verbose', 'show also what was seen of what holds', (_, before: number) => before + 1, 0)
    .addHelpText('after', examples)
    .action(async (playbook: string, flags: VerifyFlags) => {
      const { verify } = await import('./verify.ts')
      process.exitCode = await verify(playbook, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov verify site.yaml -i hosts                      what the hosts show
  lbprov verify site.yaml -i hosts --from local         and what a client sees, this machine being one
  lbprov verify site.yaml -i hosts --from client1 --format junit >verify.xml   for a pipeline
  lbprov verify site.yaml -i hosts --from local --drill   with a failover and the way back

Exit codes: 0 all that was looked at holds, 1 something does not or could not be looked at, 3 mistake found before any look, 4 unreachable,
  130, 143 and 129 broken off by Ctrl-C, SIGTERM and SIGHUP`
