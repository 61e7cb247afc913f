import { filtered } from './filters.ts'
import { Missing, outputOf } from './output.ts'
import { type Expression, parseTemplate } from './parse.ts'
import { Refusal } from './tokens.ts'

/** Where names get their values. */
export interface Scope {
  /** A Missing for what is not defined. */
  readonly value: (name: string) => unknown
  readonly environment: (name: string) => string
}

/** A mapping whose values are worked out when they are asked for: `hostvars`, and a host in it. */
export class Lazy {
  readonly part: (key: string) => unknown

  constructor(part: (key: string) => unknown) {
    this.part = part
  }
}

/** What text with expressions comes to; of an expression alone its value, as it is. Throws a Refusal. */
export function evaluated(text: string, scope: Scope): unknown {
  const parts = parseTemplate(text)
  const values = parts.map((part) => (typeof part === 'string' ? part : worthOf(part.expression, scope)))
  const [only] = values
  if (values.length === 1 && typeof parts[0] !== 'string') return settled(only)
  return values.map(outputOf).reduce((whole, part) => outputOf(whole + part), '')
}

function settled(value: unknown): unknown {
  if (value instanceof Missing) throw value.refusal()
  if (value instanceof Lazy) throw new Refusal('it stands for all variables of a host')
  return value
}

function worthOf(expression: Expression, scope: Scope): unknown {
  const inner = (one: Expression) => worthOf(one, scope)
  if (expression.is === 'value') return expression.value
  if (expression.is === 'name') return scope.value(expression.name)
  if (expression.is === 'list') return expression.items.map((item) => settled(inner(item)))
  if (expression.is === 'part') return partOf(inner(expression.of), inner(expression.key))
  if (expression.is === 'filter') return filtered(expression.name, inner(expression.of), expression.given.map(inner))
  if (expression.is === 'call') return called(expression.name, expression.given.map(inner), scope)
  return joinedOf(expression.sign, settled(inner(expression.left)), settled(inner(expression.right)))
}

function partOf(of: unknown, key: unknown): unknown {
  if (of instanceof Missing) return new Missing(typeof key === 'string' ? `${of.what}.${key}` : of.what)
  if (of instanceof Lazy) return of.part(outputOf(key))
  const index = Array.isArray(of) && typeof key === 'number' && key < 0 ? of.length + key : key
  const held = typeof of === 'object' && of !== null && !(key instanceof Missing) && Object.hasOwn(of, index as string)
  if (held && key !== 'length') return (of as Record<string, unknown>)[index as string]
  return key instanceof Missing ? key : new Missing(`${outputOf(key)} of what is asked for it`)
}

function called(name: string, given: readonly unknown[], { environment }: Scope): unknown {
  const [plugin, ...rest] = given.map((one) => outputOf(one))
  if (name !== 'lookup') throw new Refusal(`there is no function ${name} here`)
  if (!/^(?:ansible\.builtin\.)?env$/.test(plugin ?? ''))
    throw new Refusal(`there is no lookup of ${plugin || 'nothing'} here`, "lookup('env', 'NAME') is the one there is.")
  return rest.slice(0, 1).map(environment).join('')
}

function joinedOf(sign: '~' | '+', left: unknown, right: unknown): unknown {
  if (sign === '~') return outputOf(outputOf(left) + outputOf(right))
  if (typeof left === 'number' && typeof right === 'number') return left + right
  if (typeof left === 'string' && typeof right === 'string') return outputOf(left + right)
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right]
  throw new Refusal('it adds what can’t be added')
}
