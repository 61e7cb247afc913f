import { ConfigError } from '../model/errors.ts'
import { fail, type Out } from './out.ts'
import { run } from './run.ts'
import type { RunFlags } from './run-flags.ts'

export type RetireFlags = Omit<RunFlags, 'tags' | 'skipTags' | 'limit'>

/** `lbprov retire HOST… PLAYBOOK`: a run in which these hosts have no role. Resolves to the exit code; what is wrong has been printed. */
export async function retire(words: readonly string[], flags: RetireFlags, version: string, out: Out): Promise<number> {
  const [playbook, names] = [words.at(-1)!, words.slice(0, -1)]
  if (names.length > 0) return run(playbook, { ...flags, retire: names }, version, out)
  const hint = 'name the hosts, then the playbook: lbprov retire rs3 site.yaml -i hosts'
  return fail(out, new ConfigError([{ message: 'retire needs a host and a playbook', hint }]))
}
