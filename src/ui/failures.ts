import { showPosition } from '../model/position.ts'
import type { HostReport, StepReport } from '../model/report.ts'
import { failureKeys, type Shared, shareSteps } from './group.ts'
import { hintLines } from './hint.ts'
import { hostList } from './hosts.ts'
import type { Look } from './look.ts'
import { alikeHosts } from './own-words.ts'
import { exampleOf } from './results.ts'
import { hanging, indented } from './words.ts'

const outputLimit = 40

/** Everything a person has to act upon: failed steps, failed, unreachable and skipped hosts, then notes. A block each, alike ones once. */
export function failureBlocks(hosts: readonly HostReport[], look: Look): string[] {
  const failed = shareSteps(hosts, ({ outcome }) => outcome === 'failed', failureKeys())
  return [...failed.map((shared) => stepBlock(shared, look)), ...hostBlocks(hosts, look), ...noteBlocks(hosts, look)]
}

function stepBlock({ hosts, step, same }: Shared, look: Look): string {
  const { failure } = step
  const head = look.paint('red', `FAILED ${hostList(hosts)}: ${step.resource}`)
  const lines = [
    ...(same ? [] : [look.paint('dim', `  ${exampleOf(hosts)}:`)]),
    indented(failure?.message ?? 'no reason given', '  '),
    ...outputLines(step, look),
  ]
  const origin = look.paint('dim', `  role ${step.role}: declared at ${showPosition(step.declared)}`)
  const asker = look.paint('dim', `  asked for at ${showPosition(step.requested)}`)
  return [head, ...lines, origin, asker, ...hintLines(failure?.hint, '  ', look.paint)].join('\n')
}

function outputLines({ failure }: StepReport, { paint }: Look): string[] {
  if (!failure) return []
  const code = failure.exitCode === null ? [] : [`exit code ${failure.exitCode}`]
  const output = failure.output.trimEnd()
  const title = [...code, ...(output ? ['last output:'] : [])].join(', ')
  const lines = output ? output.split('\n').slice(-outputLimit) : []
  return [...(title ? [`  ${title}`] : []), ...lines.map((line) => `    ${paint('dim', '│')} ${line}`)]
}

function hostBlocks(hosts: readonly HostReport[], look: Look): string[] {
  const told = hosts.filter(({ outcome, message }) => message !== undefined || outcome === 'unreachable')
  return alikeHosts(told).map((same) => hostBlock(same, look))
}

function hostBlock(same: readonly HostReport[], look: Look): string {
  const { outcome, message, hint } = same[0]!
  const names = same.map(({ host }) => host)
  const head = look.paint(outcome === 'skipped' ? 'yellow' : 'red', `${outcome.toUpperCase()} ${hostList(names)}`)
  const differs = same.some((one) => one.message !== message || one.hint !== hint)
  return [
    head,
    ...(differs ? [look.paint('dim', `  ${exampleOf(names)}:`)] : []),
    ...(message ? [indented(message, '  ')] : []),
    ...hintLines(hint, '  ', look.paint),
  ].join('\n')
}

function noteBlocks(hosts: readonly HostReport[], look: Look): string[] {
  const notes = hosts.flatMap(({ host, notes }) => notes.map((note) => ({ host, note })))
  const alike = [...Map.groupBy(notes, ({ note }) => note)]
  if (alike.length === 0) return []
  const line = ([note, same]: (typeof alike)[number]) => `  ${hostList(same.map(({ host }) => host))}: ${hanging(note)}`
  return [[look.paint('yellow', 'NOTES'), ...alike.map(line)].join('\n')]
}
