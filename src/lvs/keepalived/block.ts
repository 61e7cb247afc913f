/** A line, or a block: `head {`, its body one step further in, `}`. */
export type Node = string | { readonly head: string; readonly body: readonly Node[] }

/** A block; none at all when its body is empty. */
export function block(head: string, body: readonly Node[]): readonly Node[] {
  return body.length === 0 ? [] : [{ head, body }]
}

/** `word value` when there is a value. */
export function word(name: string, value: string | number | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : [`${name} ${value}`]
}

/** `word` alone, for words that are true by being there. */
export function flag(name: string, set: boolean | null | undefined): readonly string[] {
  return set ? [name] : []
}

/** The text of the nodes, four spaces a level, a blank line before each block of the outermost level. */
export function print(nodes: readonly Node[]): string {
  return nodes.map((node) => (typeof node === 'string' ? `${node}\n` : `\n${lines(node, '').join('\n')}\n`)).join('')
}

function lines(node: Node, indent: string): readonly string[] {
  if (typeof node === 'string') return [indent + node]
  return [`${indent}${node.head} {`, ...node.body.flatMap((inner) => lines(inner, `${indent}    `)), `${indent}}`]
}
