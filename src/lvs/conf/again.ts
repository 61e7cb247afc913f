import { shapeOf } from '../language/keywords.ts'
import { atLeast } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import { keywordOf, type Statement, valuesOf, whereOf } from './tree.ts'

/** Words of a block that are there again with another value: one of the two is lost. */
export function checkAgain(body: readonly Statement[], path: string, version: string): readonly Flaw[] {
  const first = new Map<string, Statement>()
  return body.flatMap((statement) => {
    const keyword = keywordOf(statement)
    const before = first.get(keyword)
    first.set(keyword, before ?? statement)
    if (!before || shapeOf(path, keyword) !== 'value' || statement.body !== null) return []
    if (adds(keyword, version) || (valuesOf(before) === valuesOf(statement) && !refuses(keyword, version))) return []
    const message = `${keyword} is there again; line ${whereOf(before).line} has it, too`
    return [{ rule: 'value', severity: 'error', where: whereOf(statement), message, hint: 'take one away' }]
  })
}

function adds(keyword: string, version: string): boolean {
  return keyword === 'status_code' && atLeast(version, '2.0.17')
}

/** A script that is there already, from 2.0.0 on. */
function refuses(keyword: string, version: string): boolean {
  return /^(notify|quorum_(up|down)|script$)/.test(keyword) && atLeast(version, '2.0.0')
}
