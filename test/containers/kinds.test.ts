import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { address, command, directory, file, line, pkg, service, sh, sysctl } from '../../src/index.ts'
import { connectHost } from '../../src/transport/connect.ts'
import { type Case, conforms, factsOf } from '../support/conformance.ts'
import { type ContainerEngine, startEngine, whyNoContainers } from './engine.ts'
import { type ContainerHost, startHost } from './host.ts'

const unitFile = '/etc/systemd/system/lbprov-test.service'
const unit = '[Service]\nExecStart=/bin/sleep infinity\nExecReload=/bin/true\n[Install]\nWantedBy=multi-user.target\n'
const vip = '10.99.0.1/32'

/** Every kind on a real host over real ssh; kernel-module wants a kernel of its own and is proven on the lab. */
const cases: Case[] = [
  { title: 'pkg', states: [pkg('tree'), pkg('tree', null)] },
  {
    title: 'file',
    states: [
      file('/etc/lbprov-test', { content: "it's\n", mode: '0640', owner: 'root', group: 'adm' }),
      file('/etc/lbprov-test', null),
      file('/etc/lbprov-test', { content: 'two\n', mode: '0600', owner: 'daemon', group: 'daemon' }),
    ],
  },
  {
    title: 'directory',
    states: [directory('/srv/a/b', { mode: '0750', owner: 'daemon' }), directory('/srv/a/b', null)],
  },
  {
    title: 'line',
    states: [
      line('/etc/default/useradd', { match: '^#? *SHELL=', line: 'SHELL=/bin/bash' }),
      line('/etc/default/useradd', { match: '^#? *SHELL=', line: 'SHELL=/bin/sh' }),
    ],
  },
  {
    title: 'sysctl',
    states: [
      sysctl('net.ipv4.ip_forward', { value: 1 }),
      sysctl('net.ipv4.ip_forward', { value: 0 }),
      sysctl('net.ipv4.ip_forward', null),
    ],
  },
  {
    title: 'sysctl of several words',
    states: [
      sysctl('net.ipv4.ip_local_port_range', { value: '20000 60000' }),
      sysctl('net.ipv4.ip_local_port_range', { value: '32768 60999' }),
    ],
  },
  {
    title: 'service',
    states: [
      service('lbprov-test', { running: true, enabled: true }),
      service('lbprov-test', { running: false, enabled: true }),
      service('lbprov-test', { running: true, enabled: false }),
      service('lbprov-test', { running: false, enabled: false }),
    ],
  },
  {
    title: 'address',
    states: [
      address(vip, { interface: 'lo', live: true, boot: true }),
      address(vip, { interface: 'eth0', live: true, boot: true }),
      address(vip, { interface: 'lo', live: true, boot: false }),
      address(vip, null),
    ],
  },
  {
    title: 'command',
    states: [command('make', { run: sh`echo 1 >/srv/made`, unless: sh`[ -e /srv/made ]` })],
  },
]

describe.skipIf(whyNoContainers() !== null)('Debian 12 over ssh', () => {
  let engine: ContainerEngine
  let host: ContainerHost

  beforeAll(async () => {
    engine = await startEngine()
    host = await startHost(engine.image)
    await host.exec(`printf '%s' '${unit}' >${unitFile}; systemctl daemon-reload`)
  })
  afterAll(async () => {
    await host?.container.stop()
    await engine?.stop()
  })

  const connect = () => () => connectHost(host.connection)
  const fingerprint = () =>
    host.exec(
      'find /etc /srv -type f -exec cksum {} + | sort; dpkg-query -W; systemctl list-units --all --plain --no-legend "lbprov*"; ip -o addr; sysctl -a 2>/dev/null | grep ip_forward',
    )

  for (const one of cases) conforms(one, { connect, fingerprint, timeout: 200_000 })

  test('an address that stands under another prefix, or on another interface too, is put right', async () => {
    await host.exec(
      'ip addr del 10.99.0.1/32 dev lo; ip addr add 10.99.0.1/8 dev lo; ip addr add 10.99.0.1/32 dev eth0',
    )
    const { look, declared } = await import('../support/conformance.ts')
    const link = new Link(connect(), host.connection)
    const wanted = address(vip, { interface: 'lo', live: true })
    const facts = await factsOf(link)
    const { observed } = await look(link, wanted, facts)
    expect(observed).toMatchObject({ interface: 'lo eth0', live: 'as 10.99.0.1/8' })
    const { provider } = declared(wanted, facts)
    await host.exec(provider.apply(wanted, { refresh: false }).text)
    expect((await look(link, wanted, facts)).observed).toMatchObject({ interface: 'lo', live: 'true' })
    await link.close()
  })

  test('a service is reloaded while it runs, restarted where so asked, and started when it is down', async () => {
    const pid = async () => (await host.exec('systemctl show -p MainPID lbprov-test')).trim()
    const link = new Link(connect(), host.connection)
    const facts = await factsOf(link)
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
