import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Hands } from '../../../src/day2/hands.ts'
import { look } from '../../../src/day2/look.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../../support/little-host.ts'
import { heldOf, siteWhile } from './site.ts'

describe.skipIf(whyNoLittleHost() !== null)('before rs1 is drained', () => {
  let host: LittleHost
  const service = '-t 192.168.1.225:80'

  beforeAll(async () => {
    host = await startLittleHost('director')
  })
  afterAll(() => host.close())

  const seen = (...lines: readonly string[]) => {
    host.exec(
      `printf '%s\\n' '-A ${service} -s wrr' ${lines.map((line) => `'${line}'`).join(' ')} >/run/lbprov-test/table`,
    )
    const held = heldOf([])
    const hands = { site: siteWhile(held), playbook: 'site.yaml', connect: host.connect(['sh', '-s']), forks: 2 }
    return look({ do: 'look', hosts: [], held, than: held, without: ['rs1'] }, hands as unknown as Hands)
  }
  const none = { outcome: 'failed', said: '192.168.1.225:80/TCP has no other real server in reach now' }

  test.each([
    ['rs2 is in', `-a ${service} -r 192.168.1.223:80 -g -w 1`, { outcome: 'done' }],
    ['rs2 is out', `-a ${service} -r 192.168.1.222:80 -g -w 1`, none],
    ['rs2 is in with weight 0', `-a ${service} -r 192.168.1.223:80 -g -w 0`, none],
  ])('%s', async (_, line, expected) => expect(await seen(line)).toMatchObject(expected))
})
