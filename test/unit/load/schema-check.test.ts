import { Ajv } from 'ajv'
import { describe, expect, test, vi } from 'vitest'
import { placeName } from '../../../src/load/schema/role-schema.ts'
import { schemaCheck } from '../../../src/load/schema/schema-check.ts'
import type { JsonSchema } from '../../../src/model/schema.ts'

function faults(schema: JsonSchema, value: unknown): string[] {
  return schemaCheck(schema)
    .faults(value)
    .map(({ path, message, hint }) => `${placeName('x', path)} ${message}${hint ? `. ${hint}` : ''}`)
}

const tcp = {
  type: 'object',
  required: ['type', 'port'],
  additionalProperties: false,
  properties: { type: { const: 'tcp' }, port: { type: 'integer' } },
}
const http = {
  type: 'object',
  required: ['type', 'url'],
  additionalProperties: false,
  properties: { type: { const: 'http' }, url: { type: 'string' } },
}

test.each<[string, JsonSchema, unknown, string[]]>([
  ['integer', { type: 'integer', minimum: 1, maximum: 255 }, 0, ['x must be an integer from 1 to 255, but is 0']],
  ['integer as text', { type: 'integer' }, '5', ['x must be an integer, but is "5". Write it without quotes.']],
  ['one bound', { type: 'number', minimum: 0 }, -1, ['x must be a number of at least 0, but is -1']],
  [
    'other bounds',
    { type: 'integer', maximum: 9, multipleOf: 2 },
    11,
    ['x must be an integer of at most 9 that is a multiple of 2, but is 11'],
  ],
  ['text', { type: 'string' }, 644, ['x must be text, but is 644. Put it in quotes.']],
  ['not empty', { type: 'string', minLength: 1 }, '', ['x must be text that is not empty, but is ""']],
  [
    'length',
    { type: 'string', minLength: 2, maxLength: 3 },
    'abcd',
    ['x must be text of 2 to 3 characters, but is "abcd"'],
  ],
  [
    'pattern',
    { type: 'string', pattern: '^0[0-7]{3}$' },
    'rw',
    ['x must be text that matches ^0[0-7]{3}$, but is "rw"'],
  ],
  ['format', { type: 'string', format: 'ipv4' }, 'x', ['x must be an IPv4 address like 192.0.2.10, but is "x"']],
  ['boolean', { type: 'boolean' }, 'yes', ['x must be true or false, but is "yes". Write true, without quotes.']],
  ['enum', { enum: ['rr', 'wrr', 'lc'] }, 'wwr', ['x must be rr, wrr or lc, but is "wwr". Did you mean wrr?']],
  ['const', { const: 5 }, 6, ['x must be 5, but is 6']],
  [
    'list',
    { type: 'array', items: { type: 'string' } },
    'a',
    ['x must be a list, but is "a". Write one value as a list too: [value].'],
  ],
  [
    'one value for several names',
    { type: 'object', additionalProperties: { type: 'integer' } },
    100,
    ['x must be a mapping, but is 100. Write a value for each name: { lb1: …, lb2: … }.'],
  ],
  [
    'a key that is left out on purpose',
    {
      type: 'object',
      additionalProperties: false,
      properties: { nopreempt: { type: 'boolean' } },
      'x-left-out': { state: 'Leave it out: the priority decides.' },
    },
    { state: 'MASTER', nopreemt: true },
    [
      'x.state is a word of keepalived that the variables do not have. Leave it out: the priority decides.',
      'x.nopreemt is not a key that is known here. Did you mean nopreempt?',
    ],
  ],
  ['empty list', { type: 'array', minItems: 1 }, [], ['x must be a list of at least one item, but is an empty list']],
  ['repeats', { type: 'array', uniqueItems: true }, [1, 1], ['x must be a list without repeats, but is a list of 2']],
  ['mapping', { type: 'object' }, null, ['x must be a mapping, but is null']],
  ['types', { type: ['string', 'null'] }, 1, ['x must be text or null, but is 1']],
  [
    'description',
    { type: 'integer', description: 'Seconds between checks' },
    'a',
    ['x must be an integer, but is "a". Seconds between checks.'],
  ],
  [
    'secret',
    { type: 'string', maxLength: 3, writeOnly: true },
    'hunter2',
    ['x must be text of at most 3 characters, but is other text'],
  ],
  [
    'name of a key',
    { type: 'object', propertyNames: { type: 'string', pattern: '^[A-Z]+$' } },
    { a: 1 },
    ['x.a is not a name that may stand here: it must be text that matches ^[A-Z]+$'],
  ],
  [
    'two alternatives of scalars',
    { oneOf: [{ type: 'integer' }, { type: 'string', format: 'ip' }] },
    'q',
    ['x must be an integer or an IP address like 192.0.2.10, but is "q"'],
  ],
  [
    'the alternative that was meant',
    { oneOf: [tcp, http] },
    { type: 'http', port: 5 },
    ['x needs url. It must be text.', 'x.port is not a key that is known here. Take it out. Keys are type and url.'],
  ],
  [
    'an alternative in a list',
    { type: 'array', items: { oneOf: [tcp, http] } },
    [{ type: 'tcp', port: 'a' }],
    ['x[0].port must be an integer, but is "a"'],
  ],
  ['no alternative', { oneOf: [tcp, http] }, { type: 'icmp' }, ['x.type must be tcp or http, but is "icmp"']],
  [
    'beside alternatives',
    { type: 'object', properties: { a: { type: 'integer' } }, anyOf: [{ required: ['b'] }, { required: ['c'] }] },
    { a: 'x' },
    ['x.a must be an integer, but is "x"', 'x needs b'],
  ],
  [
    'both alternatives',
    { oneOf: [{ type: 'object' }, { type: 'object' }] },
    {},
    ['x fits more than one of the forms allowed here'],
  ],
])('%s', (_, schema, value, told) => {
  expect(faults(schema, value)).toEqual(told)
})

test('what is wrong with thousands of alternatives is said of each, and each is compiled once', () => {
  const count = 3000
  const compile = vi.spyOn(Ajv.prototype, 'compile')
  const schema = { type: 'array', items: { oneOf: [tcp, http] } }
  const wrong = Array.from({ length: count }, () => ({ type: 'tcp', port: 'x', url: 'y', host: 'z' }))
  expect(faults(schema, wrong)).toHaveLength(3 * count)
  expect(compile.mock.calls.length).toBeLessThan(5)
})

describe('inside', () => {
  const schema = {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      properties: { id: { type: 'integer' }, vips: { type: 'array', items: { $ref: '#/definitions/vip' } } },
    },
    definitions: { vip: { type: 'string', format: 'cidr' } },
  }

  test('every place is told', () => {
    expect(faults(schema, { 'VI 1': { vip: 1 }, VI_2: { id: 1, vips: ['10.0.0.1'] } })).toEqual([
      'x["VI 1"] needs id. It must be an integer.',
      'x["VI 1"].vip is not a key that is known here. Did you mean vips?',
      'x.VI_2.vips[0] must be an IP address with a prefix length like 192.0.2.10/24, but is "10.0.0.1"',
    ])
  })
})

test.each([
  ['an unknown word', { type: 'string', formatt: 'ip' }],
  ['an unknown format', { type: 'string', format: 'vip' }],
  ['an unknown type', { type: 'int' }],
])('%s is no schema', (_, schema) => {
  expect(() => schemaCheck(schema)).toThrow()
})
