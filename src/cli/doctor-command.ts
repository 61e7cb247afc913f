import { Command, Option } from 'commander'
import type { DoctorFlags } from './doctor.ts'
import { withEntryOptions, withPlaybookDir } from './entry-options.ts'
import type { Out } from './out.ts'
import { gather, positive } from './values.ts'

/** `lbprov doctor`; what it does is loaded only when it is asked for. */
export function doctorCommand(version: string, out: Out): Command {
  const command = new Command('doctor')
    .description('say what keeps lbprov from working, here and on the hosts, and how to mend it; changes nothing')
    .argument('[pattern]', 'hosts and groups, as in a play', 'all')
    .option('-i, --inventory <file>', 'as with run (repeatable); without it only this machine is looked at', gather)
    .option('-f, --forks <n>', 'hosts at a time', positive, 50)
    .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
  return withPlaybookDir(withEntryOptions(command))
    .addOption(
      new Option('--format <format>', 'json: one document on stdout').choices(['human', 'json']).default('human'),
    )
    .addHelpText('after', examples)
    .action(async (pattern: string, flags: DoctorFlags) => {
      const { doctor } = await import('./doctor.ts')
      process.exitCode = await doctor(pattern, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov doctor              Node.js, ssh, agent, keys, known_hosts
  lbprov doctor -i hosts     and of each host the way in, root, package source, init, clock

Exit codes: 0 nothing has to be mended, 1 something has`
