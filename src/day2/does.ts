import { scenesOf } from '../lvs/cluster/scene.ts'
import type { Went } from '../model/day-report.ts'
import { runOver, wentOf } from './bring.ts'
import type { Hands } from './hands.ts'
import { untilIdle } from './idle.ts'
import { look } from './look.ts'
import type { Act, Stage } from './stage.ts'
import { prove, take } from './take.ts'

/** Does what a stage says; in a check it looks, and changes nothing. */
export function does(hands: Hands): (stage: Stage) => Promise<Went> {
  return ({ act }) => doers[act.do](act as never, hands)
}

type Doers = { readonly [D in Act['do']]: (act: Extract<Act, { readonly do: D }>, hands: Hands) => Promise<Went> }

const doers: Doers = {
  look,
  hold: async ({ held }, { check, keep }) => (check ? planned : { outcome: 'done', said: keep(held) }),
  converge: async (act, hands) => wentOf(await runOver(act, hands.check, hands)),
  idle: async ({ servers, seconds }, hands) =>
    hands.check ? planned : untilIdle({ ...hands, scenes: scenesOf(hands.site), servers, seconds }),
  prove: async (act, hands) => (hands.check && act.held !== hands.site.inventory.held ? planned : prove(act, hands)),
  take: async (act, hands) => {
    const bring = async () => wentOf(await runOver(act, hands.check, hands))
    return hands.check ? bring() : take(act, hands, bring)
  },
}

const planned: Went = { outcome: 'planned', said: '' }
