import { expect, test } from 'vitest'
import { host, played, report, step } from './scripted.ts'
import { parsed } from './xml.ts'

test('a suite a host, a case a step; what failed and what was not begun has its reason', async () => {
  const failure = { message: 'exited with 100 <&>', exitCode: 100, output: 'no room for wrr', hint: 'look' }
  const shown = report([
    host('a', { outcome: 'changed', steps: [step('file[x]', { outcome: 'created' })] }),
    host('b', {
      outcome: 'failed',
      steps: [step('pkg[y]', { outcome: 'failed', failure }), step('file[z]', { outcome: 'skipped' })],
    }),
    host('c', {
      outcome: 'skipped',
      message: 'not begun: broken off by SIGINT',
      steps: [step('file[x]', { outcome: 'skipped' })],
    }),
    host('d', { outcome: 'unreachable', message: 'no route', hint: 'Look.' }),
  ])
  const { stdout, stderr } = await played(shown, { format: 'junit', secrets: ['wrr'] })
  const { name, attributes, children } = parsed(stdout)
  expect({ name, attributes }).toMatchObject({
    name: 'testsuites',
    attributes: { tests: '5', failures: '1', errors: '1', skipped: '2' },
  })
  expect(children.map((suite) => suite.attributes.name)).toEqual(['a', 'b', 'c', 'd'])
  const cases = children.flatMap((suite) => suite.children)
  expect(cases.map((one) => [one.attributes.name, one.children[0]?.name, one.children[0]?.attributes.message])).toEqual(
    [
      ['file[x]', undefined, undefined],
      ['pkg[y]', 'failure', 'exited with 100 <&>'],
      ['file[z]', 'skipped', ''],
      ['file[x]', 'skipped', 'not begun: broken off by SIGINT'],
      ['d', 'error', 'no route'],
    ],
  )
  expect(cases[1]!.children[0]!.text).toBe('no room for ‹secret›\nto do: look')
  expect(stderr).toBe('')
})
