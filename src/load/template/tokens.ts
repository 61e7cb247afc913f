/** A word of an expression. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'end'
  readonly text: string
}

/** An expression that is not worked out here. `kind` is the same for all that are refused for one reason. */
export class Refusal extends Error {
  readonly kind: string
  readonly hint: string

  constructor(message: string, hint = instead, kind = message) {
    super(message)
    this.kind = kind
    this.hint = hint
  }
}

export const instead = 'Write the value itself; a role can work values out in TypeScript.'

const pattern =
  /\s+|([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|(==|!=|<=|>=|\/\/|\*\*|[-+*/%~|.,:()[\]{}<>=])/sy

/** The words of what stands between {{ and }}. Throws a Refusal. */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < expression.length) {
    const at = pattern.lastIndex
    const [, name, text, number, sign] = pattern.exec(expression) ?? []
    if (pattern.lastIndex === 0)
      throw new Refusal(`it can't be read from ${JSON.stringify(expression.slice(at, at + 20))} on`)
    if (name) tokens.push({ kind: 'name', text: name })
    else if (text) tokens.push({ kind: 'text', text: unquoted(text) })
    else if (number) tokens.push({ kind: 'number', text: number })
    else if (sign) tokens.push({ kind: 'sign', text: sign })
  }
  return [...tokens, { kind: 'end', text: '' }]
}

const escapes = new Map(Object.entries({ n: '\n', t: '\t', r: '\r' }))

function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\(.)/gs, (all, char: string) => escapes.get(char) ?? (/[\\'"]/.test(char) ? char : all))
}
