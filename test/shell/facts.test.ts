import { hostname } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { factsOf } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { connectTo, shells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'

test.each(shells.map((shell) => [shell.join(' '), shell] as const))(
  '%s finds the facts of this machine',
  async (_, shell) => {
    const link = new Link(connectTo(shell), hostNamed('here').connection)
    const facts = await factsOf(link)
    await link.close()
    expect(facts.hostname).toBe(hostname())
    expect(facts.interfaces.get('lo')).toContain('127.0.0.1/8')
    expect(facts.sysctls.get('net.ipv4.ip_forward')).toMatch(/^[01]$/)
    expect(facts.packageTool).not.toBe('none')
  },
)

describe.skipIf(whyNoLittleHost() !== null)('on a host with a bridge', () => {
  let host: LittleHost
  beforeAll(async () => {
    host = await startLittleHost('director')
    host.exec('mount -t sysfs sys /sys; ip link add br7 type bridge')
  })
  afterAll(() => host.close())

  test.each(shells.map((shell) => [shell.join(' '), shell] as const))(
    '%s tells which interfaces are made',
    async (_, shell) => {
      const link = new Link(host.connect(shell), hostNamed('here').connection)
      const { madeInterfaces, interfaces } = await factsOf(link)
      await link.close()
      expect(madeInterfaces).toEqual(['br7'])
      expect([...interfaces.keys()]).toEqual(expect.arrayContaining(['br7', 'lo']))
    },
  )
})
