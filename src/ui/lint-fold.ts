import type { Problem } from '../model/errors.ts'
import type { Severity } from '../model/lint.ts'

/** A finding with how bad it is. */
export interface Told {
  readonly severity: Severity
  readonly problem: Problem
}

/** A finding as the example of its kind, and the others of that kind that are not shown. */
export interface Folded extends Told {
  readonly others: readonly Told[]
}

/** As many findings of a kind in one file are shown one by one. */
const mostAlone = 5

/**
 * Findings of one file: of a kind that is there more often, the first with all others behind it. Same rule and same message but for names and numbers is
 * one kind, or what `form` makes of the message.
 */
export function foldedByKind(told: readonly Told[], form = withoutNames): readonly Folded[] {
  const kindOf = ({ severity, problem: { rule, message } }: Told) => `${severity} ${rule} ${form(message)}`
  const kinds = Map.groupBy(told, kindOf)
  return told.flatMap((one) => {
    const [first, ...others] = kinds.get(kindOf(one))!
    if (others.length < mostAlone) return [{ ...one, others: [] }]
    return one === first ? [{ ...one, others }] : []
  })
}

const withoutNames = (message: string) => message.replace(/"[^"]*"|[^\s:;,()]*\d[^\s;,()]*/g, '#')

/** `and 3999 more like it: lines 21, 34, 47 …`; empty: it is the only one. */
export function othersText(others: readonly Told[]): string {
  if (others.length === 0) return ''
  const lines = [...new Set(others.flatMap(({ problem: { where } }) => (where ? [where.line] : [])))]
  const shown = lines.slice(0, 5).join(', ')
  const places = shown === '' ? '' : `: line${lines.length === 1 ? '' : 's'} ${shown}${lines.length > 5 ? ' …' : ''}`
  return `\n    and ${others.length} more like it${places}`
}
