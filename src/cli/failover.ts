import { aroundStages, overStages } from '../day2/failover.ts'
import { moveOf, movesBack } from '../day2/moves.ts'
import { holding } from '../day2/narrow.ts'
import type { Stage } from '../day2/stage.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { observeHosts } from '../verify/observe.ts'
import { type DayFlags, day, type Ground } from './day2.ts'
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

async function planned({ site, held, note, hands }: Ground, flags: FailoverFlags): Promise<readonly Stage[]> {
  const scenes = scenesOf(holding(site, { ...held, leads: new Map() }))
  const directors = [...new Set(scenes.flatMap((scene) => scene.directors.map(({ host }) => host)))]
  hands.tell('looking who is master …')
  const { sights } = await observeHosts(site, directors, hands)
  const order = {
    scenes,
    held,
    note,
    sights: { hosts: sights },
    to: flags.to,
    instance: flags.instance,
    force: flags.force,
  }
  if (flags.back) return movesBack(order).flatMap(overStages)
  return flags.stay ? overStages(moveOf(order)) : aroundStages(moveOf(order))
}
