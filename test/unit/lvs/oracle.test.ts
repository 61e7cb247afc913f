import { describe, expect, test } from 'vitest'
import { sameConf } from '../../../src/lvs/lint/same-conf.ts'
import { judge, plainOf, rowsOf, textOf, type Verdict, versions } from './support/oracle.ts'

/** How often lint and the real keepalived are of one mind: of all rows, none may be lost again. */
const agreed: Readonly<Record<(typeof versions)[number], number>> = {
  '1.2.13': 327,
  '1.3.5': 357,
  '2.0.10': 390,
  '2.1.5': 416,
  '2.2.7': 422,
  '2.2.8': 410,
  '2.3.4': 415,
}

/** Rows that are read alike all the same, each with its reason. */
const readAlike: Readonly<Record<string, string>> = {
  'f-seq-name': 'keepalived 2.0.10 takes no capital letters in the name of a sequence',
}

describe.each(versions)('what keepalived %s did with a changed file', (version) => {
  test('is what lint says, no less often than before', () => {
    const verdicts = rowsOf(version).map((row) => ({ row, verdict: judge(row, version) }))
    const of = (wanted: Verdict) => verdicts.filter(({ verdict }) => verdict === wanted).map(({ row }) => row.id)
    expect(of('crash')).toEqual([])
    expect(of('agree').length).toBeGreaterThanOrEqual(agreed[version])
  }, 120_000)

  test('is another file where it understands another one', () => {
    const others = rowsOf(version).filter(
      (row) => row.verdict !== 'fine' && (row.change || row.against) && textOf(row) !== plainOf(row),
    )
    const same = others.filter((row) => sameConf(textOf(row), plainOf(row), { name: 'lb1', version }))
    expect(same.map(({ id }) => id).filter((id) => !(id in readAlike))).toEqual([])
  }, 120_000)

  test('is the same file where only the layout is another', () => {
    const kinds = ['tab between', 'comment behind', 'carriage return', 'comment behind the brace']
    const laidOut = rowsOf(version).filter(({ verdict, kind = '' }) => verdict === 'fine' && kinds.includes(kind))
    expect(laidOut.length).toBeGreaterThan(4)
    for (const row of laidOut) expect(sameConf(textOf(row), plainOf(row), { name: 'lb1', version }), row.id).toBe(true)
  })
})
