import { Command, Option } from 'commander'
import type { Out } from './out.ts'
import type { MergeFlags } from './report.ts'

/** `lbprov report`: what can be done with the documents of `--format json`. */
export function reportCommand(out: Out): Command {
  const merge = new Command('merge')
    .description('join the reports of the shards of a run into one; exits as one run would have')
    .argument('<file...>', 'a document of --format json for each shard')
    .addOption(
      new Option('--format <format>', 'json: one document on stdout').choices(['human', 'json']).default('human'),
    )
    .addHelpText('after', '\nExample:\n  lbprov report merge shard-1.json shard-2.json')
    .action(async (files: readonly string[], flags: MergeFlags) => {
      const { merge } = await import('./report.ts')
      process.exitCode = await merge(files, flags, out)
    })
  return new Command('report').description('work with the reports of runs').addCommand(merge)
}
