import { rollStages, workName } from '../day2/roll.ts'
import type { Stage, Work } from '../day2/stage.ts'
import { ConfigError } from '../model/errors.ts'
import type { Held } from '../model/held.ts'
import { type DayFlags, day, type Ground } from './day2.ts'
import { directorsSeen } from './directors-seen.ts'
import type { Out } from './out.ts'

export interface RollFlags extends DayFlags {
  readonly servers?: boolean
  readonly directors?: boolean
  readonly upgrade?: string
  readonly reboot?: boolean
  /** Seconds. */
  readonly wait: number
  readonly untilIdle?: boolean
  readonly resume?: boolean
}

/** `lbprov roll SITE -- COMMAND…`: resolves to the exit code. */
export function roll(
  playbook: string,
  words: readonly string[],
  flags: RollFlags,
  version: string,
  out: Out,
): Promise<number> {
  return day({ verb: 'roll', playbook, flags, version, out }, (ground) => planned(ground, words, flags))
}

async function planned(ground: Ground, words: readonly string[], flags: RollFlags): Promise<readonly Stage[]> {
  const { scenes, note, hands } = ground
  const held = begun(ground.held, flags)
  const work = workOf(words, flags, (held.roll ?? note).since)
  if (held.roll && held.roll.work !== workName(work))
    throw misuse(`what is to be resumed is: ${held.roll.work}`, 'say the same, or leave --resume out to begin anew')
  const unled = await directorsSeen({ ...ground, held })
  const both = !flags.servers && !flags.directors
  return rollStages({
    scenes,
    unled,
    held,
    note,
    work,
    servers: flags.servers ?? both,
    directors: flags.directors ?? both,
    wait: flags.untilIdle ? null : flags.wait,
    client: hands.client !== undefined,
  })
}

/** A roll that is begun anew forgets the one before. */
function begun({ roll, ...rest }: Held, { resume }: RollFlags): Held {
  if (!resume) return rest
  if (!roll) throw misuse('there is no roll to resume', 'leave --resume out')
  return { ...rest, roll }
}

const rebootSeconds = 600

function workOf(words: readonly string[], { upgrade, reboot }: RollFlags, since: string): Work {
  const [name = '', version] = (upgrade ?? '').split(/=(.*)/s)
  const all: readonly Work[] = [
    ...(upgrade === undefined ? [] : [{ do: 'upgrade' as const, name, version }]),
    ...(reboot ? [{ do: 'reboot' as const, seconds: rebootSeconds }] : []),
    ...(words.length === 0 ? [] : [{ do: 'command' as const, words, id: since.replaceAll(/\W/g, '') }]),
  ]
  const [work, second] = all
  if (work && !second) return work
  throw misuse('a roll does one thing', 'give one of --upgrade PACKAGE, --reboot and -- COMMAND…')
}

function misuse(message: string, hint: string): ConfigError {
  return new ConfigError([{ message, hint }])
}
