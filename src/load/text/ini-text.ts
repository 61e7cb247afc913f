import { parseLiteral } from './python-literal.ts'

export type IniValue = string | number | boolean

/** `name=value` on the line of a host, which Ansible and lbprov split into words before they read the value as a literal of Python. */
export function iniWord(name: string, value: IniValue): string {
  const word = `${name}=${literal(value)}`
  return /[\s#'"\\]/.test(word) ? `"${word.replaceAll(/["\\]/g, '\\$&')}"` : word
}

/** The same below `[GROUP:vars]`, where the rest of the line is the literal. */
export const iniLine = (name: string, value: IniValue): string =>
  `${name}=${typeof value !== 'string' || /^[\w./:@~-]*$/.test(value) ? literal(value) : JSON.stringify(value)}`

/** Text in quotes where it would be read as something else, as `1e5` and `True` would, or has a second line. */
function literal(value: IniValue): string {
  const isPlain = typeof value !== 'string' || (parseLiteral(value).value === value && !/[\r\n]/.test(value))
  return isPlain ? String(value) : JSON.stringify(value)
}
