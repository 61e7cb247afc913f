import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import type { EntryPhase } from '../../../src/model/phase.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import { inHandshakes } from '../../../src/transport/turn.ts'
import { startMute, startRefuser } from './support/proxy.ts'
import { describeWithSshd, makeKey, type Sshd, startSshd } from './support/sshd.ts'

delete process.env.SSH_AUTH_SOCK

const patient = { deadlineMs: 60_000 }
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i))
const seenBy = ({ log }: Sshd, what: RegExp) => log().match(what)?.length ?? 0

async function told(connection: Connection, onPhase?: (phase: EntryPhase) => void): Promise<string> {
  const session = await connectSsh(connection, onPhase)
  const { stdout } = await session.run('echo in', patient)
  await session.close()
  return String(stdout)
}

function refusal(connection: Connection): Promise<ConnectError> {
  return connectSsh(connection).then(
    () => expect.unreachable('entered'),
    (error) => error,
  )
}

test('as many handshakes as there are turns are begun at once; one that takes long gives its turn to the next', async () => {
  const events: string[] = []
  const never = new Promise<never>(() => {})
  for (const i of times(60, Number))
    void inHandshakes(
      { onQueued: () => events.push(`queued ${i}`), onTurn: () => events.push(`turn ${i}`) },
      () => never,
    )
  await expect.poll(() => events.filter((event) => event.startsWith('turn')).length).toBe(50)
  expect(events.filter((event) => event.startsWith('queued'))).toEqual(times(10, (i) => `queued ${50 + i}`))
  const turn = { onQueued: () => {}, onTurn: () => {} }
  expect(await inHandshakes(turn, () => Promise.resolve('done'))).toBe('done')
  expect(events).toHaveLength(70)
  await expect(inHandshakes(turn, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
})

test('what is thrown as a turn begins ends that handshake alone', async () => {
  const oops = () => {
    throw new Error('oops')
  }
  const handshake = () => expect.unreachable('begun')
  await expect(inHandshakes({ onQueued: () => {}, onTurn: oops }, handshake)).rejects.toThrow('oops')
})

describeWithSshd('many hosts on one sshd, as it comes (MaxStartups 10:30:100)', () => {
  const count = 24

  test('none is refused', async () => {
    const sshd = await startSshd(['MaxStartups 10:30:100'])
    const phases = new Set<EntryPhase>()
    const answers = await Promise.all(times(count, () => told(sshd.connection(), (phase) => phases.add(phase))))
    await sshd.stop()
    expect(answers).toEqual(times(count, () => 'in\n'))
    expect([...phases].toSorted()).toEqual(['agreeing on keys', 'connecting', 'logging in', 'queued'])
    expect(sshd.log()).not.toMatch(/MaxStartups|drop connection/)
    expect(seenBy(sshd, /^Connection from/gm)).toBe(count)
  })

  test('nor behind a jump host', async () => {
    const settings = ['MaxStartups 10:30:100']
    const [gate, sshd] = await Promise.all([startSshd(settings), startSshd(settings)])
    const jump = gate.connection()
    await Promise.all(times(count, () => told(sshd.connection({ jump }))))
    await Promise.all([gate.stop(), sshd.stop()])
    expect(`${gate.log()}${sshd.log()}`).not.toMatch(/MaxStartups|drop connection/)
    expect([seenBy(gate, /^Connection from/gm), seenBy(sshd, /^Connection from/gm)]).toEqual([1, count])
  })
})

describeWithSshd('what sshd holds against this machine (PerSourcePenalties)', () => {
  test('the time of a host does not run while it waits for others: each has its own connection to fail on', async () => {
    const sshd = await startSshd()
    const mute = await startMute()
    const errors = await Promise.all(times(7, () => refusal(sshd.connection({ port: mute.port, connectTimeout: 1 }))))
    await mute.stop()
    await sshd.stop()
    for (const { message } of errors) expect(message).toContain('did not finish the SSH handshake within 1 s')
    expect(mute.connections()).toBe(7)
  })

  test('a key that the host does not take is shown once, where there is nothing else', async () => {
    const sshd = await startSshd()
    const stranger = join(sshd.folder, 'stranger')
    makeKey(stranger, 'ed25519')
    const { message } = await refusal(sshd.connection({ privateKeyFile: stranger }))
    await sshd.stop()
    expect(message).toMatch(/\S+@\S+: Permission denied \(publickey\): tried key \S+ \(ssh-ed25519 SHA256:\S+\)/)
    expect(seenBy(sshd, /^Connection from/gm)).toBe(1)
  })

  test('a login that fails at a jump host is not tried again for the next host', async () => {
    const [gate, sshd] = await Promise.all([startSshd(), startSshd()])
    const stranger = join(gate.folder, 'stranger')
    makeKey(stranger, 'ed25519')
    const behind = sshd.connection({ jump: gate.connection({ privateKeyFile: stranger }) })
    const messages = [(await refusal(behind)).message, (await refusal(behind)).message]
    await Promise.all([gate.stop(), sshd.stop()])
    for (const message of messages) expect(message).toMatch(/^the jump host: .* Permission denied/)
    expect(seenBy(gate, /^Connection from/gm)).toBe(1)
  })

  test.each([
    ['Not allowed at this time\r\n', 'PerSourcePenaltyExemptList'],
    ['Exceeded MaxStartups\r\n', 'raise MaxStartups'],
    ['', 'hosts.deny'],
  ])('what it says when it refuses is told, with what to do: %j', async (says, hint) => {
    const sshd = await startSshd()
    const refuser = await startRefuser(says)
    const error = await refusal(sshd.connection({ port: refuser.port, connectTimeout: 2 }))
    await Promise.all([refuser.stop(), sshd.stop()])
    expect(error.phase).toBe('connect')
    if (says) expect(error.message).toContain(`saying "${says.trim()}"`)
    expect(error.hint).toContain(hint)
  })
})
