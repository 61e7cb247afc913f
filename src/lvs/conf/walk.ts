import { type Grammar, grammarOf, type Keyword } from '../language/keywords.ts'
import type { Flaw } from './flaw.ts'
import { type ConfNode, keywordOf, type Statement, statements } from './tree.ts'

/** What is looked for in the blocks that keepalived knows, and what was found. */
export interface GrammarCheck {
  readonly flaws: readonly Flaw[]
  readonly block?: (body: readonly Statement[], block: Grammar) => void
  /** `keyword` undefined: the block does not know it. */
  readonly statement: (statement: Statement, keyword: Keyword | undefined, block: Grammar) => void
}

/** Goes through a file once for several checks, and says what each found. */
export function checkByGrammar(
  nodes: readonly ConfNode[],
  version: string,
  checks: readonly GrammarCheck[],
): readonly Flaw[] {
  walk(statements(nodes), grammarOf(version), checks)
  return checks.flatMap(({ flaws }) => flaws)
}

function walk(body: readonly Statement[], block: Grammar, checks: readonly GrammarCheck[]): void {
  for (const check of checks) check.block?.(body, block)
  for (const statement of body) {
    const keyword = block.keywords.get(keywordOf(statement))
    for (const check of checks) check.statement(statement, keyword, block)
    if (keyword?.inner) walk(statements(statement.body), keyword.inner, checks)
  }
}
