import { ConfigError } from '../../model/errors.ts'
import type { Node } from '../conf/block.ts'

/** The node, when every line of it is one statement to keepalived. Throws ConfigError for a value that would be more, whoever let it through. */
export function checked(node: Node): Node {
  if (typeof node === 'string') return statement(node)
  return { head: statement(node.head), body: node.body.map(checked) }
}

function statement(line: string): string {
  const why = /^# [^\n]*$/.test(line) ? null : faultIn(line)
  if (why === null) return line
  const hint = 'a value is one word, or words in quotes where keepalived takes several; mend the variable that has it'
  throw new ConfigError([{ message: `${JSON.stringify(line)} can not be written to keepalived.conf: ${why}`, hint }])
}

function faultIn(line: string): string | null {
  if (/\p{Cc}/u.test(line)) return 'it has a line feed or another control character'
  if (/^(?:[@~$]|include[a-z]?(?:\s|$))/.test(line))
    return 'it would be read as a condition, a definition or an include'
  if (/\$[A-Za-z_{]/.test(line)) return 'it would have a definition filled in'
  const outside = line.replaceAll(/"[^"]*"/g, '')
  if (outside.includes('"')) return 'a quote is not closed'
  const sign = /[{}#!]/.exec(outside)?.[0]
  return sign === undefined ? null : `"${sign}" begins or ends something else there`
}
