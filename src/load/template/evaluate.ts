import { changed } from './each.ts'
import type { Expression, Given } from './expression.ts'
import { bound, type Worth } from './given.ts'
import { Lazy, partOf, settled, sliced } from './held.ts'
import { methodOf } from './methods.ts'
import { isTrue, joinedBy } from './operators.ts'
import { Missing, outputOf } from './output.ts'
import { parseTemplate } from './parse.ts'
import { isSo } from './questions.ts'
import { Refusal } from './tokens.ts'

/** Where names get their values. */
export interface Scope {
  /** A Missing for what is not defined. */
  readonly value: (name: string) => unknown
  readonly environment: (name: string) => string | undefined
}

/** What text with expressions comes to; of an expression alone its value, as it is. Throws a Refusal. */
export function evaluated(text: string, scope: Scope): unknown {
  const parts = parseTemplate(text)
  const values = parts.map((part) => (typeof part === 'string' ? part : worthOf(part.expression, scope)))
  const [only] = values
  if (values.length === 1 && typeof parts[0] !== 'string') return settled(only)
  return values.map(outputOf).reduce((whole, part) => outputOf(whole + part), '')
}

function worthOf(expression: Expression, scope: Scope): unknown {
  const inner = (one: Expression) => worthOf(one, scope)
  const given = (all: readonly Given[]): readonly Worth[] => all.map((one) => ({ ...one, value: inner(one.value) }))
  switch (expression.is) {
    case 'value':
      return expression.value
    case 'name':
      return scope.value(expression.name)
    case 'list':
      return expression.items.map((item) => settled(inner(item)))
    case 'map':
      return Object.fromEntries(expression.entries.map(([key, value]) => [outputOf(inner(key)), settled(inner(value))]))
    case 'part':
      return partOf(inner(expression.of), inner(expression.key))
    case 'slice':
      return sliced(settled(inner(expression.of)), inner(expression.from), inner(expression.to))
    case 'filter':
      return changed(expression.name, inner(expression.of), given(expression.given))
    case 'test':
      return isSo(expression.name, inner(expression.of), given(expression.given))
    case 'method':
      return methodOf(expression.name, inner(expression.of), given(expression.given))
    case 'call':
      return called(expression.name, given(expression.given), scope)
    case 'not':
      return !isTrue(inner(expression.of))
    case 'minus':
      return joinedBy('-', 0, settled(inner(expression.of)))
    case 'choice':
      return chosen(expression, inner)
    case 'sign':
      return signed(expression, inner)
  }
}

type Inner = (one: Expression) => unknown

function chosen({ when, then, otherwise }: Extract<Expression, { is: 'choice' }>, inner: Inner): unknown {
  if (isTrue(inner(when))) return inner(then)
  return otherwise ? inner(otherwise) : new Missing('what holds without the condition')
}

/** The second side is looked at only where the first leaves it open. */
function signed({ sign, left, right }: Extract<Expression, { is: 'sign' }>, inner: Inner): unknown {
  const first = inner(left)
  if (sign === 'and') return isTrue(first) ? inner(right) : first
  if (sign === 'or') return isTrue(first) ? first : inner(right)
  const second = inner(right)
  return joinedBy(sign, settled(first), second instanceof Lazy ? second : settled(second))
}

function called(name: string, given: readonly Worth[], { environment }: Scope): unknown {
  if (name !== 'lookup') throw new Refusal(`there is no function ${name} here`)
  const [plugin, variable, otherwise] = bound('lookup', ['', '', 'default'], given)
  const kind = outputOf(plugin ?? '')
  if (!/^(?:ansible\.builtin\.)?env$/.test(kind))
    throw new Refusal(`there is no lookup of ${kind || 'nothing'} here`, "lookup('env', 'NAME') is the one there is.")
  return (variable === undefined ? undefined : environment(outputOf(variable))) ?? otherwise ?? ''
}
