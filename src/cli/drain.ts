import { drainStages, undrainStages } from '../day2/drain.ts'
import { ConfigError } from '../model/errors.ts'
import { type DayFlags, day } from './day2.ts'
import type { Out } from './out.ts'

export interface DrainFlags extends DayFlags {
  /** Seconds. */
  readonly wait: number
  readonly untilIdle?: boolean
}

/** `lbprov drain HOST… PLAYBOOK`: resolves to the exit code. */
export function drain(words: readonly string[], flags: DrainFlags, version: string, out: Out): Promise<number> {
  const { servers, playbook } = told(words)
  const wait = flags.untilIdle ? null : flags.wait
  return day({ verb: 'drain', playbook, flags, version, out }, ({ scenes, held, note }) =>
    drainStages({ scenes, held, servers: some(servers), note, wait, force: flags.force ?? false }),
  )
}

/** `lbprov undrain HOST… PLAYBOOK`: resolves to the exit code. */
export function undrain(words: readonly string[], flags: DrainFlags, version: string, out: Out): Promise<number> {
  const { servers, playbook } = told(words)
  return day({ verb: 'undrain', playbook, flags, version, out }, ({ scenes, held }) =>
    undrainStages({ scenes, held, servers: some(servers), force: flags.force ?? false }),
  )
}

/** The last word is the playbook. */
function told(words: readonly string[]): { readonly servers: readonly string[]; readonly playbook: string } {
  return { servers: [...new Set(words.slice(0, -1))], playbook: words.at(-1) ?? '' }
}

function some(servers: readonly string[]): readonly string[] {
  if (servers.length > 0) return servers
  throw new ConfigError([
    { message: 'no real server is named', hint: 'name it before the playbook: lbprov drain rs1 site.yaml -i hosts' },
  ])
}
