import type { Change } from '../model/change.ts'
import type { HostReport, StepReport } from '../model/report.ts'

/** A step as it went on some hosts, alike on all of them. */
export interface Shared {
  readonly hosts: readonly string[]
  readonly step: StepReport
}

/** What the same hosts have in common, in the order of their steps. */
export interface HostSet {
  readonly hosts: readonly string[]
  readonly steps: readonly StepReport[]
}

/** Each distinct result once, with its hosts, in order of first sight. Linear in the number of steps and in their text. */
export function shareSteps(
  hosts: readonly HostReport[],
  wanted: (step: StepReport) => boolean,
  keyOf: (step: StepReport) => string,
): Shared[] {
  const sights = hosts.flatMap(({ host, steps }) => steps.filter(wanted).map((step) => ({ host, step })))
  const alike = Map.groupBy(sights, ({ step }) => keyOf(step))
  return [...alike.values()].map((same) => ({ hosts: same.map(({ host }) => host), step: same[0]!.step }))
}

/** Shared steps of one play, gathered under the hosts they belong to. */
export function byHosts(shared: readonly Shared[]): HostSet[] {
  const sets = Map.groupBy(shared, ({ hosts }) => hosts.join('\n'))
  return [...sets.values()].map((same) => ({ hosts: same[0]!.hosts, steps: same.map(({ step }) => step) }))
}

/** A key that two steps share when a person would call their results the same. */
export function resultKeys(): (step: StepReport) => string {
  const id = interner()
  const keyOf = ({ attribute, from, to }: Change) => [attribute, id(from), id(to)].join(' ')
  return ({ play, resource, outcome, refreshed, changes }) =>
    [id(play), id(resource), outcome, refreshed, ...changes.map(keyOf)].join('\n')
}

/** The same for failures: alike in every word a person is shown. */
export function failureKeys(): (step: StepReport) => string {
  return ({ play, role, resource, declared, requested, failure }) =>
    JSON.stringify([play, role, resource, declared, requested, failure])
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
