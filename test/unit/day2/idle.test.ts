import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilIdle } from '../../../src/day2/idle.ts'
import type { Stop } from '../../../src/engine/stop.ts'
import { scenesOf } from '../../../src/lvs/cluster/scene.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../../support/little-host.ts'
import { heldOf, siteWhile } from './site.ts'

describe.skipIf(whyNoLittleHost() !== null)('waiting until nobody is connected', () => {
  let host: LittleHost

  /** A director with so many connections to rs1 and rs2, and so many clients that persistence binds to rs1. */
  const open = (rs1: number, rs2: number, bound = 0) =>
    host.exec(`
      printf '  -> 192.168.1.222:80 Route 0 ${rs1} 7\\n  -> 192.168.1.223:80 Route 1 ${rs2} 7\\n' >/run/lbprov-test/Ln
      : >/run/lbprov-test/Lcn
      for n in $(seq ${bound}); do echo "TCP 00:43 NONE 10.0.0.$n:0 192.168.1.225:80 192.168.1.222:80" >>/run/lbprov-test/Lcn; done
      echo 'TCP 14:43 ESTABLISHED 10.0.0.9:4711 192.168.1.225:80 192.168.1.222:80' >>/run/lbprov-test/Lcn
    `)

  beforeAll(async () => {
    host = await startLittleHost()
    host.exec(`
      printf '%s\\n' '#!/bin/sh' 'case $1 in -Sn) echo "-A -t 192.168.1.225:80 -s wrr" ;; *) cat "/run/lbprov-test/\${1#-}" ;; esac' >/usr/local/sbin/ipvsadm
      chmod 755 /usr/local/sbin/ipvsadm
    `)
  })
  afterAll(() => host.close())

  const wait = (
    seconds: number | null,
    {
      persistent = false,
      tell = (_: string) => {},
      ...stop
    }: { persistent?: boolean; tell?: (line: string) => void; stop?: Stop } = {},
  ) => {
    const change = [['virtual_servers', 0, 'persistence_timeout'], 50] as const
    const scenes = scenesOf(siteWhile(heldOf(['rs1']), ...(persistent ? [change] : [])))
    return untilIdle({
      scenes,
      servers: ['rs1'],
      seconds,
      tell,
      connect: host.connect(['sh', '-s']),
      forks: 2,
      ...stop,
    })
  }

  test('others may be busy', async () => {
    open(0, 9)
    expect(await wait(0)).toEqual({ outcome: 'done', said: 'nobody is connected' })
  })

  test('it is over when the time is, and says who is left, on both directors', async () => {
    open(3, 0)
    expect(await wait(0)).toMatchObject({
      outcome: 'failed',
      said: expect.stringMatching(/^still open after \d+ s: rs1 has 6$/),
    })
  })

  test('it goes on until they have gone', async () => {
    open(1, 0)
    const told: string[] = []
    const tell = (line: string) => {
      told.push(line)
      open(0, 0)
    }
    expect(await wait(null, { tell })).toMatchObject({ outcome: 'done' })
    expect(told).toEqual(['rs1 has 2 open'])
  })

  test('it is over when the command is broken off', async () => {
    open(3, 0)
    const stop = { soon: AbortSignal.abort('SIGINT'), now: new AbortController().signal }
    expect(await wait(null, { stop })).toMatchObject({
      said: expect.stringMatching(/^still open after \d+ s: rs1 has 6$/),
    })
  })

  test('whom persistence binds is waited for, where a template outlives the weight', async () => {
    open(0, 0, 2)
    expect(await wait(0)).toMatchObject({ outcome: 'done' })
    expect(await wait(0, { persistent: true })).toMatchObject({
      said: expect.stringMatching(/^still open after \d+ s: rs1 has 4$/),
    })
  })

  test('a director that can not be asked is told', async () => {
    host.exec('rm /usr/local/sbin/ipvsadm')
    expect(await wait(0)).toMatchObject({ outcome: 'unreachable', said: expect.stringMatching(/^dir1: .*ipvsadm/) })
  })
})
