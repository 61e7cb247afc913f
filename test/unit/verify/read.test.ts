import { expect, test } from 'vitest'
import { isUnseen } from '../../../src/lvs/cluster/hearing.ts'
import { advertCounts, readSyncDaemons, readTraffic } from '../../../src/lvs/verify/counts.ts'
import type { HostSight } from '../../../src/lvs/verify/sight.ts'
import { readTranscript } from '../../../src/shell/frames.ts'
import { advertsIn } from '../../../src/verify/hear.ts'
import { ask } from '../../../src/verify/observe.ts'
import { readClient, readSight } from '../../../src/verify/read.ts'
import { hostNamed } from '../../support/site.ts'

const framesOf = (token: string, section: string, values: Readonly<Record<string, string>>) => {
  const said = Object.entries(values).map(([name, text]) => `= ${name}\n${text}`)
  const frames = ['begin\n', `step ${section}\n`, ...said, `done ${section} 0\n`, 'end\n']
  const stdout = Buffer.from(frames.map((frame, i) => `\n${token} ${i} ${frame}`).join(''))
  return { stdout, stderr: Buffer.alloc(0) }
}
/** What a host tells in a look that misses nothing. */
const whole = {
  place: { clock: '1', addresses: '1: lo    inet 127.0.0.1/8', macs: 'lo 00:00:00:00:00:00', tcp: '', udp: '' },
  adverts: { before: 'VRRP Instance: VI_1\n', after: 'VRRP Instance: VI_1\n', wire: '' },
  barriers: { barriers: '' },
  table: { table: '', daemons: '', traffic: '' },
}
const sightWith = (section: keyof typeof whole, changes: Readonly<Record<string, string | undefined>>) => {
  const all = { ...whole, [section]: { ...whole[section], ...changes } }
  const sections = new Map(
    Object.entries(all).map(([id, own]) => {
      const values = Object.fromEntries(Object.entries(own).filter((entry) => entry[1] !== undefined))
      return [id, { exitCode: 0, values, stdout: '', stderr: '' }] as const
    }),
  )
  return readSight({ begun: true, ended: true, flooded: false, sections }, 0, 1)
}
const seenWith = (...given: Parameters<typeof sightWith>) => sightWith(...given) as HostSight
const transcriptOf = (section: string, values: Readonly<Record<string, string>>) =>
  readTranscript('t', framesOf('t', section, values))

test('a table that can not be read is not seen; the rest is', () => {
  const sight = seenWith('table', { table: 'Zugriff verweigert' })
  expect(sight.table).toEqual({ why: 'unexpected line "Zugriff verweigert"' })
  expect(sight.syncDaemons).toEqual([])
})

test.each<[keyof typeof whole, string, (keyof HostSight)[]]>([
  ['place', 'clock', ['clockAhead']],
  ['place', 'tcp', ['listening']],
  ['adverts', 'before', ['adverts']],
  ['adverts', 'after', ['adverts']],
  ['adverts', 'wire', ['senders']],
  ['table', 'table', ['table']],
  ['table', 'daemons', ['syncDaemons']],
  ['table', 'traffic', ['traffic']],
])('of %s a host that does not tell %s leaves that unseen, and nothing else', (section, value, looks) => {
  const sight = seenWith(section, { [value]: undefined })
  expect(Object.entries(sight).flatMap(([look, seen]) => (isUnseen(seen) ? [look] : []))).toEqual(looks)
})

test('what was not looked at is not seen', () => {
  expect(sightWith('place', { addresses: '' })).toEqual({ why: 'ip addr shows no address' })
  expect(seenWith('place', { clock: '' }).clockAhead).toEqual({ why: 'date shows no time' })
  expect(seenWith('place', { 'no-sockets': 'no /proc' }).listening).toEqual({ why: 'no /proc' })
  expect(seenWith('adverts', { before: '\n' }).adverts).toEqual({ why: 'what keepalived counts was not looked at' })
  expect(seenWith('adverts', { 'no-wire': 'tcpdump could not listen' }).senders).toEqual({
    why: 'tcpdump could not listen',
  })
})

test('names that a host gives are any words', () => {
  const place = { addresses: '1: __proto__    inet 192.0.2.1/24', macs: '__proto__ 02:00:00:00:00:01\nlonely' }
  const { addresses, macs } = seenWith('place', place)
  expect(addresses).toEqual([{ interface: '__proto__', cidr: '192.0.2.1/24' }])
  expect(macs.get('__proto__')).toBe('02:00:00:00:00:01')
  expect([...readTraffic('constructor 192.0.2.1:80 1 2 3').keys()]).toEqual([''])
})

test.each(['1', 'x y', '-1 2', '1e3 0', '1 2 3'])('a count of connections %j is none', (text) => {
  const errand = { addresses: [], services: [{ address: '192.0.2.1', port: 80 }], count: 1 }
  const { connections } = readClient(transcriptOf('client', { 'connections.192.0.2.1:80': text }), errand)
  expect(isUnseen(connections.get('192.0.2.1:80'))).toBe(true)
})

test('what is too much to be read is told as not seen', async () => {
  expect(advertsIn(transcriptOf('listen', { wire: 'x\n'.repeat(10_000) }))).toEqual({
    why: 'wire has more than 8192 lines, which are not read',
  })
  const connect = async () => ({
    run: async (script: string) => {
      const [token = ''] = /(?<=lb_token=)\w+/.exec(script) ?? []
      return { ...framesOf(token, 'place', { macs: 'x\n'.repeat(70_000) }), exitCode: 0, lost: undefined }
    },
    close: async () => {},
  })
  const { lookScript } = await import('../../../src/verify/look.ts')
  const { connection } = hostNamed('lb1')
  expect(await ask('lb1', connection, (token) => lookScript(token, null, false), { connect, forks: 1 })).toEqual({
    why: 'lb1: macs has more than 65536 lines, which are not read',
  })
})

test.each<[string, (text: string) => unknown, string]>([
  ['blanks in the counters of keepalived', (text) => advertCounts('', text), ' '.repeat(300_000)],
  ['sync daemons without an end', readSyncDaemons, 'master sync daemon (mcast=\n'.repeat(100_000)],
  ['adverts within adverts', (wire) => advertsIn(transcriptOf('listen', { wire })), ' IP a > b: '.repeat(90_000)],
])('%s take no time', (_, read, text) =>
  expect(read(text)).toHaveProperty('size' in (read('') as object) ? 'size' : 'length', 0),
)
