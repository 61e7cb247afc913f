import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { address, service } from '../../src/index.ts'
import { connectHost } from '../../src/transport/connect.ts'
import { conforms, declared, factsOf, look } from '../support/conformance.ts'
import { fingerprint, kindCases } from '../support/kind-cases.ts'
import { baseImage, type ContainerEngine, startEngine, whyNoContainers } from './engine.ts'
import { type ContainerHost, hasInit, startHost } from './host.ts'
import { labImages, stockImages } from './images.ts'

const vip = '10.99.0.1/32'
const expected = { ...stockImages, ...labImages }[baseImage]!

/** Docker puts its own file over /etc/hostname; kernel-module wants a kernel of its own. Both are proven on the lab. */
const cases = kindCases
  .filter(({ title }) => title !== 'hostname')
  .map((one) => (['service', 'address'].includes(one.title) ? { ...one, needs: hasInit } : one))

describe.skipIf((await whyNoContainers()) !== null)(`${baseImage} over ssh`, () => {
  let engine: ContainerEngine
  let host: ContainerHost

  beforeAll(async () => {
    engine = await startEngine()
    host = await startHost(engine.image)
  })
  afterAll(async () => {
    await host?.container.stop()
    await engine?.stop()
  })

  const connect = () => () => connectHost(host.connection)
  const exec = (commands: string) => host.exec(commands)
  for (const one of cases) conforms(one, { connect, exec, fingerprint: () => host.exec(fingerprint), timeout: 200_000 })

  test('its facts are those of its release', async () => {
    const link = new Link(connect(), host.connection)
    const { release, ...rest } = expected
    const facts = await factsOf(link)
    await link.close()
    expect(facts).toMatchObject({ ...rest, selinux: 'disabled', firewall: 'none', keepalived: null })
    expect(facts.release.startsWith(release), facts.release).toBe(true)
    expect(facts.interfaces.get('lo')).toContain('127.0.0.1/8')
    expect(facts.interfaces.get('eth0')).toEqual([expect.anything()])
  })

  test('an address that stands under another prefix, or on another interface too, is put right', async ({ skip }) => {
    const link = new Link(connect(), host.connection)
    const facts = await factsOf(link)
    if (!hasInit(facts)) skip('no init in this container')
    await host.exec(
      'ip addr del 10.99.0.1/32 dev lo; ip addr add 10.99.0.1/8 dev lo; ip addr add 10.99.0.1/32 dev eth0',
    )
    const wanted = address(vip, { interface: 'lo', live: true })
    const { observed } = await look(link, wanted, facts)
    expect(observed).toMatchObject({ interface: 'lo eth0', live: 'as 10.99.0.1/8' })
    const { provider } = declared(wanted, facts)
    await host.exec(provider.apply(wanted, { refresh: false }).text)
    expect((await look(link, wanted, facts)).observed).toMatchObject({ interface: 'lo', live: 'true' })
    await link.close()
  })

  test('a service is reloaded while it runs, restarted where so asked, and started when it is down', async ({
    skip,
  }) => {
    const link = new Link(connect(), host.connection)
    const facts = await factsOf(link)
    if (facts.init !== 'systemd') skip('systemd shows its main process')
    const pid = async () => (await host.exec('systemctl show -p MainPID lbprov-test')).trim()
    const told = async (onRefresh: 'reload' | 'restart') => {
      const resource = service('lbprov-test', { running: true }, { onRefresh })
      await host.exec(
        resource.kind.providers.find((one) => one.suits?.(facts))!.apply(resource, { refresh: true }).text,
      )
      return pid()
    }
    const first = await told('reload')
    expect(await told('reload')).toBe(first)
    expect(await told('restart')).not.toBe(first)
    await host.exec('systemctl stop lbprov-test')
    expect(await told('reload')).not.toBe('MainPID=0')
    await link.close()
  })
})
