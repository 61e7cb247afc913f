import type { Change } from '../model/change.ts'
import type { HostReport, StepReport } from '../model/report.ts'
import { alike, withoutOwn } from './own-words.ts'

/** A step as it went on some hosts, alike on all of them but for their own names and addresses. */
export interface Shared {
  readonly hosts: readonly string[]
  /** As the first of them has it. */
  readonly step: StepReport
  /** It is the same on each, to the letter. */
  readonly same: boolean
}

/** What the same hosts have in common, in the order of their steps. */
export interface HostSet {
  readonly hosts: readonly string[]
  readonly steps: readonly Shared[]
}

/** What two steps share when a person would call their results the same; `general` takes a text of the host for what it is without the host's own words. */
export type KeyOf = (step: StepReport, general: (text: string) => string) => string

/** Each distinct result once, with its hosts, in order of first sight. Linear in the number of steps and in their text. */
export function shareSteps(
  hosts: readonly HostReport[],
  wanted: (step: StepReport) => boolean,
  keyOf: KeyOf,
): Shared[] {
  const sights = hosts.flatMap((report) => report.steps.filter(wanted).map((step) => ({ report, step })))
  const groups = alike(
    sights,
    ({ step }) => keyOf(step, (text) => text),
    ({ step, report }) => keyOf(step, withoutOwn(report)),
  )
  return groups.map(({ members, same }) => ({
    hosts: members.map(({ report }) => report.host),
    step: members[0]!.step,
    same,
  }))
}

/** Shared steps of one play, gathered under the hosts they belong to. */
export function byHosts(shared: readonly Shared[]): HostSet[] {
  const sets = Map.groupBy(shared, ({ hosts }) => hosts.join('\n'))
  return [...sets.values()].map((same) => ({ hosts: same[0]!.hosts, steps: same }))
}

/** For results: alike in what became of the resource. */
export function resultKeys(): KeyOf {
  const id = interner()
  return ({ play, resource, outcome, refreshed, changes }, general) => {
    const own = (text: string | null) => id(text === null ? null : general(text))
    const keyOf = ({ attribute, from, to }: Change) => [attribute, own(from), own(to)].join(' ')
    return [id(play), id(resource), outcome, refreshed, ...changes.map(keyOf)].join('\n')
  }
}

/** For failures: alike in every word a person is shown. */
export function failureKeys(): KeyOf {
  return ({ play, role, resource, declared, requested, failure }, general) =>
    general(JSON.stringify([play, role, resource, declared, requested, failure]))
}

/** Texts to small numbers, so that a key does not repeat a long text. */
function interner(): (text: string | null) => number {
  const ids = new Map<string | null, number>()
  return (text) => {
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, ids.size)
    return ids.size - 1
  }
}
