import { scenesOf } from '../lvs/cluster/scene.ts'
import type { Went } from '../model/day-report.ts'
import { runOver, wentOf } from './bring.ts'
import type { Hands } from './hands.ts'
import { untilIdle } from './idle.ts'
import { look } from './look.ts'
import type { Narrow } from './narrow.ts'
import type { Act, Stage } from './stage.ts'
import { prove, take } from './take.ts'
import { served, well } from './well.ts'
import { work } from './work.ts'

/** Does what a stage says; in a check it looks, and changes nothing. */
export function does(hands: Hands): (stage: Stage) => Promise<Went> {
  return ({ act }) => doers[act.do](act as never, hands)
}

type Doers = { readonly [D in Act['do']]: (act: Extract<Act, { readonly do: D }>, hands: Hands) => Promise<Went> }

const doers: Doers = {
  look,
  hold: async ({ held }, { check, keep }) => (check ? planned : { outcome: 'done', said: keep(held) }),
  converge: (act, hands) => brought(act, toItsEnd(hands)),
  idle: async ({ servers, seconds }, hands) =>
    hands.check ? planned : untilIdle({ ...hands, scenes: scenesOf(hands.site), servers, seconds }),
  prove: async (act, hands) => (hands.check && act.held !== hands.site.inventory.held ? planned : prove(act, hands)),
  work,
  well: async (act, hands) => (hands.check ? planned : well(act, hands)),
  served: async (_, hands) => (hands.check ? planned : served(hands)),
  take: (act, hands) =>
    hands.check ? brought(act, hands) : take(act, toItsEnd(hands), () => brought(act, toItsEnd(hands))),
}

/** What has been kept is brought about, though nothing new is begun any more. */
function toItsEnd({ stop, ...hands }: Hands): Hands {
  return stop ? { ...hands, stop: { soon: stop.now, now: stop.now } } : hands
}

const planned: Went = { outcome: 'planned', said: '' }

/** In a check what it would change now: stages before it may have more to change by then. */
async function brought(act: Narrow, hands: Hands): Promise<Went> {
  const went = wentOf(await runOver(act, hands.check, hands))
  return hands.check && went.outcome === 'done' ? { ...went, outcome: 'planned' } : went
}
