import { expect, test } from 'vitest'
import { fillDefaults, secretsIn } from '../../../src/load/schema/schema-walk.ts'

const check = {
  oneOf: [
    { type: 'object', properties: { type: { const: 'tcp' }, timeout: { type: 'integer', default: 3 } } },
    { type: 'object', properties: { type: { const: 'http' }, path: { type: 'string', default: '/' } } },
  ],
}
const schema = {
  type: 'object',
  additionalProperties: { $ref: '#/definitions/instance' },
  definitions: {
    instance: {
      type: 'object',
      properties: {
        state: { enum: ['MASTER', 'BACKUP'], default: 'BACKUP' },
        checks: { type: 'array', items: check, default: [] },
        auth: {
          type: 'object',
          default: {},
          properties: { kind: { type: 'string', default: 'PASS' }, pass: { type: 'string', writeOnly: true } },
        },
      },
    },
  },
}

test('defaults are filled in at any depth, in the alternative that is meant', () => {
  const value = { VI_1: { checks: [{ type: 'http' }, { type: 'tcp', timeout: 9 }] }, VI_2: { state: 'MASTER' } }
  expect(fillDefaults(schema, value)).toEqual({
    VI_1: {
      state: 'BACKUP',
      checks: [
        { type: 'http', path: '/' },
        { type: 'tcp', timeout: 9 },
      ],
      auth: { kind: 'PASS' },
    },
    VI_2: { state: 'MASTER', checks: [], auth: { kind: 'PASS' } },
  })
})

test('a default is copied, never shared', () => {
  const value = fillDefaults(schema, { a: {}, b: {} }) as Record<string, { checks: unknown[] }>
  expect(value.a!.checks).not.toBe(value.b!.checks)
})

test('values of the wrong kind are left alone', () => {
  expect(fillDefaults(schema, { a: 5, b: [] })).toEqual({ a: 5, b: [] })
})

test('secrets are found at any depth', () => {
  expect(
    secretsIn(schema, { a: { auth: { pass: 's1' } }, b: { auth: { kind: 'x' } }, c: { auth: { pass: 's2' } } }),
  ).toEqual(['s1', 's2'])
  expect(secretsIn({ type: 'object', writeOnly: true }, { a: ['x', 5, null, true], b: '' })).toEqual(['x', '5'])
})
