import { expect, test } from 'vitest'
import { run } from '../../../src/engine/run.ts'
import { command, sh } from '../../../src/index.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import type { Connection, Host } from '../../../src/model/host.ts'
import { connectHost } from '../../../src/transport/connect.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { startDeaf, startMute } from '../transport/support/proxy.ts'
import { describeWithSshd, type Sshd, startSshd } from '../transport/support/sshd.ts'

delete process.env.SSH_AUTH_SOCK

/** More than handshakes are begun at once. */
const mutes = 60

const startMutes = (count: number) => Promise.all(Array.from({ length: count }, () => startMute()))
const at = (name: string, connection: Connection): Host => ({ ...hostNamed(name), connection })

/** A look at silent hosts and, last, one that answers; the silent ones are let go when `until` is told. */
function look(sshd: Sshd, silent: readonly Host[], until: (event: RunEvent) => void) {
  const hosts = [...silent, at('alive', sshd.connection())]
  const site = siteOf({ hosts, roles: { r: () => [command('c', { run: sh`:`, unless: sh`:` })] } })
  return run({
    site,
    playbook: 'site.yaml',
    connect: connectHost,
    forks: hosts.length,
    check: true,
    listener: until,
  })
}

describeWithSshd('hosts that do not answer', () => {
  test('hold up no other, however many they are: the last one is looked at while all of them are silent', async () => {
    const [sshd, deaf, silents] = await Promise.all([startSshd(), startDeaf(), startMutes(mutes)])
    const silent = [
      at('deaf', sshd.connection({ port: deaf.port, connectTimeout: 3000 })),
      ...silents.map(({ port }, i) => at(`mute${i}`, sshd.connection({ port, connectTimeout: 3000 }))),
    ]
    const order: string[] = []
    const report = await look(sshd, silent, (event) => {
      if (event.type === 'host') order.push(event.report.host)
      if (event.type !== 'phase' || event.host !== 'alive' || event.phase !== 'waiting') return
      order.push('looked at')
      deaf.stop()
      for (const mute of silents) void mute.stop()
    })
    await sshd.stop()
    expect(order[0]).toBe('looked at')
    expect(order).toHaveLength(mutes + 3)
    expect(report.hosts.at(-1)).toMatchObject({ host: 'alive', outcome: 'ok' })
    expect(new Set(report.hosts.slice(0, -1).map(({ outcome }) => outcome))).toEqual(new Set(['unreachable']))
  })

  test('are given up side by side, each in its own time', async () => {
    const [sshd, silents] = await Promise.all([startSshd(), startMutes(4)])
    const silent = silents.map(({ port }, i) => at(`mute${i}`, sshd.connection({ port, connectTimeout: 1 })))
    const most = { open: 0, seen: 0 }
    await look(sshd, silent, (event) => {
      if (event.type === 'phase' && event.phase === 'agreeing on keys' && event.host !== 'alive') most.open++
      most.seen = Math.max(most.seen, most.open)
      if (event.type === 'host' && event.report.host !== 'alive') most.open--
    })
    await Promise.all([sshd, ...silents].map((server) => server.stop()))
    expect(most).toEqual({ open: 0, seen: silent.length })
  })
})
