import { describe, expect, expectTypeOf, test } from 'vitest'
import { Secret, sh } from '../../../src/index.ts'
import { faultsIn } from '../../../src/model/fault.ts'
import {
  type Attributes,
  boolean,
  form,
  integer,
  listOf,
  needed,
  object,
  oneOf,
  orNull,
  script,
  type Values,
} from '../../../src/model/type.ts'

const name = form('a small name', /^[a-z]+$/)
const attributes = {
  name: needed(name),
  live: boolean,
  at: oneOf('top', 'end'),
  port: integer(1, 65_535),
  run: script,
  names: listOf(name),
  inside: object({ deep: needed(name), other: orNull(name) }),
}
const good = { name: 'a' }

/** What is wrong, each with its hint. */
const wrong = (values: object) =>
  faultsIn('', values as Values<Attributes>, attributes).map(({ message, hint }) =>
    hint ? `${message}. ${hint}` : message,
  )

test('the declaration is the type', () => {
  expectTypeOf<Values<Pick<typeof attributes, 'name' | 'at' | 'names'>>>().toEqualTypeOf<{
    readonly name: string
    readonly at?: 'top' | 'end' | undefined
    readonly names?: readonly string[] | undefined
  }>()
})

test.each([
  good,
  { ...good, live: undefined, at: undefined },
  { ...good, live: false, at: 'end', port: 80, run: sh`:`, names: ['a', 'b'], inside: { deep: 'x', other: null } },
])('%o is let through', (values) => expect(wrong(values)).toEqual([]))

describe('what is wrong is said, all of it', () => {
  test.each([
    [{}, 'name is missing: it must be a small name'],
    [{ name: undefined }, 'name is missing: it must be a small name'],
    [{ name: 'A' }, 'name must be a small name, but is "A"'],
    [{ name: 'a\n' }, 'name must be a small name, but is "a\\n"'],
    [{ name: null }, 'name must be a small name, but is null'],
    [{ name: 5 }, 'name must be a small name, but is 5'],
    [{ name: ['a'] }, 'name must be a small name, but is a list'],
    [{ name: new Secret('p') }, 'name must be a small name, but is an object'],
    [{ name: 'A'.repeat(100) }, 'name must be a small name, but is 100 characters of text'],
    [{ ...good, live: 'yes' }, 'live must be true or false, but is "yes"'],
    [{ ...good, at: 'start' }, 'at must be "top" or "end", but is "start"'],
    [{ ...good, port: 80.5 }, 'port must be an integer from 1 to 65535, but is 80.5'],
    [{ ...good, run: 'echo hi' }, 'run must be a script, written with sh`...`, but is "echo hi"'],
    [{ ...good, names: 'a' }, 'names must be a list, but is "a"'],
    [{ ...good, names: ['a', 'B'] }, 'names[1] must be a small name, but is "B"'],
    [{ ...good, inside: sh`:` }, 'inside must be an object with deep, other, but is a script'],
    [{ ...good, inside: {} }, 'inside.deep is missing: it must be a small name'],
    [
      { ...good, inside: { deep: 'x', othre: null } },
      'inside.othre is not known here. Did you mean other? There is deep, other.',
    ],
  ])('%o', (values, message) => expect(wrong(values)).toEqual([message]))

  test('a form with the flag g is the same each time', () => {
    const { accepts } = form('a', /a/g)
    expect([accepts('a'), accepts('a')]).toEqual([true, true])
  })

  test('several at once', () => expect(wrong({ nmae: 'a', live: 1 })).toHaveLength(3))

  test.each(['__proto__', 'constructor', 'toString'])('no name of every object is an attribute: %s', (name) => {
    expect(wrong(JSON.parse(`{ "name": "a", "${name}": 1 }`))).toEqual([
      expect.stringContaining(`${name} is not known here`),
    ])
  })
})
