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

/** A program and its arguments; without quotes keepalived takes the first word alone. */
export function program(name: string, line: string | undefined): readonly string[] {
  return line === undefined ? [] : [`${name} "${line}"`]
}

/** `word true` or `word false` where that is said at all. */
export function choice(name: string, value: boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`${name} ${value}`]
}

/** `word value` for each key that has one, in the order of `keys`. True: `word` alone; false: nothing, or `word false` for keys in `written`. */
export function plain(
  words: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  written: readonly string[] = [],
): readonly string[] {
  return keys.flatMap((key) => {
    const value = words[key]
    if (value === undefined || value === null || (value === false && !written.includes(key))) return []
    return [value === true ? key : `${key} ${value}`]
  })
}

/** The text of the nodes, four spaces a level, a blank line before each block of the outermost level. */
export function print(nodes: readonly Node[]): string {
  return nodes.map((node) => (typeof node === 'string' ? `${node}\n` : `\n${lines(node, '').join('\n')}\n`)).join('')
}

function lines(node: Node, indent: string): readonly string[] {
  if (typeof node === 'string') return [indent + node]
  return [`${indent}${node.head} {`, ...node.body.flatMap((inner) => lines(inner, `${indent}    `)), `${indent}}`]
}
