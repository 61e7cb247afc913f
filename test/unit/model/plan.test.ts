import { describe, expect, test } from 'vitest'
import { file, pkg, service, sysctl } from '../../../src/index.ts'
import { plan, type Sighting } from '../../../src/model/plan.ts'
import type { Observed, Resource } from '../../../src/model/resource.ts'

const planOf = (...pairs: [Resource, Observed, pending?: boolean][]) => {
  const seen = new Map(
    pairs.map(([resource, observed, pendingRefresh = false]): [Resource, Sighting] => [
      resource,
      { observed, pendingRefresh },
    ]),
  )
  return plan([...seen.keys()], seen).map(({ action, refresh, changes }) => ({
    action,
    refresh,
    changes: changes.map(({ attribute, from, to }) => [attribute, from, to]),
  }))
}

const conf = file('/etc/x', { content: 'new\n', mode: '0640' })
const x = service('x', { running: true, enabled: true }, { refreshOn: [conf] })
const asWanted = { content: 'new\n', mode: '0640', owner: 'root', group: 'root' }

describe('one resource', () => {
  test('as desired: none, whatever else there is', () => {
    expect(planOf([conf, asWanted])).toEqual([{ action: 'none', refresh: false, changes: [] }])
  })
  test('absent: create, every managed attribute from nothing', () => {
    expect(planOf([conf, null])).toEqual([
      {
        action: 'create',
        refresh: false,
        changes: [
          ['content', null, 'new\n'],
          ['mode', null, '0640'],
        ],
      },
    ])
  })
  test('different: update, only what differs', () => {
    expect(planOf([conf, { ...asWanted, mode: '0644' }])).toEqual([
      { action: 'update', refresh: false, changes: [['mode', '0644', '0640']] },
    ])
  })
  test('other text that means the same stays, unless something else is to be changed: then all of it is told', () => {
    const loose = file('/etc/x', { content: 'new\n', mode: '0640' }, { same: (found) => found.trim() === 'new' })
    const planned = (observed: Observed) => planOf([loose, observed])[0]
    expect(planned({ ...asWanted, content: ' new' })).toEqual({ action: 'none', refresh: false, changes: [] })
    expect(planned({ ...asWanted, content: 'old' })).toMatchObject({ action: 'update' })
    expect(planned({ ...asWanted, content: ' new', mode: '0644' })!.changes).toEqual([
      ['content', ' new', 'new\n'],
      ['mode', '0644', '0640'],
    ])
    expect(planned(null)).toMatchObject({ action: 'create' })
  })
  test('there and not wanted: delete; gone already: none', () => {
    expect(planOf([pkg('x', null), { installed: 'true', version: '1' }])).toMatchObject([{ action: 'delete' }])
    expect(planOf([pkg('x', null), null])).toMatchObject([{ action: 'none' }])
  })
  test('numbers and booleans compare as text', () => {
    expect(planOf([sysctl('a.b', { value: 1 }), { live: '1', boot: '1' }])).toMatchObject([{ action: 'none' }])
  })
})

describe('refresh', () => {
  const active = { running: 'true', enabled: 'true' }
  test('follows a change in what it hangs on', () => {
    expect(planOf([conf, null], [x, active])[1]).toEqual({ action: 'refresh', refresh: true, changes: [] })
  })
  test('goes with a change of its own', () => {
    expect(planOf([conf, null], [x, { ...active, running: 'false' }])[1]).toMatchObject({
      action: 'update',
      refresh: true,
    })
  })
  test('is made up for when an earlier run left its mark', () => {
    expect(planOf([conf, asWanted], [x, active, true])[1]).toMatchObject({ action: 'refresh', refresh: true })
  })
  test('does not follow when nothing changes', () => {
    expect(planOf([conf, asWanted], [x, active])[1]).toMatchObject({ action: 'none', refresh: false })
  })
})

test('a masked secret shows that it differs, and never what it is', () => {
  const secret = file(
    '/etc/s',
    { content: 'auth_pass new1\n' },
    { mask: (text) => text.replace(/(?<=auth_pass )\S+/, '‹secret›') },
  )
  expect(planOf([secret, { content: 'auth_pass old1\n' }])[0]!.changes).toEqual([
    ['content', 'auth_pass ‹secret›\n', 'auth_pass ‹new secret›\n'],
  ])
})

test('a resource knows the line that declared it', () => {
  expect(conf.where.file).toMatch(/test\/unit\/model\/plan\.test\.ts$/)
  expect(conf.where.line).toBeGreaterThan(1)
})
