import { parseSync, Visitor } from 'rolldown/utils'

/** What a module of JavaScript loads: each specifier as it is written, and the text of those that are no plain text. */
export function specifiersIn(code: string): {
  readonly plain: readonly string[]
  readonly computed: readonly string[]
} {
  const plain: string[] = []
  const computed: string[] = []
  const add = (node: { readonly type: string; readonly start: number; readonly end: number } | null | undefined) => {
    if (!node) return
    if ('value' in node && typeof node.value === 'string') plain.push(node.value)
    else computed.push(code.slice(node.start, node.end))
  }
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ImportExpression: ({ source }) => add(source),
    CallExpression({ callee, arguments: [given] }) {
      const called = code.slice(callee.start, callee.end)
      if (/^(__)?require$|\bcreateRequire\([^()]*\)$|\brequire\.resolve$|getBuiltinModule$/.test(called)) add(given)
    },
  }).visit(parseSync('code.js', code).program)
  return { plain, computed }
}
