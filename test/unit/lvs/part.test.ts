import { describe, expect, it } from 'vitest'
import { type Part, partOf } from '../../../src/lvs/cluster/part.ts'
import { ConfigError } from '../../../src/model/errors.ts'
import type { Assignment } from '../../../src/model/play.ts'
import { defineRole } from '../../../src/model/role.ts'

const where = { file: 'site.yaml', line: 3, column: 7 }
const assigned = (part?: (params: object) => unknown): Assignment => {
  const definition = defineRole({ params: {}, ...(part && { part: part as () => object }), resources: () => [] })
  return { role: 'web', definition, params: { static: true }, tags: [], where }
}
const saidOf = (part: (params: object) => unknown) => {
  try {
    partOf(assigned(part))
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('a part', () => {
  it('is what the role makes of its params', () => {
    const part: Part = { cluster: {}, table: { static: true } }
    expect(partOf(assigned((params) => ({ cluster: {}, table: params })))).toEqual(part)
  })

  it('is none where the role declares none', () => expect(partOf(assigned())).toBeNull())
  it('may be none that counts', () => expect(partOf(assigned(() => ({})))).toEqual({}))
})

describe('what is no part ends lint, at the place that asks for the role', () => {
  const director = { priority: 100, group: 'directors', master: true }

  it.each<[string, unknown, string, string]>([
    ['a list', [], 'is no object', 'Return what the host is'],
    ['a misspelt part', { cluster: {}, realserver: { prepared: [] } }, 'has realserver', 'Did you mean realServer?'],
    ['a misspelt word', { cluster: {}, director: { ...director, prio: 1 } }, 'has director.prio', 'It takes'],
    [
      'a missing word',
      { cluster: {}, director: { priority: 1, group: 'x' } },
      'has no director.master',
      'true or false',
    ],
    [
      'a wrong type',
      { cluster: {}, kernel: { addresses: 'no' } },
      'has a kernel.addresses that is not',
      'true or false',
    ],
    ['a word alone', { cluster: {}, table: true }, 'has a table that is no object', 'It has static.'],
    ['another way', { cluster: {}, realServer: { prepared: ['dr'] } }, 'has a realServer.prepared', 'DR, NAT and TUN'],
    ['no cluster', { director }, 'has director but no cluster', 'cluster: params'],
  ])('%s', (_, part, message, hint) => {
    const [problem] = saidOf(() => part)
    expect(problem?.message).toContain(`the part of the role web ${message}`)
    expect(problem?.hint).toContain(hint)
    expect(problem?.where).toEqual(where)
  })

  it('one that throws', () => {
    const [problem] = saidOf(() => {
      throw new TypeError('no such thing')
    })
    expect(problem).toMatchObject({ where, message: 'the part of the role web throws TypeError: no such thing' })
  })
})
