import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { ipvsService, sh, syncDaemon, virtualAddress } from '../../src/index.ts'
import { plan } from '../../src/model/plan.ts'
import type { Resource } from '../../src/model/resource.ts'
import { framed } from '../../src/shell/frames.ts'
import { conforms, declared, look } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { isRoot } from '../support/tools.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const facts = factsOf('debian12')
const service = (options: string, ...servers: readonly (readonly [string, string])[]) =>
  ipvsService('-t 192.168.1.225:80', { options, servers: new Map(servers), tolerated: ['192.168.1.9:80'] })
const both = service('-s wrr', ['192.168.1.222:80', '-g -w 1'], ['192.168.1.223:80', '-g -w 1'])

describe.skipIf(whyNoLittleHost() !== null)('a director, with stand-ins for keepalived and ipvsadm', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('director')
    host.exec(
      'echo MASTER >/run/lbprov-test/state; echo 1 >/run/lbprov-test/alive; ip link add d0 type bridge && ip link set d0 up',
    )
  })
  afterAll(() => {
    host.exec('kill "$(cat /run/keepalived.pid)" 2>/dev/null || :')
    host.close()
  })

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    conforms(
      { title: 'ipvs-service', states: [service('-s wrr -p 50', ['192.168.1.222:80', '-g -w 3']), both] },
      {
        connect: () => host.connect(shell),
        fingerprint: async () => host.exec('cat /run/lbprov-test/table 2>/dev/null || :; ip -o -4 addr'),
        facts,
      },
    )
  })

  conforms(
    { title: 'sync-daemon', states: [syncDaemon()] },
    { connect: () => host.connect(['dash', '-s']), fingerprint: async () => host.exec('ls /run/lbprov-test'), facts },
  )

  const stepOf = async (resource: Resource) => {
    const link = new Link(host.connect(['dash', '-s']), hostNamed('here').connection)
    const seen = await look(link, resource, facts)
    await link.close()
    return plan([resource], new Map([[resource, seen]]))[0]!
  }
  const changesOf = async (resource: Resource) => (await stepOf(resource)).changes
  const apply = (resource: Resource) =>
    host.exec(`set -e; put() { :; }\n${declared(resource, facts).provider.apply(resource, { refresh: false }).text}`)
  const table = (...lines: readonly string[]) =>
    host.exec(`printf '%s\\n' '${lines.join("' '")}' >/run/lbprov-test/table`)

  test('before keepalived runs a missing real server is missing', async () => {
    table('-A -t 192.168.1.225:80 -s wrr', '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 1')
    expect(await changesOf(both)).toEqual([{ attribute: '192.168.1.223:80', from: null, to: '-g -w 1' }])
  })

  const own = virtualAddress('192.168.1.225', { instance: 'VI_1' })

  test('before keepalived runs nobody says whose an address is', async () => {
    expect(await stepOf(own)).toMatchObject({ action: 'none', unseen: undefined })
    host.exec('ip addr add 192.168.1.225/32 dev lo')
    expect(await stepOf(own)).toMatchObject({ action: 'none', unseen: undefined })
    host.exec('ip addr del 192.168.1.225/32 dev lo; ip addr add 192.168.1.225/32 dev d0')
    expect(await stepOf(own)).toMatchObject({ action: 'none', unseen: 'keepalived does not run' })
    host.exec('ip addr del 192.168.1.225/32 dev d0')
  })

  describe('with keepalived running', () => {
    beforeAll(() => {
      host.exec('keepalived >/dev/null 2>&1 & until [ -s /run/keepalived.pid ]; do sleep 0.1; done')
    })

    test('a real server that it has out is out; one that it has in is missing', async () => {
      host.exec('echo 0 >/run/lbprov-test/alive')
      expect(await changesOf(both)).toEqual([])
      host.exec('echo 1 >/run/lbprov-test/alive')
      expect(await changesOf(both)).toMatchObject([{ attribute: '192.168.1.223:80', from: null }])
    })

    test('others go, a sorry server may stay, and so may services that are none of ours', async () => {
      const [sorry, other] = ['-a -t 192.168.1.225:80 -r 192.168.1.9:80 -g -w 1', '-A -t 192.168.1.9:80 -s rr']
      table('-A -t 192.168.1.225:80 -s rr', '-a -t 192.168.1.225:80 -r 192.168.1.7:80 -g -w 1', sorry, other)
      expect((await changesOf(both)).map(({ attribute }) => attribute)).toEqual([
        'options',
        '192.168.1.222:80',
        '192.168.1.223:80',
        'others',
      ])
      apply(both)
      expect(await changesOf(both)).toEqual([])
      const lines = host.exec('cat /run/lbprov-test/table').split('\n')
      expect(lines).toEqual(expect.arrayContaining([sorry, other]))
      expect(lines.join()).not.toContain('192.168.1.7')
    })

    test('an address is taken from a director that is not master, and left to one that is', async () => {
      const address = virtualAddress('192.168.1.225', { instance: 'VI_1' })
      host.exec('ip addr add 192.168.1.225/32 dev d0')
      expect(await changesOf(address)).toEqual([])
      host.exec('echo BACKUP >/run/lbprov-test/state')
      expect(await changesOf(address)).toEqual([{ attribute: 'stray', from: 'true', to: 'false' }])
      apply(address)
      expect(await changesOf(address)).toEqual([])
      expect(host.exec('ip -o addr show dev d0')).not.toContain('192.168.1.225')
    })

    test('an address that came after another look had asked keepalived is left to the master', async () => {
      const address = virtualAddress('192.168.1.225', { instance: 'VI_1' })
      host.exec('echo MASTER >/run/lbprov-test/state; ip addr add 192.168.1.225/32 dev d0')
      const before = sh`lb_ka_asked=1 lb_ka=${'instance VI_1 BACKUP'}`
      const parts = [before, declared(address, facts).provider.probe(address)]
      const link = new Link(host.connect(['dash', '-s']), hostNamed('here').connection)
      const { transcript } = await link.ask(
        (token) =>
          framed(
            token,
            parts.map((body, i) => ({ id: `look:${i}`, mode: 'look', body })),
          ),
        { deadlineMs: 30_000 },
      )
      await link.close()
      expect(transcript.sections.get('look:1')!.values).toEqual({ stray: 'false' })
      host.exec('ip addr del 192.168.1.225/32 dev d0')
    })

    test('an alias of ifconfig, with a /24, goes from the master, too, and where keepalived says nothing', async () => {
      const address = virtualAddress('192.168.1.225', { instance: 'VI_1', prefix: 32 })
      host.exec('echo MASTER >/run/lbprov-test/state; ip addr add 192.168.1.225/32 dev d0')
      for (const version of ['2.2.7', '1.2.13']) {
        host.exec(`echo 'Keepalived v${version} (03/19,2015)' >/run/lbprov-test/version`)
        host.exec('ip addr add 192.168.1.225/24 dev d0 label d0:0')
        expect(await changesOf(address)).toEqual([{ attribute: 'stray', from: 'true', to: 'false' }])
        apply(address)
        expect(host.exec("ip -o -4 addr show dev d0 | awk '{ print $4 }'")).toBe('192.168.1.225/32\n')
      }
      host.exec('rm /run/lbprov-test/version; ip addr del 192.168.1.225/32 dev d0; echo BACKUP >/run/lbprov-test/state')
    })

    test('that of EL6 says nothing: what it may have done is left alone, and told as not looked at', async () => {
      host.exec('echo "Keepalived v1.2.13 (03/19,2015)" >/run/lbprov-test/version; ip addr add 192.168.1.225/32 dev d0')
      table('-A -t 192.168.1.225:80 -s wrr', '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 1')
      const why = 'keepalived before 1.2.17 tells nothing about itself'
      expect(await stepOf(own)).toMatchObject({ action: 'none', unseen: why })
      expect(await stepOf(both)).toMatchObject({
        action: 'none',
        unseen: 'whether keepalived has taken 192.168.1.223:80 out: before 2.1 it does not say',
      })
      host.exec('rm /run/lbprov-test/version; ip addr del 192.168.1.225/32 dev d0')
    })

    test('a weight that no check gives is put right where keepalived says nothing, too: a drained server', async () => {
      host.exec('echo "Keepalived v1.2.13 (03/19,2015)" >/run/lbprov-test/version')
      const service = (weight: number, inhibited: string[] = []) => {
        const servers = new Map([['192.168.1.222:80', `-g -w ${weight}`]])
        return ipvsService('-t 192.168.1.225:80', { options: '-s wrr', servers, inhibited })
      }
      table('-A -t 192.168.1.225:80 -s wrr', '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 1')
      for (const weight of [0, 1]) {
        expect(await changesOf(service(weight))).toMatchObject([{ to: `-g -w ${weight}` }])
        apply(service(weight))
        expect(await changesOf(service(weight))).toEqual([])
      }
      expect(await changesOf(service(0, ['192.168.1.222:80']))).toHaveLength(1)
      table('-A -t 192.168.1.225:80 -s wrr', '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 0')
      const inhibited = service(1, ['192.168.1.222:80'])
      expect(await stepOf(inhibited)).toMatchObject({ action: 'none', unseen: expect.any(String) })
      host.exec('rm /run/lbprov-test/version')
    })

    test.skipIf(!isRoot)('a dump that somebody else has made is not believed', async () => {
      const address = virtualAddress('192.168.1.225', { instance: 'VI_1' })
      host.exec('ip addr add 192.168.1.225/32 dev d0; echo BACKUP >/run/lbprov-test/state; : >/run/lbprov-test/forged')
      expect(await changesOf(address)).toEqual([])
      host.exec('rm /run/lbprov-test/forged')
      expect(await changesOf(address)).toEqual([{ attribute: 'stray', from: 'true', to: 'false' }])
      host.exec('ip addr del 192.168.1.225/32 dev d0')
    })

    test('its dumps, with the password in them, do not stay', () => {
      expect(['keepalived.data', 'keepalived_check.data'].filter((name) => existsSync(`/tmp/${name}`))).toEqual([])
    })
  })
})
