import { expect, test } from 'vitest'
import type { HostReport } from '../../../src/model/report.ts'
import { byHosts, resultKeys, shareSteps } from '../../../src/ui/group.ts'
import { change, directorSteps, host, played, report, step } from './scripted.ts'

const all = () => true
const grouped = (hosts: readonly HostReport[]) =>
  shareSteps(hosts, all, resultKeys()).map((one) => `${one.hosts.join(' ')}: ${one.step.resource}`)

const value = (to: string, part = {}) =>
  step('line[x]', { outcome: 'updated', changes: [change('text', null, to)], ...part })

test('the same result of several hosts is one, whatever the role', () => {
  const hosts = [host('a', { steps: [value('1')] }), host('b', { steps: [value('1', { role: 'other' })] })]
  expect(grouped(hosts)).toEqual(['a b: line[x]'])
})

test.each([
  ['value', value('2')],
  ['outcome', value('1', { outcome: 'created' })],
  ['refresh', value('1', { refreshed: true })],
  ['play', value('1', { play: 'other' })],
])('another %s is another result', (_, other) => {
  expect(grouped([host('a', { steps: [value('1')] }), host('b', { steps: [other] })])).toHaveLength(2)
})

test('results of the same hosts stand together, in the order of their steps', () => {
  const own = step('file[/etc/own]', { outcome: 'created' })
  const hosts = [host('a', { steps: [...directorSteps, own] }), host('b', { steps: directorSteps })]
  const sets = byHosts(shareSteps(hosts, all, resultKeys()))
  expect(sets.map((set) => [set.hosts.join(' '), set.steps.length])).toEqual([
    ['a b', 4],
    ['a', 1],
  ])
})

test('a step is looked at a fixed number of times however many hosts there are', () => {
  const looks = (count: number) => {
    let seen = 0
    const counting = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (from, key, me) => {
          seen += 1
          return Reflect.get(from, key, me)
        },
      })
    const hosts = Array.from({ length: count }, (_, i) =>
      host(`rs${i}`, { steps: Array.from({ length: 20 }, (_, n) => counting(value(String(n)))) }),
    )
    byHosts(shareSteps(hosts, all, resultKeys()))
    return seen
  }
  expect(looks(1000)).toBeLessThanOrEqual(10 * looks(100))
  expect(looks(1000) / 20_000).toBeLessThan(10)
})

test('what differs in the own name and address of hosts alone is one, with an example', async () => {
  const conf = (name: string, address: string) =>
    step('file[/etc/x]', {
      outcome: 'created',
      changes: [change('content', null, `id ${name}\nip ${address}\npeer 10.0.0.9\n`)],
    })
  const hosts = [1, 2, 3].map((n) =>
    host(`rs${n}.example.org`, {
      address: `10.0.0.${n}:22`,
      outcome: 'changed',
      steps: [conf(`rs${n}`, `10.0.0.${n}`)],
    }),
  )
  const other = host('rs4', { address: '10.0.0.4:22', outcome: 'changed', steps: [conf('rs4', '10.0.0.5')] })
  const { stdout } = await played(report([...hosts, other]), { diff: true })
  expect(stdout).toContain('as rs1.example.org has it; 2 more, with their own name and address')
  expect(stdout.match(/\+ file\[\/etc\/x\]/g)).toHaveLength(2)
  expect(stdout).toContain('+ip 10.0.0.5')
})

test.each(['rs-1.example.org', 'rs_1', 'a/b', 'user@10.0.0.1', '2001:db8::1', '主机-1', '[x', 'a+b*'])(
  'a host may be called %s',
  async (name) => {
    const hosts = [name, 'other'].map((each) =>
      host(each, { outcome: 'failed', message: `${each} is full`, address: '[2001:db8::1]:22' }),
    )
    const { stdout } = await played(report(hosts))
    expect(stdout.match(/is full/g)).toHaveLength(5)
  },
)

test('a text that names several hosts is the same on each of them', async () => {
  const message = '192.168.1.225 is on dir1 and dir2'
  const failure = { message, exitCode: 1, output: '', hint: '' }
  const steps = [step('x[y]', { outcome: 'failed', failure })]
  const hosts = ['dir1', 'dir2'].map((name) => host(name, { outcome: 'failed', message, steps }))
  const { stdout } = await played(report(hosts))
  expect(stdout).toContain('FAILED dir1, dir2: x[y]\n  192.168.1.225')
  expect(stdout).toContain('FAILED dir1, dir2\n  192.168.1.225')
})

test('200 hosts without a key are one block, one row and one line', async () => {
  const refused = (n: number) => {
    const address = `10.0.${n >> 8}.${n & 255}`
    const message = `root@${address}: Permission denied (publickey): tried publickey`
    return host(`rs${n}`, {
      address: `${address}:22`,
      outcome: 'unreachable',
      message,
      hint: `ssh-copy-id root@${address}`,
    })
  }
  const { stdout } = await played(report(Array.from({ length: 200 }, (_, i) => refused(i + 1))))
  expect(stdout).toMatchInlineSnapshot(`
    "200 hosts
    rs1: unreachable: root@10.0.0.1: Permission denied (publickey): tried publickey

    UNREACHABLE rs[1:200]
      as rs1 has it; 199 more, with their own name and address:
      root@10.0.0.1: Permission denied (publickey): tried publickey
      → ssh-copy-id root@10.0.0.1

    rs[1:200]  unreachable  root@10.0.0.1: Permission denied (publickey): tried publickey   0.6 s
    all        200 hosts                                                                   14.2 s

    200 hosts: 200 unreachable. No changes in 14.2 s.
    "
  `)
})

test('a failure of many hosts is told as the first has it', async () => {
  const failure = { message: 'no space left', exitCode: 1, output: '', hint: '' }
  const hosts = Array.from({ length: 30 }, (_, i) =>
    host(`rs${i}`, { outcome: 'failed', steps: [step('x[y]', { outcome: 'failed', failure })] }),
  )
  const { stdout } = await played(report(hosts))
  expect(stdout.match(/no space left/g)).toHaveLength(2)
})
