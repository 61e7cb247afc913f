import type { HostReport, StepReport } from '../model/report.ts'
import { changeLines } from './changes.ts'
import { byHosts, type HostSet, resultKeys, type Shared, shareSteps } from './group.ts'
import { hostList } from './hosts.ts'
import type { Look } from './look.ts'
import { indented, isChange, outcomeWords, stepWords } from './words.ts'

/** What changed, a block a play in the order of `plays`; what is alike on several hosts stands once. Unchanged resources only when verbose. */
export function resultBlocks(hosts: readonly HostReport[], plays: readonly string[], look: Look): string[] {
  const wanted = ({ outcome }: StepReport) => isChange(outcome) || (look.verbose > 0 && outcome !== 'failed')
  const shared = shareSteps(hosts, wanted, resultKeys())
  const byPlay = Map.groupBy(shared, ({ step }) => step.play)
  const order = new Set([...plays, ...byPlay.keys()])
  return [...order].filter((play) => byPlay.has(play)).map((play) => playBlock(play, byPlay.get(play)!, look))
}

function playBlock(play: string, shared: readonly Shared[], look: Look): string {
  const sets = byHosts(shared).map((set) => setLines(set, look))
  return [look.paint('bold', play), ...sets.flat()].join('\n')
}

function setLines({ hosts, steps }: HostSet, look: Look): string[] {
  const names = hostList(hosts, look.verbose > 0 ? Number.POSITIVE_INFINITY : undefined)
  return [`  ${look.paint('bold', names)}`, ...steps.flatMap((step) => stepLines(step, look))]
}

function stepLines({ step, same, hosts }: Shared, look: Look): string[] {
  const { sign, style } = stepWords[step.outcome]
  const role = look.verbose > 0 ? look.paint('dim', `  (role ${step.role})`) : ''
  const example = same ? '' : look.paint('dim', `  (${exampleOf(hosts)})`)
  const head = `${look.paint(style, `${sign} ${step.resource}`)}  ${outcomeWords(step, look.check)}${role}${example}`
  return [`    ${head}`, ...changeLines(step, look).map((line) => indented(line, '        '))]
}

/** What is shown is of the first; nothing else differs. */
export function exampleOf(hosts: readonly string[]): string {
  return `as ${hosts[0]} has it; ${hosts.length - 1} more, with their own name and address`
}
