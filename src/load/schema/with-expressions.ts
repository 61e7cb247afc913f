import type { JsonSchema } from '../../model/schema.ts'

/** How an editor calls a type in a message. */
const names: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a mapping',
  string: 'text',
}
const expression = String.raw`\{\{`
/** What Ansible takes for a truth value, and a reader of YAML 1.2 for text. */
const truths = '^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$'

/** The schema for values that are worked out before they count: wherever a value stands there may be an expression, `{{ … }}`; `yes` and `no` are true and false. */
export function withExpressions(schema: JsonSchema): JsonSchema {
  const { type, description, ...rest } = inside(schema)
  // What completes a value reads its own description, what shows a key's that of the whole.
  if (Array.isArray(schema.enum)) return { ...told(description), anyOf: [schema, anExpression] }
  if (type === 'string') return { ...textWith(rest), ...told(description) }
  if (typeof type !== 'string' || !(type in names)) return inside(schema)
  const pattern = type === 'boolean' ? `${expression}|${truths}` : expression
  return {
    ...rest,
    type: [type, 'string'],
    pattern,
    patternErrorMessage: `It must be ${names[type]}.`,
    ...told(description),
  }
}

const told = (description: unknown): JsonSchema => (description === undefined ? {} : { description })
const anExpression: JsonSchema = { type: 'string', pattern: expression }

/** Of several forms one takes the expression: more that fit would all be shown. */
function oneOf(forms: readonly JsonSchema[]): readonly JsonSchema[] {
  const opened = forms.map((form) => (form.type === 'string' ? withExpressions(form) : inside(form)))
  return forms.some(({ type }) => type === 'string') ? opened : [...opened, anExpression]
}

/** The limits of a text are none of an expression's. */
function textWith({ maxLength, minLength, ...rest }: JsonSchema): JsonSchema {
  const least = typeof minLength === 'number' ? { minLength } : {}
  if (rest.pattern === undefined && maxLength === undefined) return { type: 'string', ...least, ...rest }
  const limit = maxLength === undefined ? '' : `(?=^.{0,${maxLength}}$)`
  const message =
    maxLength === undefined
      ? {}
      : { patternErrorMessage: `It must be text that fits here, of ${maxLength} characters at most.` }
  return { type: 'string', ...least, ...rest, pattern: `${expression}|${limit}(?:${rest.pattern ?? ''})`, ...message }
}

const mapWords = ['properties', 'patternProperties']
const words = ['items', 'additionalProperties']

/** The same for what is in it. */
export function inside(schema: JsonSchema): JsonSchema {
  const changed = (value: unknown) =>
    typeof value === 'object' && value !== null ? withExpressions(value as JsonSchema) : value
  const entries = Object.entries(schema).map(([word, value]): readonly [string, unknown] => {
    if (mapWords.includes(word))
      return [word, Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, changed(one)]))]
    if (word === 'anyOf' || word === 'oneOf') return ['anyOf', oneOf(value as readonly JsonSchema[])]
    return [word, words.includes(word) ? changed(value) : value]
  })
  return Object.fromEntries(entries)
}
