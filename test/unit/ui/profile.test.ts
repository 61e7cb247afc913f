import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import type { Phase } from '../../../src/model/phase.ts'
import { painter } from '../../../src/ui/paint.ts'
import { profiler, profileText } from '../../../src/ui/profile.ts'
import { host, played, report } from './scripted.ts'

/** A clock that stands at `ms` while an event is told. */
function timed() {
  let ms = 0
  const { listener, profile } = profiler(() => ms)
  const at = (time: number, event: Parameters<typeof listener>[0]) => {
    ms = time
    listener(event)
  }
  const phase = (time: number, name: string, what: Phase) => at(time, { type: 'phase', host: name, phase: what })
  return { at, phase, profile }
}

test('sums the time of each phase, of each host', () => {
  const { at, phase, profile } = timed()
  at(300, { type: 'start', hosts: ['a', 'b'], check: false })
  phase(300, 'a', 'connecting')
  phase(320, 'a', 'logging in')
  phase(350, 'b', 'connecting')
  phase(400, 'a', 'facts')
  phase(450, 'a', 'waiting')
  phase(500, 'a', 'applying')
  phase(700, 'a', 'verifying')
  phase(750, 'a', 'applying')
  at(800, { type: 'host', report: host('a') })
  at(850, { type: 'host', report: host('b', { outcome: 'unreachable' }) })
  expect(profile()).toEqual({
    startUp: 0.3,
    hosts: [
      {
        host: 'a',
        phases: {
          connecting: 0.02,
          'logging in': 0.08,
          facts: 0.05,
          waiting: 0.05,
          applying: 0.25,
          verifying: 0.05,
        },
      },
      { host: 'b', phases: { connecting: 0.5 } },
    ],
  })
  expect(profileText(profile(), painter(false))).toBe(`start-up 0.300 s
seconds    connecting  logging in  facts  waiting  applying  verifying
all hosts       0.520       0.080  0.050    0.050     0.250      0.050
median          0.500       0.080  0.050    0.050     0.250      0.050
b               0.500       0.000  0.000    0.000     0.000      0.000
a               0.020       0.080  0.050    0.050     0.250      0.050`)
})

test('is in the JSON document when asked for, as its schema says', async () => {
  const schema = JSON.parse(readFileSync(new URL('../../../schemas/report.json', import.meta.url), 'utf8'))
  const validate = new Ajv({ allErrors: true }).compile(schema)
  const document = JSON.parse((await played(report([host('a')]), { format: 'json', profile: true })).stdout)
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
  expect(document.profile.startUp).toBeGreaterThanOrEqual(0)
  expect(JSON.parse((await played(report([host('a')]), { format: 'json' })).stdout)).not.toHaveProperty('profile')
})
