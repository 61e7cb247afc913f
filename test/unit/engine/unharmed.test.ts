import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gather } from '../../../src/engine/gather.ts'
import { type RunOptions, run } from '../../../src/engine/run.ts'
import { command, declare, type Kind, sh } from '../../../src/index.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { exitCodeOf, type Report } from '../../../src/model/report.ts'
import { mostFrames } from '../../../src/shell/frames.ts'
import { connectLocal } from '../../../src/transport/local.ts'
import type { Connect, Session } from '../../../src/transport/transport.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { some } from '../../support/thorough.ts'

let root = ''
const at = (name: string) => join(root, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lbprov-unharmed-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const [bad, good] = [hostNamed('bad'), hostNamed('good')]

/** Three steps a host; those of `good` begin to be done, and then wait until something has gone wrong for `bad`. */
const steps = (host: string) => {
  const wait =
    host === 'good' ? sh`n=0; until [ -e ${at('wrong')} ] || [ $n = 100 ]; do sleep 0.05; n=$((n + 1)); done` : sh`:`
  const logs = [1, 2, 3].map((n) =>
    command(`${n}`, { run: sh`echo ${n} >>${at(host)}; ${wait}`, unless: sh`grep -qs ${n} ${at(host)}` }),
  )
  return logs
}
const site = () => siteOf({ hosts: [bad, good], roles: { r: ({ name }) => steps(name) } })

const oops = (): never => {
  writeFileSync(at('wrong'), '')
  throw new TypeError('oops')
}
const reason = 'a bug in lbprov: TypeError: oops'

async function go(options: Partial<RunOptions>) {
  const bugs: unknown[] = []
  const onBug = (...bug: unknown[]) => void bugs.push(bug)
  const all = { site: site(), playbook: 'x', connect: connectLocal, forks: 10, check: false, onBug, ...options }
  return { report: await run(all), bugs }
}

const outcomes = ({ hosts }: Report) => hosts.map(({ host, outcome, message }) => [host, outcome, message])

/** Sessions whose answers are changed on their way. `spoil` is given the script's token. */
const spoilt =
  (spoil: (token: string) => { readonly before: readonly string[]; readonly after: readonly string[] }): Connect =>
  async (connection) => {
    const session = await connectLocal(connection)
    if (connection.address !== 'bad') return session
    const told: Session['run'] = async (script, options) => {
      const isApply = script.includes('act:0')
      const token = /lb_token=(\w+)/.exec(script)![1]!
      const framesOf = (marks: readonly string[]) => Buffer.from(marks.map((mark) => `\n${token} ${mark}\n`).join(''))
      const { before, after } = spoil(token)
      if (!isApply) return session.run(script, options)
      writeFileSync(at('wrong'), '')
      options.onStdout?.(framesOf(before))
      const streams = await session.run(script, options)
      options.onStdout?.(framesOf(after))
      return { ...streams, stdout: Buffer.concat([framesOf(before), streams.stdout, framesOf(after)]) }
    }
    return { ...session, run: told }
  }

describe('frames that were never sent', () => {
  const frames = [
    ['a step that there is not', '900 step act:999'],
    ['a look that there is not', '900 step look:999'],
    ['a negative index', '900 step act:-1'],
    ['an index in another form', '900 step act:1e0'],
    ['a name of the prototype', '900 step act:__proto__'],
    ['an attribute called so', '900 = __proto__'],
    ['a step once more', '900 step act:0'],
    ['an end without a beginning', '900 done act:999 0'],
    ['an end that is no number', '900 done act:1 NaN'],
    ['nothing', '900'],
    ['only a space', '900 '],
  ].flatMap(([title, mark]) => ['before', 'after'].map((where) => [`${title}, ${where}`, mark!, where] as const))

  test.each(some(frames, 3))('%s the answer', async (_title, mark, where) => {
    const begun: string[] = []
    const listener = (event: RunEvent) => void (event.type === 'step' && begun.push(`${event.host} ${event.resource}`))
    const marks = { before: [], after: [], [where]: [mark] }
    const { report, bugs } = await go({ connect: spoilt(() => marks), listener })
    expect(outcomes(report)).toEqual([
      ['bad', 'changed', undefined],
      ['good', 'changed', undefined],
    ])
    expect(begun.toSorted()).toEqual(['bad', 'good'].flatMap((host) => [1, 2, 3].map((n) => `${host} command[${n}]`)))
    expect([read('bad'), read('good')]).toEqual(['1\n2\n3\n', '1\n2\n3\n'])
    expect(bugs).toEqual([])
  })

  test('are too many to be read', async () => {
    const marks = Array.from({ length: mostFrames }, (_, i) => `${900 + i} step act:0`)
    const { report } = await go({ connect: spoilt(() => ({ before: marks, after: [] })) })
    expect(outcomes(report)).toEqual([
      ['bad', 'unreachable', `the host answered with more than ${mostFrames} marks, which no script of lbprov has`],
      ['good', 'changed', undefined],
    ])
  })

  test('are not taken for the failure of a step that was not due', async () => {
    writeFileSync(at('bad'), '2\n')
    const { report } = await go({
      connect: spoilt(() => ({ before: ['900 step act:1', '901 done act:1 7'], after: [] })),
    })
    expect(outcomes(report)[0]).toEqual(['bad', 'changed', undefined])
    expect(report.hosts[0]!.steps.map(({ outcome }) => outcome)).toEqual(['created', 'unchanged', 'created'])
  })
})

const about = (type: RunEvent['type'], phase?: string) => (event: RunEvent) => {
  const host = event.type === 'host' ? event.report.host : 'host' in event ? event.host : undefined
  if (event.type === type && host === 'bad' && (phase === undefined || ('phase' in event && event.phase === phase)))
    oops()
}

const refusing = (what: Partial<Session>): Connect => {
  return async (connection) => ({ ...(await connectLocal(connection)), ...(connection.address === 'bad' && what) })
}

/** By what is thrown at; whether the host that it is about is changed all the same. */
const faults: readonly (readonly [string, () => Partial<RunOptions>, boolean])[] = [
  ['a listener, of a phase', () => ({ listener: about('phase', 'applying') }), true],
  ['a listener, of a host that is looked at', () => ({ listener: about('phase', 'probing') }), false],
  ['a listener, of a step in mid-change', () => ({ listener: about('step') }), true],
  ['a listener, of a result', () => ({ listener: about('result') }), true],
  ['a listener, of a host', () => ({ listener: about('host') }), true],
  [
    'what shows scripts',
    () => ({ onScript: (host, title) => void (host === 'bad' && title.startsWith('apply') && oops()) }),
    false,
  ],
  ['lint on facts', () => ({ onFacts: ({ name }) => void (name === 'bad' && oops()) }), false],
  [
    'what comes between plan and change',
    () => ({
      onPlanned: async (_, onBug) => {
        writeFileSync(at('wrong'), '')
        onBug('bad', new TypeError('oops'))
      },
    }),
    false,
  ],
  [
    'the way in',
    () => ({ connect: (connection) => (connection.address === 'bad' ? oops() : connectLocal(connection)) }),
    false,
  ],
  ['a session', () => ({ connect: refusing({ run: async () => oops() }) }), false],
]

describe('what is thrown on the path of one host fails that host, and no other is disturbed', () => {
  test.each(faults)('%s', async (_title, options, isChanged) => {
    const { report, bugs } = await go(options())
    expect(outcomes(report)).toEqual([
      ['bad', 'failed', reason],
      ['good', 'changed', undefined],
    ])
    expect(read('good')).toBe('1\n2\n3\n')
    expect(existsSync(at('bad')) && read('bad')).toBe(isChanged && '1\n2\n3\n')
    expect(exitCodeOf(report)).toBe(1)
    expect(bugs[0]).toEqual(['bad', new TypeError('oops')])
    expect(report.hosts.map(({ steps }) => steps.length)).toEqual([expect.any(Number), 3])
  })

  test.each(some(faults, 3))('%s, in a check', async (_title, options) => {
    const { report } = await go({ ...options(), check: true })
    expect(outcomes(report)[1]).toEqual(['good', 'changed', undefined])
    expect([existsSync(at('bad')), existsSync(at('good'))]).toEqual([false, false])
  })

  test.each(['start', 'play', 'end'] as const)(
    'a listener, of the %s: all hosts, and the report is whole',
    async (type) => {
      writeFileSync(at('wrong'), '')
      const listener = (event: RunEvent) => void (event.type === type && oops())
      const { report } = await go({ listener })
      expect(outcomes(report)).toEqual([
        ['bad', 'failed', reason],
        ['good', 'failed', reason],
      ])
      expect(report.hosts.map(({ steps }) => steps.length)).toEqual([3, 3])
      expect(existsSync(at('good'))).toBe(type === 'end')
    },
  )

  test('a session that does not close: nobody', async () => {
    writeFileSync(at('wrong'), '')
    const { report } = await go({ connect: refusing({ close: async () => oops() }) })
    expect(outcomes(report).map(([, outcome]) => outcome)).toEqual(['changed', 'changed'])
  })

  test('a kind in mid-change: its host, with the place where the resource is declared', async () => {
    const kind: Kind<{ value: string }> = {
      name: 'odd',
      providers: [
        {
          name: 'sh',
          probe: ({ name }) => sh`if [ -e ${name} ]; then put value boom; fi`,
          apply: ({ name }) => sh`: >${name}; : >${at('wrong')}`,
        },
      ],
      same: oops,
    }
    const roles = {
      r: ({ name }: { name: string }) =>
        name === 'bad' ? [declare(kind, at('x'), { value: 'fine' }, null)] : steps(name),
    }
    const { report } = await go({ site: siteOf({ hosts: [bad, good], roles }) })
    expect(outcomes(report)).toEqual([
      [
        'bad',
        'failed',
        expect.stringMatching(/unharmed\.test\.ts:\d+:\d+: odd\[.*\]: same or mask of the kind threw TypeError: oops$/),
      ],
      ['good', 'changed', undefined],
    ])
    expect(read('good')).toBe('1\n2\n3\n')
  })
})

test('facts are gathered of every host but the one on whose path something is thrown', async () => {
  const connect: Connect = (connection) => (connection.address === 'bad' ? oops() : connectLocal(connection))
  const bugs: unknown[] = []
  const looks = await gather([bad, good], site(), { connect, forks: 2, onBug: (host) => void bugs.push(host) })
  expect(looks.map(({ found }) => found)).toEqual([
    expect.objectContaining({ outcome: 'failed', message: reason }),
    expect.objectContaining({ hostname: expect.stringMatching(/./) }),
  ])
  expect(bugs).toEqual(['bad'])
})
