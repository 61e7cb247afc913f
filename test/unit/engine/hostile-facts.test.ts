import { expect, test } from 'vitest'
import { run } from '../../../src/engine/run.ts'
import { command, sh } from '../../../src/index.ts'
import type { Connect } from '../../../src/transport/transport.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'

/** A host whose facts are these values, whatever it is asked. */
const answering =
  (values: Readonly<Record<string, string>>): Connect =>
  async () => ({
    async run(script) {
      const [token = ''] = /(?<=lb_token=)\w+/.exec(script) ?? []
      const said = Object.entries(values).map(([name, text]) => `= ${name}\n${text}`)
      const frames = ['begin\n', 'step facts\n', ...said, 'done facts 0\n', 'end\n']
      const stdout = Buffer.from(frames.map((frame, i) => `\n${token} ${i} ${frame}`).join(''))
      return { stdout, stderr: Buffer.alloc(0), exitCode: 0, lost: undefined }
    },
    close: async () => {},
  })

const [bad, good] = [hostNamed('bad'), hostNamed('good')]
const done = () => [command('done', { run: sh`:`, unless: sh`:` })]

async function runWith(values: Readonly<Record<string, string>>) {
  const roles = { r: done }
  const site = siteOf({ hosts: [bad, good], roles })
  const [forged, real] = [answering(values), connectTo(['sh', '-s'])]
  const connect: Connect = (connection, onPhase) => (connection === bad.connection ? forged : real)(connection, onPhase)
  const report = await run({ site, playbook: 'site.yaml', connect, forks: 2, check: true })
  return Object.fromEntries(report.hosts.map(({ host, outcome, message }) => [host, message ?? outcome]))
}

const addresses = (count: number) => '2: em1    inet 192.168.1.1/24 brd\n'.repeat(count)

test.each([
  ['too many lines', { addresses: addresses(30_000) }, 'addresses has more than 8192 lines, which are not read'],
  ['too many bytes', { hostname: 'x'.repeat(2 << 20) }, 'hostname has more than 1024 KiB, which is not read'],
  [
    '__proto__ as a value',
    { ['__proto__']: 'x'.repeat(2 << 20) },
    '__proto__ has more than 1024 KiB, which is not read',
  ],
])('%s: that host fails and says why, the other goes on', async (_, values, why) =>
  expect(await runWith(values)).toEqual({ bad: `of the host's facts, ${why}`, good: 'ok' }),
)

test.each<[string, Readonly<Record<string, string>>]>([
  ['an interface called __proto__', { links: '__proto__ constructor', addresses: '1: __proto__    inet 192.0.2.1/24' }],
  ['a short IPv6 gateway', { routes6: `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe8 00000400 1 0 00450003 em1` }],
  ['8000 addresses', { addresses: addresses(8000) }],
  ['a megabyte of digits in a configured address', { configured: `/etc/x:${'1'.repeat(1_000_000)}` }],
  ['a megabyte of = in the sysctls', { sysctls: '='.repeat(1_000_000) }],
])('%s harms nobody', async (_, values) => expect(await runWith(values)).toMatchObject({ good: 'ok' }))
