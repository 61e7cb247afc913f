import { describe, expect, test } from 'vitest'
import { judge, rowsOf, type Verdict, versions } from './support/oracle.ts'

/** How often lint and the real keepalived are of one mind: of all rows, none may be lost again. */
const agreed: Readonly<Record<(typeof versions)[number], number>> = {
  '1.2.13': 219,
  '1.3.5': 220,
  '2.0.10': 235,
  '2.1.5': 246,
  '2.2.7': 247,
  '2.2.8': 246,
  '2.3.4': 245,
}

describe.each(versions)('what keepalived %s did with a changed file', (version) => {
  test('is what lint says, no less often than before', () => {
    const verdicts = rowsOf(version).map((row) => ({ row, verdict: judge(row, version) }))
    const of = (wanted: Verdict) => verdicts.filter(({ verdict }) => verdict === wanted).map(({ row }) => row.id)
    expect(of('crash')).toEqual([])
    expect(of('agree').length).toBeGreaterThanOrEqual(agreed[version])
  }, 120_000)
})
