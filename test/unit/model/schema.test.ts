import { expectTypeOf, test } from 'vitest'
import { defineRole, type FromSchema } from '../../../src/index.ts'

test('a schema types what it lets through', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    properties: {
      a: { type: 'integer' },
      b: { type: 'string', default: 'x' },
      c: { enum: ['DR', 'NAT'] },
      d: {
        type: 'array',
        items: { oneOf: [{ type: 'string' }, { type: 'object', properties: { host: { type: 'string' } } }] },
      },
      e: { type: 'object', additionalProperties: { type: 'boolean' } },
    },
  } as const
  interface Expected {
    readonly a: number
    readonly b: string
    readonly c?: 'DR' | 'NAT' | undefined
    readonly d?: readonly (string | { readonly host?: string | undefined })[] | undefined
    readonly e?: Readonly<Record<string, boolean>> | undefined
  }
  expectTypeOf<FromSchema<typeof schema>>().toEqualTypeOf<Expected>()
})

test('params type the argument of a role', () => {
  defineRole({
    params: { priority: { type: 'integer', default: 100 }, names: { type: 'array', items: { type: 'string' } } },
    resources({ params }) {
      expectTypeOf(params.priority).toEqualTypeOf<number>()
      expectTypeOf(params.names).toEqualTypeOf<readonly string[]>()
      return []
    },
  })
})
