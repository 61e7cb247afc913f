import { aroundStages, overStages } from '../day2/failover.ts'
import { moveOf, movesBack } from '../day2/moves.ts'
import type { Stage } from '../day2/stage.ts'
import { type DayFlags, day, type Ground } from './day2.ts'
import { directorsSeen } from './directors-seen.ts'
import type { Out } from './out.ts'

export interface FailoverFlags extends DayFlags {
  readonly to?: string
  readonly instance?: string
  readonly stay?: boolean
  readonly back?: boolean
}

/** `lbprov failover SITE`: resolves to the exit code. */
export function failover(playbook: string, flags: FailoverFlags, version: string, out: Out): Promise<number> {
  return day({ verb: 'failover', playbook, flags, version, out }, (ground) => planned(ground, flags))
}

async function planned(ground: Ground, flags: FailoverFlags): Promise<readonly Stage[]> {
  const { to, instance, force } = flags
  const order = { ...(await directorsSeen(ground)), to, instance, force }
  if (flags.back) return movesBack(order).flatMap(overStages)
  return flags.stay ? overStages(moveOf(order)) : aroundStages(moveOf(order))
}
