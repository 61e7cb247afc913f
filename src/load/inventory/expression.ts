import { createRequire } from 'node:module'

/** Loaded with the first expression. */
const engine = () => createRequire(import.meta.url)('re2js') as typeof import('re2js')

/**
 * True for text that begins as the expression says, as Python's `re.match` has it. RE2 takes as long as the text is, whatever
 * the expression. Throws for what is none.
 */
export function beginning(expression: string): (text: string) => boolean {
  const compiled = engine().RE2JS.compile(expression)
  return (text) => compiled.matcher(text).lookingAt()
}
