import { type Around, normalWords, within } from './normal.ts'
import { type ConfNode, keywordOf, statements } from './tree.ts'

export interface ConfDifference {
  /** `virtual_server 192.168.1.225 80 > lb_algo rr` */
  readonly statement: string
  readonly side: 'given' | 'rendered'
}

/** What only one of two configurations says. Order, layout, comments and synonyms do not count. Passwords are not shown. */
export function compareConf(given: readonly ConfNode[], rendered: readonly ConfNode[]): readonly ConfDifference[] {
  const [left, right] = [flat(given), flat(rendered)]
  return [
    ...left.filter((line) => !right.includes(line)).map((statement) => ({ statement, side: 'given' as const })),
    ...right.filter((line) => !left.includes(line)).map((statement) => ({ statement, side: 'rendered' as const })),
  ]
}

function flat(nodes: readonly ConfNode[], path = '', around: Around = { block: '', device: '' }): readonly string[] {
  return statements(nodes).flatMap((statement) => {
    const words = keywordOf(statement) === 'auth_pass' ? ['auth_pass', '***'] : normalWords(statement, around)
    const line = path + words.join(' ')
    return statement.body === null ? [line] : [line, ...flat(statement.body, `${line} > `, within(statement, around))]
  })
}
