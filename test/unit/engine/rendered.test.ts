import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rendered } from '../../../src/engine/rendered.ts'
import type { Declaration } from '../../../src/engine/resolve.ts'
import { run } from '../../../src/engine/run.ts'
import { readSightings } from '../../../src/engine/scripts.ts'
import { command, declare, file, type Kind, type Provider, type Resource, sh } from '../../../src/index.ts'
import { ConfigError } from '../../../src/model/errors.ts'
import type { Action } from '../../../src/model/plan.ts'
import { readTranscript } from '../../../src/shell/frames.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { some } from '../../support/thorough.ts'
import { isRoot } from '../../support/tools.ts'

let root = ''
const at = (name: string) => join(root, name)
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lbprov-rendered-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const oops = (): never => {
  throw new TypeError('oops')
}

type State = { value: string }

/** A kind of a user: a file whose first line is the value. */
const sound: Provider<State> = {
  name: 'sh',
  probe: ({ name }) => sh`if [ -e ${name} ]; then read -r lb_line <${name}; put value "$lb_line"; fi`,
  apply: ({ name, desired }) => sh`echo ${desired!.value} >${name}`,
  undo: () => ({ save: sh`:`, restore: sh`:` }),
}

const kindWith = (provider: Partial<Provider<State>>, rest: Partial<Kind<State>> = {}): Kind<State> => ({
  name: 'odd',
  providers: [{ ...sound, ...provider }],
  ...rest,
})

const odd = (kind: Kind<State>, name = 'odd', meta = {}) => declare(kind, at(name), { value: 'fine' }, null, meta)

/** A run on two hosts of which one wants these; before them both write a file. */
function go(resources: () => readonly Resource[], check = false) {
  const own = (host: string) => [file(at(`${host}-first`), { content: '' }), ...(host === 'a' ? resources() : [])]
  const site = siteOf({ hosts: [hostNamed('a'), hostNamed('b')], roles: { r: ({ name }) => own(name) } })
  return run({ site, playbook: 'x', connect: connectTo(['sh', '-s']), forks: 2, check })
}

async function refusal(resources: () => readonly Resource[], check: boolean): Promise<ConfigError> {
  const error = await go(resources, check).catch((reason) => reason)
  expect(error).toBeInstanceOf(ConfigError)
  expect(['a-first', 'b-first', 'odd'].filter((name) => existsSync(at(name)))).toEqual([])
  return error
}

const text = 'echo hi' as never

/** What throws, how it is called in the message, and resources that are rendered through it. */
const mistakes: readonly (readonly [string, string, () => readonly Resource[]])[] = [
  ['suits', 'TypeError: oops', () => [odd(kindWith({ suits: oops }))]],
  ['probe', 'TypeError: oops', () => [odd(kindWith({ probe: oops }))]],
  ['probe', 'it must return a script', () => [odd(kindWith({ probe: () => text }))]],
  ['lookAhead', 'TypeError: oops', () => two({ lookAhead: oops })],
  ['apply', 'TypeError: oops', () => [odd(kindWith({ apply: oops }))]],
  ['apply', 'it must return a script', () => [odd(kindWith({ apply: () => text }))]],
  [
    'apply',
    'TypeError: oops',
    () => onRefresh({ apply: (one, { refresh }) => (refresh ? oops() : sound.apply(one, { refresh })) }),
  ],
  ['apply', 'a NUL byte cannot be part of a shell word', () => [odd(kindWith({ apply: () => sh`echo ${'\0'}` }))]],
  ['undo', 'TypeError: oops', () => [odd(kindWith({ undo: oops }), 'odd', { confirm: {} })]],
  [
    'undo',
    'it must return a script',
    () => [odd(kindWith({ undo: () => ({ save: sh`:`, restore: text }) }), 'odd', { confirm: {} })],
  ],
  ['together.apply', 'TypeError: oops', () => two({ together: { apply: oops, mayOvertake: () => true } })],
  ['hint', 'TypeError: oops', () => [odd(kindWith({}, { hint: oops }))]],
]

function two(provider: Partial<Provider<State>>) {
  const kind = kindWith(provider)
  return [odd(kind), odd(kind, 'other')]
}

function onRefresh(provider: Partial<Provider<State>>) {
  const conf = file(at('conf'), { content: '' })
  return [conf, odd(kindWith({ ...provider, probe: () => sh`put value fine` }), 'odd', { refreshOn: [conf] })]
}

describe.each([
  ['a check', true],
  ['a run', false],
])('in %s, a kind that throws is a mistake, told before any change on any host', (_title, check) => {
  test.each(some(mistakes, 3, ([what]) => check && what))('%s: %s', async (what, message, resources) => {
    const { problems } = await refusal(resources, check)
    expect(problems).toHaveLength(1)
    expect(problems[0]!.message).toMatch(/^role r: odd\[.*\]: /)
    expect(problems[0]!.message).toContain(`${what} of the kind threw `)
    expect(problems[0]!.message).toContain(message)
    expect(problems[0]!.where).toMatchObject({ file: import.meta.filename, line: expect.any(Number) })
    if (message.includes('oops')) expect(problems[0]!.hint).toContain(`; thrown at ${import.meta.filename}:`)
  })

  test('together.mayOvertake', async () => {
    const kind = kindWith({ together: { apply: () => sh`:`, mayOvertake: oops } })
    const roles = {
      r: () => [odd(kind)],
      s: () => [file(at('b-first'), { content: '' })],
      t: () => [odd(kind, 'other')],
    }
    const site = siteOf({ hosts: [hostNamed('a')], roles })
    const running = run({ site, playbook: 'x', connect: connectTo(['sh', '-s']), forks: 1, check })
    await expect(running).rejects.toThrow(
      /role t: odd\[.*other\]: together.mayOvertake of the kind threw TypeError: oops/,
    )
  })

  test.each<[string, () => readonly Resource[]]>([
    ['same', () => [odd(kindWith({ probe: () => sh`put value other` }, { same: oops }))]],
    ['mask', () => [odd(kindWith({}, { mask: oops }))]],
  ])(
    '%s, which depends on what the host says, fails that host alone, and nothing is changed on it',
    async (_, resources) => {
      const { hosts } = await go(resources, check)
      expect(hosts.map(({ outcome }) => outcome)).toEqual(['failed', 'changed'])
      expect(hosts[0]!.message).toMatch(
        /rendered\.test\.ts:\d+:\d+: odd\[.*\]: same or mask of the kind threw TypeError: oops$/,
      )
      expect(['a-first', 'b-first', 'odd'].map((name) => existsSync(at(name)))).toEqual([false, !check, false])
    },
  )

  test('what is as it should be now may not be so after a change, so it is rendered as well', async () => {
    const resources = () => [odd(kindWith({ probe: () => sh`put value fine`, apply: oops }))]
    expect((await refusal(resources, check)).message).toContain('apply of the kind threw TypeError: oops')
  })

  test('confirm on a kind that can not take a change back', async () => {
    const confirm = { confirm: {} } as object
    const made = command('x', { run: sh`: >${at('odd')}`, unless: sh`false` }, confirm)
    const { problems } = await refusal(() => [made], check)
    expect(problems).toEqual([
      {
        where: made.where,
        message: "role r: command[x] has confirm, but command can't take a change back",
        hint: expect.stringContaining('leave confirm out'),
      },
    ])
  })
})

test.skipIf(!isRoot)('a sound kind of a user is brought about, with confirm as well', async () => {
  const { hosts } = await go(() => [
    odd(kindWith({}), 'odd', { confirm: {} }),
    ...two({ together: { apply: () => sh`:`, mayOvertake: () => true } }).slice(1),
  ])
  expect(hosts.map(({ outcome }) => outcome)).toEqual(['changed', 'changed'])
  expect(existsSync(at('odd')) && existsSync(at('other'))).toBe(true)
})

describe('what was rendered is what is sent', () => {
  const declaration = (resource: Resource, provider: Provider): Declaration => ({
    resource,
    provider,
    play: null as never,
    assignment: {} as never,
  })
  const step = (resource: Resource, action: Action, refresh = false) => ({ resource, changes: [], action, refresh })

  test('a kind is not called again once changes may have begun', () => {
    const calls: string[] = []
    const told = <T>(name: string, made: T): T => {
      calls.push(name)
      return made
    }
    const provider: Partial<Provider<State>> = {
      probe: () => told('probe', sh`:`),
      apply: (_, { refresh }) => told(`apply ${refresh}`, sh`:`),
      lookAhead: () => told('lookAhead', sh`:`),
      together: { apply: () => told('together', sh`: all at once`), mayOvertake: () => true },
    }
    const conf = file(at('conf'), { content: '' })
    const kind = kindWith(provider)
    const resources = [odd(kind), odd(kind, 'other', { refreshOn: [conf] })] as unknown as Resource[]
    const declarations = resources.map((one) => declaration(one, kind.providers[0] as never))
    const steps = resources.map((one) => step(one, 'create'))
    const scripts = rendered(declarations, steps)
    expect(calls.splice(0).toSorted()).toEqual([
      'apply false',
      'apply false',
      'apply true',
      'lookAhead',
      'probe',
      'probe',
      'together',
    ])
    const [first, again] = [
      scripts.apply('t').text,
      scripts.again(
        't',
        resources.map((one) => step(one, 'refresh', true)),
      ).text,
    ]
    expect(scripts.look('t').text).not.toContain('act:')
    expect([first.includes('all at once'), again.includes('all at once')]).toEqual([true, false])
    expect(again).toContain('/var/run/lbprov/refresh.odd_')
    expect(calls).toEqual([])
  })

  test('a mark counts only where one can have been left', () => {
    const conf = file(at('conf'), { content: '' })
    const resources = [conf, odd(kindWith({}), 'odd', { refreshOn: [conf] })] as unknown as Resource[]
    const declarations = resources.map((one) => declaration(one, one.kind.providers[0]!))
    const frames = [
      'begin',
      ...[0, 1].flatMap((i) => [`step look:${i}`, '= lbprov.refresh', `done look:${i} 0`]),
      'end',
    ]
    const stdout = Buffer.from(frames.map((frame, i) => `\nt ${i} ${frame}\n`).join(''))
    const { seen } = readSightings(declarations, readTranscript('t', { stdout, stderr: Buffer.alloc(0) }))
    expect(resources.map((one) => seen.get(one)!.pendingRefresh)).toEqual([false, true])
  })
})
