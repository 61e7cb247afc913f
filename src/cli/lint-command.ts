import { Command, Option } from 'commander'
import { withEntryOptions } from './entry-options.ts'
import type { LintFlags } from './lint.ts'
import type { Out } from './out.ts'
import { gather, keepalivedVersion, positive } from './values.ts'

/** `lbprov lint`; what it does is loaded only when it is asked for. */
export function lintCommand(version: string, out: Out): Command {
  return withEntryOptions(
    new Command('lint')
      .description('say what is wrong with the clusters of a playbook; contacts no host unless told to')
      .argument(
        '[playbook...]',
        'looked for as given, then in playbooks/; or FILE.conf …: the keepalived.conf of each director of one cluster, without inventory',
      )
      .option('-i, --inventory <file>', 'as with run (repeatable)', gather)
      .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
      .option('--roles-path <folder>', 'as with run (repeatable)', gather)
      .option('-l, --limit <pattern>', 'with --hosts: look at these hosts only; clusters are judged as a whole', gather)
      .option('--hosts', 'look at the hosts too, as a run would before its first change; changes nothing')
      .option(
        '--keepalived-version <version>',
        'say also what this keepalived can not do: 1.2.13 (EL6), 1.3.5 (EL7)',
        keepalivedVersion,
      )
      .option('--include-root <directory>', 'FILE.conf may include files below it (default: the folder of FILE.conf)')
      .option('--strict', 'exit 3 for warnings, too')
      .addOption(
        new Option('--format <format>', 'json, or sarif for code scanning: one document on stdout')
          .choices(['human', 'json', 'sarif'])
          .default('human'),
      )
      .option('--explain <rule>', 'say what a rule is about, and stop')
      .option('--list', 'list all rules, and stop')
      .option('-f, --forks <n>', 'with --hosts: hosts at a time', positive, 50),
  )
    .addHelpText('after', examples)
    .action(async (files: readonly string[], flags: LintFlags) => {
      const { lint } = await import('./lint.ts')
      process.exitCode = await lint(files, flags, version, out)
    })
}

const examples = `
Examples:
  lbprov lint site.yaml -i hosts                     what is wrong, and where
  lbprov lint site.yaml -i hosts --hosts             and what the hosts say to it
  lbprov lint site.yaml -i hosts --format sarif >lint.sarif   for code scanning
  lbprov lint lb1.conf --keepalived-version 1.3.5    one keepalived.conf, as EL7 reads it
  lbprov lint lb1.conf lb2.conf                      those of two directors, and whether they go together
  lbprov lint --explain L37                          what a rule is about

Exit codes: 0 nothing but warnings, 3 errors (--strict: or warnings), 4 with --hosts: a host was unreachable`
