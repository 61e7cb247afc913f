import fc from 'fast-check'
import type { ConfNode, Word } from '../../../../src/lvs/conf/tree.ts'

const where = { file: 'keepalived.conf', line: 1, column: 1 }

const keyword = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_-]{0,12}$/).filter((text) => !/^include/.test(text))
const shellKeyword = fc.constantFrom('script', 'misc_path', 'notify_master', 'quorum_up')
const plain = fc.string({ unit: fc.constantFrom(..."aB9_./:-%@$'# !{}é\t"), maxLength: 12 })
const shell = fc.string({ unit: fc.constantFrom(...'aB9_./:-%@$\'# !{}é\t"\\'), maxLength: 12 })
const comment = fc
  .string({ unit: fc.constantFrom(...'ab #!{}"\'\\$@'), maxLength: 12 })
  .map((text) => `#${text}`.trim())

const word = (text: string, quoted = false): Word => ({ text, quoted, where })
const values = (text: fc.Arbitrary<string>) =>
  fc.array(
    fc.tuple(text, fc.boolean()).map(([value, quoted]) => word(value, quoted)),
    { maxLength: 4 },
  )

const words = fc
  .oneof(fc.tuple(keyword, values(plain)), fc.tuple(shellKeyword, values(shell)))
  .map(([first, rest]) => [word(first), ...rest] as [Word, ...Word[]])

/** Any configuration: comments, statements with words of every sort, blocks in blocks. */
export const confNodes = fc.letrec<{ nodes: readonly ConfNode[]; node: ConfNode }>((tie) => ({
  nodes: fc.array(tie('node'), { maxLength: 5, depthIdentifier: 'conf' }),
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'conf' },
    comment.map((text) => ({ comment: text, where })),
    fc.record({ words, body: fc.constant(null) }),
    fc.record({ words, body: tie('nodes') }),
  ),
})).nodes

/** The tree as it is written down: words and blocks, without places. */
export function outline(nodes: readonly ConfNode[]): unknown {
  return nodes.map((node) =>
    'comment' in node ? node.comment : [node.words.map(({ text }) => text), node.body && outline(node.body)],
  )
}
