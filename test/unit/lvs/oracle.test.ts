import { describe, expect, test } from 'vitest'
import { sameConf } from '../../../src/lvs/lint/same-conf.ts'
import { isThorough, some } from '../../support/thorough.ts'
import { judge, plainOf, rowsOf, textOf, versions } from './support/oracle.ts'

/** Rows of which lint says otherwise than keepalived, or on another line, each with its reason: none may come to it. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'a slip that 1.2.x does not see, and nobody means': ['1.2.13 m018 m089'],
  'it has no definitions and passes over them, and an empty one leaves nothing out': ['1.2.13 f-def-empty'],
  'the kernel refuses what keepalived took': ['1.2.13 m086 f-rs-family-tun', '1.3.5 m093'],
  'keepalived takes it, and never runs it': ['1.2.13 m153 f-notify-args'],
  'lint names the block, or the definition, the row the line that is gone or where it is used': [
    '1.2.13 f-def-multi-comment f-def-multi-blank f-rules-no-preference',
    '1.3.5 m291 f-def-multi-blank',
    '2.0.10 m348',
    '2.1.5 m376',
  ],
  'the row can not tell: the source of that version takes the value, or both rows of a kind say otherwise': [
    '2.0.10 m276',
    '2.1.5 m011 m034 m159',
    '2.2.7 m298',
    '2.2.8 m260',
  ],
  'it depends on the machine: interfaces, users': ['1.2.13 m088', '1.3.5 m058 m098', '2.2.8 m177', '2.3.4 m177'],
  'keepalived cuts the password to 8 bytes, which happen to be those that were meant': ['1.3.5 m089'],
}

const excepted = new Set(
  Object.values(exceptions)
    .flat()
    .flatMap((text) => {
      const [version, ...ids] = text.split(' ')
      return ids.map((id) => `${version} ${id}`)
    }),
)

/** Rows that are read alike all the same, each with its reason. */
const readAlike: Readonly<Record<string, string>> = {
  'f-seq-name': 'keepalived 2.0.10 takes no capital letters in the name of a sequence',
}

/** Of every kind of change one in some version at least. */
const tried = some(
  versions.flatMap((version) => rowsOf(version).map((row) => ({ version, row }))),
  60,
  ({ row }) => row.kind,
)
const triedOf = (version: string) => tried.filter((one) => one.version === version).map(({ row }) => row)

describe.each(versions)('what keepalived %s did with a changed file', (version) => {
  test('is what lint says, or is excepted', () => {
    const verdicts = triedOf(version).map((row) => ({
      id: `${version} ${row.id}`,
      verdict: judge(row, version),
    }))
    const others = verdicts.filter(({ verdict }) => verdict !== 'agree' && verdict !== 'advice').map(({ id }) => id)
    expect(others).toEqual(verdicts.map(({ id }) => id).filter((id) => excepted.has(id)))
    if (isThorough)
      expect(verdicts.filter(({ verdict }) => verdict === 'advice').length / verdicts.length).toBeLessThan(0.06)
    expect(verdicts.some(({ verdict }) => verdict === 'crash')).toBe(false)
  }, 120_000)

  test('is another file where it understands another one', () => {
    const others = triedOf(version).filter(
      (row) => row.verdict !== 'fine' && (row.change || row.against) && textOf(row) !== plainOf(row),
    )
    const same = others.filter((row) => sameConf(textOf(row), plainOf(row), { name: 'lb1', version }))
    expect(same.map(({ id }) => id).filter((id) => !(id in readAlike))).toEqual([])
  }, 120_000)

  test('is the same file where only the layout is another', () => {
    const kinds = ['tab between', 'comment behind', 'carriage return', 'comment behind the brace']
    const laidOut = rowsOf(version).filter(({ verdict, kind = '' }) => verdict === 'fine' && kinds.includes(kind))
    expect(laidOut.length).toBeGreaterThan(4)
    for (const row of some(laidOut, 5, ({ kind }) => kind))
      expect(sameConf(textOf(row), plainOf(row), { name: 'lb1', version }), row.id).toBe(true)
  })
})
