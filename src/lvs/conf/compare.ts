import { normalWords, within } from './normal.ts'
import type { Around } from './normal-address.ts'
import { type ConfNode, keywordOf, shownWord, statements } from './tree.ts'

export interface ConfDifference {
  /** `virtual_server 192.168.1.225 80 > lb_algo rr` */
  readonly statement: string
  readonly side: 'given' | 'rendered'
}

/** What only one of two configurations says to that version. Order, layout, comments and synonyms do not count. Passwords are not shown. */
export function compareConf(
  given: readonly ConfNode[],
  rendered: readonly ConfNode[],
  version: string,
): readonly ConfDifference[] {
  const around = { block: '', device: '', version }
  const [left, right] = [flat(given, '', around), flat(rendered, '', around)]
  return [
    ...left.filter((line) => !right.includes(line)).map((statement) => ({ statement, side: 'given' as const })),
    ...right.filter((line) => !left.includes(line)).map((statement) => ({ statement, side: 'rendered' as const })),
  ]
}

function flat(nodes: readonly ConfNode[], path: string, around: Around): readonly string[] {
  return statements(nodes).flatMap((statement) => {
    const words = keywordOf(statement) === 'auth_pass' ? ['auth_pass', '***'] : normalWords(statement, around)
    const line = path + words.map(shownWord).join(' ')
    return statement.body === null ? [line] : [line, ...flat(statement.body, `${line} > `, within(statement, around))]
  })
}
