/** True for a character that the token stands for; null: any number of any characters. */
type Token = ((character: string) => boolean) | null

/**
 * A shell's pattern: `*`, `?`, `[a-z]`, `[!a-z]`, as Ansible and glob(3) have them. Not by way of a regular expression, which
 * may take forever: this takes the product of both lengths at most.
 */
export function glob(pattern: string): (name: string) => boolean {
  const tokens = tokensOf([...pattern])
  return (name) => matches(tokens, [...name])
}

function tokensOf(pattern: readonly string[]): readonly Token[] {
  const tokens: Token[] = []
  const last = pattern.lastIndexOf(']')
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    const not = pattern[at + 1] === '!' || pattern[at + 1] === '^'
    const from = at + (not ? 3 : 2)
    const close = character === '[' && from <= last ? pattern.indexOf(']', from) : -1
    if (character === '*') tokens.push(null)
    else if (character === '?') tokens.push(() => true)
    else if (close < 0) tokens.push((found) => found === character)
    else {
      const isIn = setOf(pattern.slice(at + (not ? 2 : 1), close))
      tokens.push((found) => isIn(found) !== not)
      at = close
    }
  }
  return tokens
}

/** `a-z_`: its ranges and characters. */
function setOf(inside: readonly string[]): (character: string) => boolean {
  const ranges: (readonly [from: string, to: string])[] = []
  for (let at = 0; at < inside.length; at++) {
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length
    ranges.push([inside[at]!, inside[isRange ? at + 2 : at]!])
    if (isRange) at += 2
  }
  return (character) => ranges.some(([from, to]) => from <= character && character <= to)
}

/** After a mismatch the last star takes one character more: those before it need no other try. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let [token, at, star, taken] = [0, 0, -1, 0]
  while (at < name.length) {
    if (tokens[token] === null) [star, taken, token] = [token, at, token + 1]
    else if (tokens[token]?.(name[at]!)) [token, at] = [token + 1, at + 1]
    else if (star >= 0) [token, taken, at] = [star + 1, taken + 1, taken + 1]
    else return false
  }
  return tokens.slice(token).every((one) => one === null)
}
