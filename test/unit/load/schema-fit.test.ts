import { globSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonSchema, Role } from '../../../src/index.ts'
import { fitOf } from '../../../src/load/schema/schema-fit.ts'
import { strictAjv } from '../lvs/support/ajv.ts'

const roles = await Promise.all(
  globSync(join(import.meta.dirname, '../../../roles/*/role.ts')).map(
    async (file) => ((await import(file)) as { readonly default: Role<unknown> }).default,
  ),
)

test('the params of all roles are read without ajv', () => {
  for (const { params } of roles)
    for (const [name, schema] of Object.entries(params)) expect(fitOf(schema), name).toBeDefined()
})

/** Values near what the words of these schemas are about. */
const values = fc.letrec<{ readonly any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      1,
      3,
      2.5,
      -1,
      'a',
      'ab',
      '🙂🙂',
      'A',
      '',
      '10',
      '192.0.2.1',
      '2001:db8::1',
      '1.2.3.4\n',
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'A', 'constructor'), tie('any'), { maxKeys: 3 }),
  ),
})).any

const inner = { type: 'object', required: ['a'], additionalProperties: { type: 'number' } }

test.each<JsonSchema>([
  { type: ['string', 'null'], description: 'text', default: 3, title: 't', writeOnly: true },
  { type: 'integer', minimum: 1, maximum: 2 },
  { minimum: 0 },
  { const: 1 },
  { enum: ['a', null, 3] },
  { type: 'string', minLength: 2, maxLength: 2 },
  { pattern: '^[a-z]+$' },
  { format: 'ip' },
  { type: 'array', minItems: 1, maxItems: 2, items: { type: ['string', 'array'] } },
  { items: false },
  { minProperties: 1, maxProperties: 1 },
  { propertyNames: { pattern: '^[a-z]+$' } },
  { type: 'object', properties: { a: { type: 'integer' }, b: true }, additionalProperties: false },
  { required: ['a', 'b'], properties: { a: { type: 'boolean' } }, additionalProperties: { type: 'string' } },
  { additionalProperties: inner },
  { anyOf: [{ type: 'string' }, inner, { type: 'array', items: inner }] },
])('%j fits what ajv says is valid', (schema) => {
  const validate = strictAjv({ strictTypes: false, strictRequired: false }).compile(schema)
  const fit = fitOf(schema)!
  fc.assert(
    fc.property(values, (value) => {
      expect(fit(value)).toBe(validate(value))
    }),
    { numRuns: 300 },
  )
})

test.each<unknown>([
  { type: 'int' },
  { type: 'constructor' },
  { type: [] },
  { type: 5 },
  { minimum: '1' },
  { minLength: -1 },
  { pattern: '[' },
  { pattern: 1 },
  { required: 'a' },
  { required: ['a', 'a'] },
  { properties: [] },
  { properties: { a: { typo: 1 } } },
  { anyOf: [] },
  { anyOf: {} },
  { enum: [] },
  { enum: [{}] },
  { description: 5 },
  { format: 'colour' },
  { format: 'toString' },
  { format: 1 },
  { $ref: '#' },
  { items: [{}] },
  { toString: 1 },
  'string',
])('%j is left to ajv', (schema) => {
  expect(fitOf(schema)).toBeUndefined()
})
