import { changing } from '../day2/perform.ts'
import type { Stage } from '../day2/stage.ts'
import type { DayReport } from '../model/day-report.ts'
import { quote } from '../shell/quote.ts'

/** What a day-2 command was called with: its words behind `lbprov`, and those of the site that `run` knows, too. */
export interface Called {
  readonly words: readonly string[]
  readonly site: readonly string[]
}

/** The command for what a procedure that was broken off has left to do; undefined: that is nothing, or no more than looks. */
export function restOfDay(stages: readonly Stage[], report: DayReport, { words, site }: Called): string | undefined {
  if (report.stoppedBy === undefined) return undefined
  const open = stages.filter((_, i) => report.stages[i]?.outcome !== 'done')
  const given = stages.find(({ act }, i) => isBringing(act) && report.stages[i]?.outcome === 'failed')?.act
  // What is kept and was not seen to be there is brought about by a run.
  const first = given && isBringing(given) ? ['lbprov', 'run', ...site, '-l', given.hosts.join(',')] : []
  const isBegun = report.stages.some(({ outcome }, i) => outcome === 'done' && changing.has(stages[i]!.act.do))
  const again = ['lbprov', ...words]
  const then = isBegun ? goneOn(report.verb, open, again) : stages.length === 0 || open.length > 0 ? again : []
  const commands = [first, then].filter((one) => one.length > 0)
  return commands.length === 0 ? undefined : commands.map((one) => one.map(quote).join(' ')).join(' && ')
}

type Bringing = Extract<Stage['act'], { readonly do: 'converge' | 'take' }>

const isBringing = (act: Stage['act']): act is Bringing => act.do === 'converge' || act.do === 'take'

/** The command that goes on where something was done already. */
function goneOn(verb: string, open: readonly Stage[], again: readonly string[]): readonly string[] {
  if (verb === 'roll') return open.length === 0 ? [] : resumed(again)
  if (verb === 'drain') return open.some(({ act }) => act.do === 'idle') ? again : []
  const take = open.map(({ act }) => act).find((act) => act.do === 'take')
  if (verb !== 'failover' || !take) return []
  if (again.includes('--back')) return again
  const bare = without(again, ['--to', '--reason'], ['--stay'])
  return take.held.leads.size === 0 ? [...bare, '--back'] : [...bare, '--to', take.to, '--stay']
}

/** Options stand before the command of a roll. */
function resumed(words: readonly string[]): readonly string[] {
  if (words.includes('--resume')) return words
  const end = words.indexOf('--')
  return end < 0 ? [...words, '--resume'] : [...words.slice(0, end), '--resume', ...words.slice(end)]
}

function without(words: readonly string[], valued: readonly string[], bare: readonly string[]): readonly string[] {
  return words.filter(
    (word, i) =>
      !bare.includes(word) &&
      !valued.some((option) => word === option || word.startsWith(`${option}=`) || words[i - 1] === option),
  )
}
