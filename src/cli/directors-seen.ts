import type { MoveOrder } from '../day2/moves.ts'
import { holding } from '../day2/narrow.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { ConnectError } from '../model/errors.ts'
import { observeHosts } from '../verify/observe.ts'
import type { Ground } from './day2.ts'

/** The clusters as the variables say, with nobody leading, and what was seen of their directors. Throws ConnectError where none could be asked. */
export async function directorsSeen({ site, held, note, hands }: Ground): Promise<MoveOrder> {
  const scenes = scenesOf(holding(site, { ...held, leads: new Map() }))
  const directors = [...new Set(scenes.flatMap((scene) => scene.directors.map(({ host }) => host)))]
  hands.tell('looking who is master …')
  const { sights, missed } = await observeHosts(site, directors, hands)
  if (sights.size === 0 && missed.size > 0) {
    const why = [...missed.values()].map((one) => one.why).join('\n')
    const hint = `lbprov ping ${[...missed.keys()].join(',')} says how to get in`
    throw new ConnectError('connect', `no director could be asked who is master\n${why}`, hint)
  }
  return { scenes, held, note, sights: { hosts: sights } }
}
