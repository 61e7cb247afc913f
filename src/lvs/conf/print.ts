import { type Node, print } from './block.ts'
import type { ConfNode } from './tree.ts'
import { wordText } from './words.ts'

/** The text of a tree, laid out as lbprov writes keepalived.conf. Words keep their order. */
export function printConf(nodes: readonly ConfNode[]): string {
  return print(nodes.map(printable))
}

function printable(node: ConfNode): Node {
  if ('comment' in node) return node.comment
  const [first] = node.words
  const head = node.words.map((word) => wordText(word, first.text)).join(' ')
  return node.body === null ? head : { head, body: node.body.map(printable) }
}
