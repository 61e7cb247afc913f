import { type Command, Option } from 'commander'
import { withEntryOptions } from './entry-options.ts'
import { gather, positive } from './values.ts'

/** Adds the options that all day-2 commands have. */
export function withDayOptions(command: Command): Command {
  return withEntryOptions(
    command
      .requiredOption('-i, --inventory <file>', 'as with run (repeatable)', gather)
      .option('-C, --check', 'say what would be done, stage by stage, and what clients would notice; change nothing')
      .option('-D, --diff', 'show how the content of files differs')
      .option('-f, --forks <n>', 'hosts worked on at a time', positive, 50)
      .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather)
      .option('--roles-path <folder>', 'as with run (repeatable)', gather),
  )
    .addOption(
      new Option('--format <format>', 'json: one document on stdout').choices(['human', 'json']).default('human'),
    )
    .option('--print-script', 'print every script that is sent, secrets masked, on stderr')
    .option('-v, --verbose', 'show also what is unchanged', (_, before: number) => before + 1, 0)
}
