import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { address, defaultRoute, defaultRoute6, nextHop, replyRoute } from '../../src/index.ts'
import { conforms, declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el9 = factsOf('el9')

describe.skipIf(whyNoLittleHost() !== null)('routes and tunnels on a little host', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('route')
    host.exec(`
      for name in em1 tunl0; do ip link add $name type dummy 2>/dev/null || ip link add $name type veth; done
      ip link set em1 up
      ip addr add 10.0.0.5/24 dev em1
      ip addr add fd00::5/64 dev em1 nodad
      ip route add default via 10.0.0.254
      ip route add default via 10.0.0.253 metric 100
      ip -6 route add default via fd00::254
    `)
  })
  afterAll(() => host.close())

  test('the kernel gives a link no address, so none comes or settles between two fingerprints', () => {
    expect(host.exec('ip -o -6 addr show dev em1')).not.toContain('fe80')
  })

  const fingerprint = async () =>
    host.exec('ip route; ip -6 route; ip -o addr; ip -o link; find /etc/systemd/system -ls -type f -exec cksum {} +')

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const about = { connect: () => host.connect(shell), fingerprint, facts: el9 }

    conforms(
      {
        title: 'route',
        states: [defaultRoute({ via: '10.0.0.1' }), defaultRoute({ via: '10.0.0.2' }), defaultRoute(null)],
      },
      about,
    )
    conforms(
      {
        title: 'route of IPv6',
        states: [defaultRoute6({ via: 'fd00::1' }), defaultRoute6({ via: 'fd00::2' }), defaultRoute6(null)],
      },
      about,
    )
    conforms({ title: 'next-hop', states: [nextHop('10.0.0.8', { gateway: true }), nextHop('10.0.0.8', null)] }, about)
    conforms(
      { title: 'next-hop of IPv6', states: [nextHop('fd00::8', { gateway: true }), nextHop('fd00::8', null)] },
      about,
    )
    conforms(
      {
        title: 'reply-route',
        states: [
          replyRoute('10.99.0.9', { via: '10.0.0.1' }),
          replyRoute('10.99.0.9', { via: '10.0.0.2' }),
          replyRoute('10.99.0.9', null),
        ],
      },
      about,
    )
    conforms(
      {
        title: 'reply-route of IPv6',
        states: [replyRoute('2001:db8::9', { via: 'fd00::1' }), replyRoute('2001:db8::9', null)],
      },
      about,
    )
    conforms(
      {
        title: 'address at the end of a tunnel',
        states: [
          address('10.99.0.1/32', { interface: 'tunl0', live: true, boot: true }),
          address('10.99.0.1/32', null),
        ],
      },
      about,
    )
    conforms(
      {
        title: 'IPv6 address on lo',
        states: [
          address('2001:db8::225/128', { interface: 'lo', live: true, boot: true }),
          address('2001:db8::225/128', null),
        ],
      },
      about,
    )
  })

  describe.each([
    { declares: defaultRoute, flag: '-4', others: 'via 10.0.0.253', one: '10.0.0.1', another: '10.0.0.9' },
    { declares: defaultRoute6, flag: '-6', others: 'via fd00::254', one: 'fd00::1', another: 'fd00::9' },
  ])('ip $flag', ({ declares, flag, others, one, another }) => {
    const routes = () => host.exec(`ip ${flag} route show default`).trim().split('\n')

    test('what is sent from an address goes by its own gateway, and by that of all others again', () => {
      const address = flag === '-4' ? '10.0.0.5' : 'fd00::5'
      const target = flag === '-4' ? '203.0.113.9' : '2001:db8:1::9'
      const neighbour = flag === '-4' ? '10.0.0.7' : 'fd00::7'
      const wayFrom = (to = target) => host.exec(`ip ${flag} route get ${to} from ${address}`)
      const apply = (resource: ReturnType<typeof replyRoute>) =>
        host.exec(`set -e\n${declared(resource, el9).provider.apply(resource, { refresh: false }).text}`)
      apply(replyRoute(address, { via: another }))
      expect(wayFrom()).toContain(`via ${another} `)
      expect(wayFrom(neighbour)).toContain(' dev em1 ')
      expect(wayFrom(neighbour)).not.toContain(' via ')
      apply(replyRoute(address, null))
      expect(wayFrom()).not.toContain(`via ${another} `)
      expect(host.exec(`ip ${flag} rule`)).not.toContain(`from ${address} `)
    })

    test('a host of its own network is its own next hop, one behind a router stays as it is', () => {
      const [near, far] = flag === '-4' ? ['10.0.0.7', '203.0.113.9'] : ['fd00::7', '2001:db8:1::9']
      const wayTo = (to: string) => host.exec(`ip ${flag} route get ${to}`)
      const apply = (resource: ReturnType<typeof nextHop>) =>
        host.exec(`set -e\n${declared(resource, el9).provider.apply(resource, { refresh: false }).text}`)
      apply(nextHop(near, { gateway: true }))
      expect(wayTo(near)).toMatch(` via ${near} `)
      apply(nextHop(near, null))
      expect(wayTo(near)).not.toMatch(/ via /)
      const probe = declared(nextHop(far, { gateway: true }), el9).provider.probe(nextHop(far, { gateway: true })).text
      expect(host.exec(`put() { echo "$@"; }\n${probe}`)).toBe('gateway true\n')
    })

    test('the route of lbprov goes before those of others, and those stay', () => {
      const resource = declares({ via: one })
      host.exec(`set -e\n${declared(resource, el9).provider.apply(resource, { refresh: false }).text}`)
      expect(routes()[0]).toContain(`via ${one} `)
      expect(routes().join('\n')).toContain(others)
    })

    test('what was there comes back when the change is taken back', () => {
      const resource = declares({ via: another })
      const { provider } = declared(resource, el9)
      const { save, restore } = provider.undo!(resource)
      const before = routes()
      const inUndo = 'lb_undo=/run/undo; mkdir -p $lb_undo'
      host.exec(`${inUndo}\n${save.text}`)
      host.exec(`set -e\n${provider.apply(resource, { refresh: false }).text}`)
      expect(routes()).not.toEqual(before)
      host.exec(`${inUndo}\n${restore.text}`)
      expect(routes()).toEqual(before)
    })
  })

  test.each([
    [defaultRoute, 'fd00::1'],
    [defaultRoute6, '10.0.0.1'],
    [defaultRoute6, 'fe80::1'],
  ])('%o refuses %s', (declares, via) => expect(() => declares({ via })).toThrow(`but is "${via}"`))

  test('a tunnel that is down is brought up', () => {
    const resource = address('10.99.0.1/32', { interface: 'tunl0', live: true, boot: true })
    host.exec('ip link set tunl0 down')
    const { provider } = declared(resource, el9)
    host.exec(`set -e\n${provider.apply(resource, { refresh: false }).text}`)
    expect(host.exec('ip -o link show dev tunl0 up')).toContain('tunl0')
  })

  test('an IPv6 address that others hold too is no source of connections', () => {
    const resource = address('2001:db8::226/128', { interface: 'lo', live: true, boot: true })
    host.exec(`set -e\n${declared(resource, el9).provider.apply(resource, { refresh: false }).text}`)
    expect(host.exec('ip -6 addr show dev lo')).toMatch(/2001:db8::226\/128 scope global .*deprecated/)
  })
})
