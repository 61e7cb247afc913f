import { own } from '../../model/own.ts'
import type { JsonSchema } from '../../model/schema.ts'
import { branchesOf, typesOf } from './schema-words.ts'

/** The plain value with the defaults of its schema filled in where keys are missing, in the alternative that it is, too. Changes `value`. */
export function fillDefaults(schema: JsonSchema, value: unknown, root: JsonSchema = schema): unknown {
  const parts = partsOf(schema, value, root)
  if (isRecord(value)) for (const part of parts) addMissing(part, value)
  eachInside(parts, value, (inner, at, key) => {
    fillDefaults(inner, (at as Record<string, unknown>)[key], root)
  })
  return value
}

/** The text of everything in a value whose schema says writeOnly. */
export function secretsIn(schema: JsonSchema, value: unknown, root: JsonSchema = schema): readonly string[] {
  const parts = partsOf(schema, value, root)
  if (parts.some((part) => part.writeOnly === true)) return leaves(value)
  const found: string[] = []
  eachInside(parts, value, (inner, at, key) => {
    found.push(...secretsIn(inner, (at as Record<string, unknown>)[key], root))
  })
  return found
}

/** The alternative that a value is most likely meant to be; undefined when it is like none. */
export function likelyBranch(
  branches: readonly JsonSchema[],
  value: unknown,
  root: JsonSchema,
): JsonSchema | undefined {
  const scored = branches.map((branch) => [likeness(dereferenced(branch, root), value), branch] as const)
  const [score = -1, best] = scored.reduce((a, b) => (b[0] > a[0] ? b : a), [-1, undefined] as const as readonly [
    number,
    JsonSchema | undefined,
  ])
  return score < 0 ? undefined : best
}

/** The key that tells alternatives apart (`type: tcp`), when the value's word for it is none of theirs. */
export function discriminator(
  branches: readonly JsonSchema[],
  value: unknown,
  root: JsonSchema,
): { readonly name: string; readonly words: readonly unknown[]; readonly value: unknown } | undefined {
  if (!isRecord(value)) return undefined
  const forms = branches.map((branch) => propertiesOf(dereferenced(branch, root)))
  const name = Object.keys(forms[0] ?? {}).find((key) => forms.every((form) => wordsOf(form[key]).length > 0))
  const words = name === undefined ? [] : forms.flatMap((form) => wordsOf(form[name]))
  if (name === undefined || !Object.hasOwn(value, name) || words.includes(value[name])) return undefined
  return { name, words, value: value[name] }
}

function wordsOf(schema: JsonSchema | undefined): readonly unknown[] {
  if (schema !== undefined && 'const' in schema) return [schema.const]
  return (schema?.enum as readonly unknown[] | undefined) ?? []
}

/** Follows a `$ref` within the same schema. */
export function dereferenced(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { $ref } = schema
  if (typeof $ref !== 'string' || !$ref.startsWith('#/')) return schema
  const steps = $ref
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const target = steps.reduce<unknown>((here, step) => (here as Record<string, unknown> | undefined)?.[step], root)
  return (target as JsonSchema | undefined) ?? schema
}

function partsOf(schema: JsonSchema, value: unknown, root: JsonSchema): readonly JsonSchema[] {
  const own = dereferenced(schema, root)
  if (!own.allOf && branchesOf(own).length === 0) return [own]
  const branch = likelyBranch(branchesOf(own), value, root)
  const all = [...((own.allOf as readonly JsonSchema[] | undefined) ?? []), ...(branch ? [branch] : [])]
  return [own, ...all.flatMap((part) => partsOf(part, value, root))]
}

function addMissing(schema: JsonSchema, value: Record<string, unknown>): void {
  for (const [key, { default: missing }] of Object.entries(propertiesOf(schema))) {
    if (missing !== undefined && !Object.hasOwn(value, key)) value[key] = structuredClone(missing)
  }
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>
}

function eachInside(
  parts: readonly JsonSchema[],
  value: unknown,
  visit: (schema: JsonSchema, at: object, key: string) => void,
): void {
  if (typeof value !== 'object' || value === null) return
  for (const part of parts) {
    for (const key of Object.keys(value)) {
      const inner = Array.isArray(value) ? part.items : (own(propertiesOf(part), key) ?? part.additionalProperties)
      if (isRecord(inner)) visit(inner, value, key)
    }
  }
}

// A discriminating word (type: tcp) counts most; then the kind of value; then the keys it has.
function likeness(schema: JsonSchema, value: unknown): number {
  const types = typesOf(schema)
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return -1
  if (clashesWith(schema, value)) return -1
  if (!isRecord(value)) return 0
  const known = Object.entries(propertiesOf(schema)).filter(([key]) => Object.hasOwn(value, key))
  const clashes = known.filter(([key, inner]) => clashesWith(inner, value[key])).length
  const needed = ((schema.required ?? []) as readonly string[]).filter((key) => !Object.hasOwn(value, key)).length
  return Math.max(0, 1000 + known.length - 100 * clashes - 10 * needed)
}

function clashesWith(schema: JsonSchema, value: unknown): boolean {
  const words = wordsOf(schema)
  return words.length > 0 && !words.includes(value)
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isRecord(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves)
  return value === null || value === undefined || value === '' || typeof value === 'boolean' ? [] : [String(value)]
}
