import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunOptions } from '../../src/engine/run.ts'
import { run } from '../../src/engine/run.ts'
import {
  address,
  authorizedKey,
  block,
  command,
  defaultRoute,
  defaultRoute6,
  directory,
  file,
  firewallMarks,
  ipvsService,
  line,
  mssClamp,
  type Resources,
  service,
  sh,
  syncDaemon,
  sysctl,
  user,
  virtualAddress,
} from '../../src/index.ts'
import { ConnectError } from '../../src/model/errors.ts'
import type { Host } from '../../src/model/host.ts'
import type { Report } from '../../src/model/report.ts'
import type { Connect } from '../../src/transport/transport.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed, siteOf } from '../support/site.ts'
import { some } from '../support/thorough.ts'
import { isRoot } from '../support/tools.ts'

const here = hostNamed('here')
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6 me@here'

/** What a role declares, before and after; what is done to the host before. Nothing is left of it when it is gone. */
interface Case {
  readonly title: string
  readonly declares: readonly Resources[]
  readonly needs?: boolean
  /** How the runs that declare it end; changed, if left out. */
  readonly outcome?: string
  /** What somebody else does before it goes. */
  readonly meanwhile?: string
}

const cases: readonly Case[] = [
  {
    title: 'an address on lo',
    declares: [
      [address('10.99.0.1/32', { interface: 'lo', live: true, boot: true })],
      [address('10.99.0.1/24', { interface: 'em1', live: true, boot: true })],
    ],
  },
  { title: 'an IPv6 address', declares: [[address('2001:db8::9/128', { interface: 'lo', live: true, boot: true })]] },
  {
    title: 'the default route',
    declares: [[defaultRoute({ via: '10.0.0.1' })], [defaultRoute({ via: '10.0.0.2' })]],
  },
  { title: 'the default route of IPv6', declares: [[defaultRoute6({ via: 'fd00::1' })]] },
  {
    title: 'a setting',
    declares: [
      [sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 })],
      [sysctl('net.ipv4.conf.all.arp_ignore', { value: 2 })],
    ],
  },
  {
    title: 'a file in folders of ours',
    declares: [
      [
        directory('/etc/lbprov-a', { mode: '0755' }),
        directory('/etc/lbprov-a/b', {}),
        file('/etc/lbprov-a/b/c', { content: 'c\n' }),
      ],
      [directory('/etc/lbprov-a', { mode: '0700' })],
    ],
  },
  { title: 'a block', declares: [[block('/etc/lbprov-old', { content: 'ours' })]] },
  { title: 'a service', declares: [[service('lbprov-off', { running: true, enabled: true })]] },
  {
    title: 'marks',
    declares: [[firewallMarks([{ address: '10.0.0.9', port: 80, protocol: 'TCP', mark: 1 }], { firewall: 'none' })]],
  },
  { title: 'segment sizes', declares: [[mssClamp([{ address: '10.0.0.9', mss: 1440 }], { firewall: 'none' })]] },
  { title: 'a user of the system', needs: isRoot, declares: [[user('lbprov9', { system: true })]] },
  { title: 'a key', needs: isRoot, declares: [[authorizedKey('lbprov8', key)]] },
  {
    title: 'a service of the table',
    declares: [
      [ipvsService('-t 192.168.1.225:80', { options: '-s wrr', servers: new Map([['192.168.1.222:80', '-g -w 1']]) })],
    ],
  },
  {
    title: 'an address that keepalived moved',
    declares: [[virtualAddress('10.99.0.7', { instance: 'VI_1' }), file('/etc/lbprov-c', { content: 'c' })]],
    meanwhile: 'ip addr add 10.99.0.7/32 dev em1',
  },
  {
    title: 'the sync daemon that keepalived started',
    declares: [[syncDaemon(), file('/etc/lbprov-c', { content: 'c' })]],
    meanwhile: 'echo "master sync daemon (mcast=em1, syncid=51)" >/run/lbprov-test/daemons',
  },
]

const able = cases.filter(({ needs }) => needs !== false)

const ownerIn = (site: string, hosts: readonly Host[]) => ({
  site,
  purge: false,
  playing: new Set(hosts.map(({ name }) => name)),
})

describe.skipIf(whyNoLittleHost() !== null)('what no role declares any more', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('director', 'systemd')
    host.exec(`
      mkdir -p /run/systemd/system /etc/systemd/system/multi-user.target.wants
      ip link add em1 type dummy 2>/dev/null || ip link add em1 type veth
      ip link set em1 up
      ip addr add 10.0.0.5/24 dev em1; ip addr add fd00::5/64 dev em1 nodad
      ip route add default via 10.0.0.254 dev em1
      ip route add default via 10.0.0.253 metric 100
      ip -6 route add default via fd00::254 metric 1024
      echo theirs >/etc/lbprov-old; echo theirs >/etc/lbprov-older; mkdir /etc/lbprov-theirs
      : >/run/lbprov-test/table
      printf '[Service]\\n' >/etc/systemd/system/lbprov-off.service
      printf '[Service]\\n' >/etc/systemd/system/lbprov-on.service
      systemctl enable -- lbprov-on.service; systemctl start -- lbprov-on.service
    `)
    if (isRoot)
      host.exec(
        'useradd -m lbprov8; mkdir ~lbprov8/.ssh; : >~lbprov8/.ssh/authorized_keys; chown -R lbprov8: ~lbprov8/.ssh; chmod 700 ~lbprov8/.ssh; chmod 600 ~lbprov8/.ssh/authorized_keys',
      )
  })
  afterAll(() => host.close())

  const record = () => host.exec('cat /var/lib/lbprov/owned 2>/dev/null || :')
  const state = () =>
    host.exec(`
      exec 2>/dev/null
      find /etc /home ! -name '*-' ! -path '/etc/.*' -type f -exec cksum {} + | sort
      find /etc /home -type d; find /etc/systemd -type l | sort; ls /run/lbprov-test | grep -v keepalived
      ip route; ip -6 route; ip -o addr; iptables -t mangle -S; cat /run/lbprov-test/table /proc/sys/net/ipv4/conf/all/arp_ignore
    `)
  const go = (
    resources: Resources,
    options: Partial<RunOptions> = {},
    shell: readonly string[] = ['dash', '-s'],
  ): Promise<Report> =>
    run({
      site: siteOf({ hosts: [here], roles: { r: () => resources } }),
      playbook: 'site.yaml',
      connect: host.connect(shell),
      forks: 1,
      check: false,
      owner: ownerIn('a', options.site?.plays.flatMap(({ assignments }) => [...assignments.keys()]) ?? [here]),
      ...options,
    })
  const told = ({ hosts: [one] }: Report) => ({
    outcome: one!.outcome,
    message: one!.message,
    notes: one!.notes,
    steps: one!.steps
      .filter(({ outcome }) => outcome !== 'unchanged')
      .map(
        ({ resource, outcome, failure }) =>
          `${resource} ${outcome}${failure ? ` ${failure.message} ${failure.output}` : ''}`,
      ),
  })

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    test.each(some(able, 3))('$title goes without a trace', async (one) => {
      const before = state()
      for (const resources of one.declares) {
        const { outcome, message } = told(await go(resources, {}, shell))
        expect(outcome, message).toBe(one.outcome ?? 'changed')
      }
      expect(record()).not.toBe('')
      if (one.meanwhile) host.exec(one.meanwhile)
      const check = await go([], { check: true }, shell)
      const done = await go([], {}, shell)
      expect(told(done)).toEqual(told(check))
      expect(told(done).outcome).toBe('changed')
      expect(told(done).steps.filter((step) => !step.endsWith(' deleted'))).toEqual([])
      expect(state()).toBe(before)
      expect(record()).toBe('')
      expect(told(await go([], {}, shell))).toEqual({ outcome: 'ok', message: undefined, steps: [], notes: [] })
    })
  })

  const other = file('/etc/lbprov-other', { content: 'other\n' })

  test('whose run changed the host last is on record until nothing of lbprov is left', async () => {
    const last = () => host.exec('cat /var/lib/lbprov/last 2>/dev/null || :')
    await go([other], { claim: '7 1764331200 anna@ops1' })
    expect(last()).toBe('7 1764331200 anna@ops1\n')
    await go([other], { claim: '8 1764331260 bert@ops2' })
    await go([], { claim: '9 1764331260 carl@ops3', check: true })
    expect(last()).toBe('7 1764331200 anna@ops1\n')
    await go([], { claim: '9 1764331320 bert@ops2' })
    expect([last(), host.exec('ls /var/lib')]).toEqual(['', expect.not.stringContaining('lbprov')])
  })

  test('what was there before stays, and that is said', async () => {
    const before = state()
    const theirs = [
      file('/etc/lbprov-old', { content: 'ours\n' }),
      directory('/etc/lbprov-theirs'),
      service('lbprov-on', { running: true, enabled: true }),
      command('nothing', { run: sh`:`, unless: sh`:` }),
      line('/etc/lbprov-older', { match: '^ours', line: 'ours' }),
    ]
    await go(theirs)
    const done = await go([other])
    expect(told(done).steps).toEqual(['file[/etc/lbprov-other] created'])
    expect(told(done).notes).toEqual([
      'service[lbprov-on] is left as it is: it was there before lbprov, or before lbprov kept records',
      "line[/etc/lbprov-older ^ours] is left as it is: a line of somebody else's file is not taken out of it",
      'command[nothing] is left as it is: how it was before is not known',
      'directory[/etc/lbprov-theirs] is left as it is: it was there before lbprov, or before lbprov kept records',
      'file[/etc/lbprov-old] is left as it is: it was there before lbprov, or before lbprov kept records',
    ])
    expect(host.exec('cat /etc/lbprov-old /etc/lbprov-older; systemctl is-active lbprov-on && echo runs')).toBe(
      'ours\ntheirs\nours\nruns\n',
    )
    await go([])
    host.exec('echo theirs >/etc/lbprov-old; echo theirs >/etc/lbprov-older')
    expect([state(), record()]).toEqual([before, ''])
  })

  test('what another playbook sees to stays, and goes with the last of them', async () => {
    const before = state()
    const [shared, theirOwn] = [
      sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 }),
      file('/etc/lbprov-b', { content: 'b\n' }),
    ]
    const theirs = { owner: ownerIn('b', [here]) }
    await go([shared])
    await go([shared, theirOwn], theirs)
    expect(told(await go([]))).toMatchObject({
      steps: ['record[sysctl[net.ipv4.conf.all.arp_ignore]] deleted'],
      notes: ['sysctl[net.ipv4.conf.all.arp_ignore] is left as it is: another playbook sees to it'],
    })
    expect(told(await go([shared, theirOwn], theirs)).steps).toEqual([])
    expect(told(await go([], theirs)).steps).toEqual([
      'file[/etc/lbprov-b] deleted',
      'sysctl[net.ipv4.conf.all.arp_ignore] deleted',
    ])
    expect([state(), record()]).toEqual([before, ''])
  })

  test('tags leave out what is declared, so nothing is left over then', async () => {
    await go([other, file('/etc/lbprov-b', { content: 'b\n' }, { tags: ['b'] })])
    expect(told(await go([file('/etc/lbprov-b', { content: 'c\n' }, { tags: ['b'] })], { tags: ['b'] })).steps).toEqual(
      ['file[/etc/lbprov-b] updated'],
    )
    expect(told(await go([])).steps).toEqual(['file[/etc/lbprov-b] deleted', 'file[/etc/lbprov-other] deleted'])
  })

  test('a removal that fails is tried again', async () => {
    await go([service('lbprov-off', { running: true }), other])
    host.exec('touch /run/lbprov-test/refuses')
    const failed = await go([])
    expect(told(failed).steps).toEqual([
      expect.stringContaining('service[lbprov-off] failed exited with 1'),
      'file[/etc/lbprov-other] skipped',
    ])
    expect(record().split('\n')).toHaveLength(3)
    host.exec('rm /run/lbprov-test/refuses')
    expect(told(await go([])).steps).toEqual(['service[lbprov-off] deleted', 'file[/etc/lbprov-other] deleted'])
    expect(record()).toBe('')
  })

  test('what somebody else has taken away, or made his own, goes from the record alone', async () => {
    await go([directory('/etc/lbprov-d'), other])
    host.exec('touch /etc/lbprov-d/theirs; rm /etc/lbprov-other')
    const check = await go([], { check: true })
    expect(told(check).steps).toEqual([
      'record[file[/etc/lbprov-other]] deleted',
      'record[directory[/etc/lbprov-d]] deleted',
    ])
    expect(told(await go([]))).toEqual(told(check))
    expect(record()).toBe('')
    host.exec('rm -r /etc/lbprov-d')
  })

  /** The others are in the inventory, and in no play. */
  const among = (names: readonly string[], resources: (host: Host) => Resources, others: readonly string[]) => {
    const site = siteOf({ hosts: names.map((name) => hostNamed(name)), roles: { r: resources } })
    return {
      ...site,
      inventory: siteOf({ hosts: [...names, ...others].map((name) => hostNamed(name)), roles: {} }).inventory,
    }
  }
  const own = ({ name }: Host) => [file(`/etc/lbprov-of-${name}`, { content: name })]
  const outcomes = ({ hosts }: Report) =>
    hosts.map(({ host, outcome, message, notes, steps }) => [
      host,
      outcome,
      ...steps.map((step) => `${step.resource} ${step.outcome}`),
      ...notes,
      ...(message ? [message] : []),
    ])

  test('a host that has left the playbook is looked at as long as the inventory has it', async () => {
    const before = state()
    await go([], { site: among(['a', 'b'], own, []) })
    const left = among(['a'], own, ['b'])
    expect(outcomes(await go([], { site: left, check: true }))).toEqual([
      ['a', 'ok', 'file[/etc/lbprov-of-a] unchanged'],
      ['b', 'changed', 'file[/etc/lbprov-of-b] deleted'],
    ])
    const part = {
      site: left,
      owner: ownerIn(
        'a',
        ['a', 'b'].map((name) => hostNamed(name)),
      ),
    }
    expect(outcomes(await go([], part)), 'b is in another part of the site').toEqual([
      ['a', 'ok', 'file[/etc/lbprov-of-a] unchanged'],
    ])
    const connect: Connect = async (to) => {
      if (to.address === 'b') throw new ConnectError('connect', 'it does not answer', '')
      return host.connect(['dash', '-s'])(to)
    }
    expect(outcomes(await go([], { site: left, connect }))).toEqual([
      ['a', 'ok', 'file[/etc/lbprov-of-a] unchanged'],
      [
        'b',
        'ok',
        expect.stringMatching(
          /^it is in no play any more, and could not be looked at: it does not answer; .*lbprov retire b$/,
        ),
      ],
    ])
    const failing = service('lbprov-off', { running: true })
    host.exec('touch /run/lbprov-test/refuses-start')
    const bad = among(['a'], (one) => [...own(one), failing], ['b'])
    expect(outcomes(await go([], { site: bad }))).toMatchObject([
      ['a', 'failed', expect.anything(), expect.anything()],
      ['b', 'skipped', 'file[/etc/lbprov-of-b] skipped', 'nothing was taken away because a failed'],
    ])
    host.exec('rm /run/lbprov-test/refuses-start')
    expect(outcomes(await go([], { site: left }))).toEqual([
      ['a', 'changed', 'file[/etc/lbprov-of-a] unchanged', 'record[service[lbprov-off]] deleted'],
      ['b', 'changed', 'file[/etc/lbprov-of-b] deleted'],
    ])
    expect(outcomes(await go([], { site: left }))).toEqual([['a', 'ok', 'file[/etc/lbprov-of-a] unchanged']])
    expect(outcomes(await go([], { site: among([], own, ['a']), retired: [hostNamed('a')] }))).toEqual([
      ['a', 'changed', 'file[/etc/lbprov-of-a] deleted'],
    ])
    expect([state(), record()]).toEqual([before, ''])
  })

  test.skipIf(!isRoot)(
    'a record that others could have written is none; lines that nobody wrote are passed over',
    async () => {
      await go([other])
      host.exec('chown -R daemon /var/lib/lbprov')
      expect(told(await go([])).steps).toEqual([])
      host.exec(
        `chown -R root /var/lib/lbprov; { printf 'a\\there\\tfile\\t../etc/passwd\\tmade\\t\\n'; printf 'a\\there\\troute\\tdefault\\tmade\\t{"via":"10.0.0.1","before":"default via x; reboot"}\\n'; printf 'a\\there\\taddress\\t10.0.0.1/24\\tmade\\t-lo\\n'; printf 'x\\n'; } >>/var/lib/lbprov/owned`,
      )
      const done = await go([])
      expect(told(done).steps).toEqual(['file[/etc/lbprov-other] deleted'])
      expect(told(done).notes.filter((note) => note.includes('does not write'))).toHaveLength(3)
      expect(record()).toBe('x\n')
      host.exec('rm -r /var/lib/lbprov')
    },
  )
})
