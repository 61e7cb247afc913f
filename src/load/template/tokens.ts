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
  /\s+|([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(==|!=|<=|>=|\/\/|\*\*|[-+*/%~|.,:()[\]{}<>=])/sy

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

/** A backslash stands for itself: Ansible doubles each before Jinja reads them. */
function unquoted(text: string): string {
  const inside = text.slice(1, -1)
  const escaped: readonly string[] = inside.match(/\\./gs) ?? []
  if (escaped.includes(`\\${text[0]}`))
    throw new Refusal(
      'a backslash does not keep a quote from ending the text',
      'Use the other kind of quotes around it.',
    )
  return inside
}
