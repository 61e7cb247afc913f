import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { address, defaultRoute, firewallMarks, mssClamp, service, sysctl } from '../../src/index.ts'
import type { Resource } from '../../src/model/resource.ts'
import { conforms, declared, look } from '../support/conformance.ts'
import { el6Folders } from '../support/el6-folders.ts'
import { resourcesOf } from '../support/example-roles.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el6 = factsOf('el6')

/** A script as EL6's of keepalived: exit codes of the initscripts' `status`; stop of a stopped one is 0, start without its configuration 6. */
const initScript = `#!/bin/sh
# chkconfig: - 86 14
pid=/run/lbprov-test/$(basename "$0").pid
alive() { [ -f "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null; }
start() { alive && return 0; [ ! -e "$pid.unconfigured" ] || exit 6; sleep 1000 >/dev/null 2>&1 & echo $! >"$pid"; }
stop() { alive || return 0; kill "$(cat "$pid")"; rm -f "$pid"; }
echo "$1" >>/run/lbprov-test/said
case $1 in
  start) start ;;
  stop) stop ;;
  restart) stop; start ;;
RELOAD
  status) if alive; then exit 0; elif [ -f "$pid" ]; then exit 1; else exit 3; fi ;;
  *) echo "Usage: $0 {start|stop|status|restart}"; exit 2 ;;
esac
`

/** One of this run: init scripts look for it by its name among all processes, those of another run of these tests as well. */
const orphan = `lborphan${process.pid}`

/** As keepalived before 2: a parent and two children of one name; what EL6 calls status finds any of them, and start gives up beside any. */
const orphanable = `
  cat >/home/${orphan} <<'END'
#!/bin/sh
echo $$ >/run/lbprov-test/${orphan}.pid
for child in 1 2; do ( while :; do sleep 1; done ) & done
wait
END
  printf '#!/bin/sh\\nexec sh /home/script "$@"\\n' >/etc/init.d/${orphan}
  cat >/home/script <<'END'
alive() { cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^\\([0-9]*\\) (${orphan}) [^Z].*/\\1/p' | grep .; }
[ "$1" = status ] || echo "$1" >>/run/lbprov-test/said
case $1 in
  start) alive >/dev/null || /home/${orphan} >/dev/null 2>&1 & ;;
  stop) kill $(alive); rm -f /run/lbprov-test/${orphan}.pid ;;
  status) alive >/dev/null || exit 3 ;;
esac
END
  chmod 0755 /home/${orphan} /etc/init.d/${orphan}
`

const web = { address: '192.168.1.225', port: 80, protocol: 'TCP', mark: 80 } as const
const six = { ...web, address: 'fd00::225', protocol: 'UDP', mark: 6 } as const
const none = { firewall: 'none' } as const
const markStates = [[web, six], [web], []].map((packets) => firewallMarks(packets, none))
const tunnel = { address: '192.0.2.9', mss: 1400 }
const clampStates = [[tunnel, { address: 'fd00::225', mss: 1380 }], [{ ...tunnel, mss: 1300 }], []].map((addresses) =>
  mssClamp(addresses, none),
)

describe.skipIf(whyNoLittleHost() !== null)('EL6, with stand-ins for chkconfig and service', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('el6')
    host.exec(el6Folders)
    for (const [name, reload] of Object.entries({
      able: 'reload) alive || exit 7 ;;',
      unable: '',
      bad: 'reload) exit 6 ;;',
      three: 'reload) exit 3 ;;',
    }))
      host.exec(
        `printf %s '${initScript.replaceAll("'", "'\\''").replace('RELOAD', reload)}' >/etc/init.d/${name}; chmod +x /etc/init.d/${name}`,
      )
  })
  afterAll(() => {
    host.exec('kill $(cat /run/lbprov-test/*.pid) 2>/dev/null || :')
    host.close()
  })

  const exec = async (commands: string) => host.exec(commands)
  const fingerprint = async () =>
    host.exec('ls -lR /etc/rc.d /etc/sysconfig; find /etc/sysconfig -type f -exec cksum {} +; ip -o addr')
  const apply = (resource: Resource, refresh: boolean) => {
    host.exec(': >/run/lbprov-test/said')
    host.exec(`set -e\n${declared(resource, el6).provider.apply(resource, { refresh }).text}`)
    return host.exec("grep -v '^status$' /run/lbprov-test/said || :").trim().split('\n').join(' ')
  }

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const about = { connect: () => host.connect(shell), fingerprint, exec, facts: el6 }

    conforms(
      {
        title: 'service',
        states: [
          service('able', { running: true, enabled: true }),
          service('able', { running: false, enabled: true }),
          service('able', { running: true, enabled: false }),
          service('able', { enabled: true }),
          service('able', { running: false, enabled: false }),
        ],
      },
      about,
    )
    conforms(
      { title: 'a service that is not there is off', states: [service('none', { running: false, enabled: false })] },
      about,
    )
    const mangle = {
      ...about,
      fingerprint: async () => (await fingerprint()) + host.exec('iptables -t mangle -S; ip6tables -t mangle -S'),
    }
    conforms({ title: 'firewall-marks', states: markStates }, mangle)
    conforms({ title: 'mss-clamp', states: clampStates }, mangle)
    conforms(
      {
        title: 'an IPv6 address',
        states: [
          address('2001:db8::9/128', { interface: 'lo', live: true, boot: true }),
          address('2001:db8::9/128', { interface: 'lo', live: true, boot: false }),
          address('2001:db8::9/128', null),
        ],
      },
      about,
    )
    conforms(
      {
        title: 'route',
        states: [defaultRoute({ via: '10.0.0.1' }), defaultRoute({ via: '10.0.0.2' }), defaultRoute(null)],
        setUp: () =>
          'ip link show em1 >/dev/null 2>&1 || { ip link add em1 type veth peer name em2; ip addr add 10.0.0.5/24 dev em1; ip link set em1 up; ip link set em2 up; }',
      },
      about,
    )
    conforms(
      {
        title: 'address',
        states: [
          address('10.99.0.1/32', { interface: 'lo', live: true, boot: true }),
          address('10.99.0.1/32', { interface: 'dummy0', live: true, boot: true }),
          address('10.99.0.1/32', { interface: 'lo', live: true, boot: false }),
          address('10.99.0.1/24', { interface: 'dummy0', live: true, boot: true }),
          address('10.99.0.1/32', null),
        ],
        setUp: () => 'ip link show dummy0 >/dev/null 2>&1 || ip link add dummy0 type veth peer name dummy1',
      },
      about,
    )
  })

  test('a change of what a service hangs on is a reload, where it can', () => {
    const told = (name: string, onRefresh: 'reload' | 'restart' = 'reload') =>
      apply(service(name, { running: true }, { onRefresh }), true)
    apply(service('able', { running: false }), false)
    expect(told('able')).toBe('start')
    expect(told('able')).toBe('reload')
    expect(told('able', 'restart')).toBe('restart')
    expect(told('unable')).toBe('start')
    expect(told('unable')).toBe('restart')
    expect(told('three')).toBe('start')
    expect(told('three'), 'LSB: 3 is a thing it cannot do').toBe('reload restart')
  })

  test('a reload that is refused fails, and does not become a restart', () => {
    const bad = service('bad', { running: true })
    expect(apply(bad, false)).toBe('start')
    expect(() => apply(bad, true)).toThrow()
    expect(host.exec('cat /run/lbprov-test/said')).not.toContain('restart')
  })

  test('a service without its configuration is not started: the step fails', () => {
    apply(service('able', { running: false }), false)
    host.exec('touch /run/lbprov-test/able.pid.unconfigured')
    expect(() => apply(service('able', { running: true }), false)).toThrow()
    host.exec('rm /run/lbprov-test/able.pid.unconfigured')
    expect(apply(service('able', { running: true }), false)).toBe('start')
  })

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))(
    'children without their parent, in %s',
    (_, shell) => {
      const daemon = service(orphan, { running: true }, { pidFile: `/run/lbprov-test/${orphan}.pid` })
      const running = async () => {
        const link = new Link(host.connect(shell), hostNamed('here').connection)
        const { observed } = await look(link, daemon, el6)
        await link.close()
        return observed?.running
      }
      const alive = () => host.exec(`cat /proc/[0-9]*/stat 2>/dev/null | grep -c " (${orphan}) [^Z]" || :`).trim()

      afterEach(() => void host.exec(`service ${orphan} stop || :`))

      test('do not count as the service: they are ended, and it is started', async () => {
        host.exec(orphanable)
        apply(daemon, false)
        await expect.poll(alive).toBe('3')
        expect(await running()).toBe('true')
        host.exec(`kill -KILL "$(cat /run/lbprov-test/${orphan}.pid)"`)
        await expect.poll(alive).toBe('2')
        expect(host.exec(`service ${orphan} status && echo running`)).toBe('running\n')
        expect(await running()).toBe('false')
        expect(apply(daemon, false)).toBe('start')
        await expect.poll(alive).toBe('3')
        expect(await running()).toBe('true')
        expect(apply(daemon, false)).toBe('')
        host.exec(`service ${orphan} stop`)
        await expect.poll(alive).toBe('0')
      })
    },
  )

  test('a stopped service that only hangs on something is left alone', () => {
    apply(service('able', { running: false }), false)
    expect(apply(service('able', { enabled: true }), true)).toBe('')
  })

  test('an alias file has a prefix of its own, and a label that fits', () => {
    apply(address('192.168.1.225/32', { interface: 'lo', live: true, boot: true }), false)
    const [file] = host.exec('ls /etc/sysconfig/network-scripts/ | grep lo:1').trim().split('\n')
    expect(host.exec(`cat /etc/sysconfig/network-scripts/${file}`)).toBe(
      `# Written by lbprov; edits are overwritten.\nDEVICE=lo:1hge19d\nIPADDR=192.168.1.225\nPREFIX=32\nNETMASK=255.255.255.255\nBROADCAST=192.168.1.225\nONBOOT=yes\nNO_ALIASROUTING=yes\n`,
    )
    expect(host.exec('ip -o addr show to 192.168.1.225')).toContain('scope global lo:')
  })

  test('an interface whose name leaves no room for a label is refused', () => {
    const long = address('192.168.1.225/32', { interface: 'bond0.100', boot: true })
    expect(() => apply(long, false)).toThrow('no label fits')
  })

  test('an address is brought in one way: by an alias of an interface, or by a script at the end of a tunnel', () => {
    const boot = () =>
      host.exec('ls /etc/sysconfig/network-scripts /etc/rc3.d | grep -e "^ifcfg-.*:" -e "^S11lbprov-" || :').trim()
    host.exec('rm -f /etc/sysconfig/network-scripts/ifcfg-*:* /etc/rc?.d/*lbprov-* /etc/init.d/lbprov-*')
    apply(address('192.168.1.9/32', { interface: 'lo', boot: true }), false)
    expect(boot()).toMatch(/^ifcfg-lo:\w+$/)
    apply(address('192.168.1.9/32', { interface: 'tunl0', boot: true }), false)
    expect(boot()).toBe('S11lbprov-address-192.168.1.9')
    apply(address('192.168.1.9/32', { interface: 'lo', boot: true }), false)
    expect(boot()).toMatch(/^ifcfg-lo:\w+$/)
    apply(address('192.168.1.9/32', { interface: 'tunl0', boot: true }), false)
    apply(address('192.168.1.9/32', null), false)
    expect(boot()).toBe('')
  })
})

describe.skipIf(whyNoLittleHost() !== null)('Debian without systemd, with its own update-rc.d and service', () => {
  const facts = { ...factsOf('debian12'), init: 'sysvinit' } as const
  const info =
    '### BEGIN INIT INFO\n# Provides: able\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n'
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost()
    host.exec(
      'rm -rf /etc/rc?.d /etc/init.d; mkdir -p /run/lbprov-test /etc/init.d /etc/rcS.d; for level in 0 1 2 3 4 5 6; do mkdir /etc/rc$level.d; done',
    )
    const script = initScript.replace('RELOAD', 'reload) alive || exit 7 ;;').replace('# chkconfig: - 86 14\n', info)
    host.exec(`printf %s '${script.replaceAll("'", "'\\''")}' >/etc/init.d/able; chmod +x /etc/init.d/able`)
  })
  afterAll(() => {
    host.exec('kill $(cat /run/lbprov-test/*.pid) 2>/dev/null || :')
    host.close()
  })

  test('the provider is that of init scripts', () =>
    expect(declared(service('able', { running: true }), facts).provider.name).toBe('update-rc.d and service'))

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) =>
    conforms(
      {
        title: 'service',
        states: [
          service('able', { running: true, enabled: true }),
          service('able', { running: false, enabled: true }),
          service('able', { running: true, enabled: false }),
          service('able', { running: false, enabled: false }),
        ],
      },
      {
        connect: () => host.connect(shell),
        fingerprint: async () => host.exec('ls -lR /etc/rc?.d /etc/init.d'),
        exec: async (commands: string) => host.exec(commands),
        facts,
      },
    ),
  )

  test('it is on where the machine boots into', () => {
    const apply = (enabled: boolean) =>
      host.exec(
        `set -e\n${declared(service('able', { enabled }), facts).provider.apply(service('able', { enabled }), { refresh: false }).text}`,
      )
    apply(true)
    expect(host.exec('ls /etc/rc2.d')).toMatch(/^S\d\dable$/m)
    apply(false)
    expect(host.exec('ls /etc/rc2.d')).toMatch(/^K\d\dable$/m)
  })

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const about = {
      connect: () => host.connect(shell),
      fingerprint: async () => host.exec('ls -lR /etc/rc?.d /etc/init.d; cksum /etc/init.d/*; ip -o addr; ip route'),
      facts,
    }
    beforeAll(() =>
      host.exec(
        'ip link add em1 type dummy 2>/dev/null || ip link add em1 type veth; ip addr add 10.0.0.5/24 dev em1; ip link set em1 up; echo >/etc/inittab',
      ),
    )
    afterAll(
      () => void host.exec('ip link del em1; rm -f /etc/init.d/lbprov-route*; update-rc.d lbprov-route-default remove'),
    )

    conforms(
      {
        title: 'address',
        states: [
          address('192.0.2.9/32', { interface: 'lo', live: true, boot: true }),
          address('192.0.2.9/32', { interface: 'em1', live: true, boot: true }),
          address('192.0.2.9/32', { interface: 'em1', boot: false }),
          address('192.0.2.9/32', null),
        ],
      },
      about,
    )
    conforms(
      {
        title: 'route',
        states: [defaultRoute({ via: '10.0.0.1' }), defaultRoute({ via: '10.0.0.2' }), defaultRoute(null)],
      },
      about,
    )
    const mangle = {
      ...about,
      fingerprint: async () => (await about.fingerprint()) + host.exec('iptables -t mangle -S; ip6tables -t mangle -S'),
    }
    conforms({ title: 'firewall-marks', states: markStates }, mangle)
    conforms({ title: 'mss-clamp', states: clampStates }, mangle)
  })

  const applied = (resource: Resource) =>
    host.exec(`set -e\n${declared(resource, facts).provider.apply(resource, { refresh: false }).text}`)

  test('what a boot starts brings the address; what it stops leaves it', () => {
    applied(address('192.0.2.9/32', { interface: 'lo', boot: true }))
    host.exec('ip addr del 192.0.2.9/32 dev lo 2>/dev/null; for script in /etc/rc2.d/S*lbprov*; do $script start; done')
    expect(host.exec('ip -o addr show to 192.0.2.9')).toContain('192.0.2.9/32')
    host.exec('for script in /etc/rc2.d/S*lbprov*; do $script stop; done')
    expect(host.exec('ip -o addr show to 192.0.2.9')).toContain('192.0.2.9/32')
    expect(host.exec('ls /etc/rc0.d /etc/rc1.d /etc/rc6.d')).not.toContain('lbprov')
  })

  test('/etc/sysctl.conf is read last, and its line is named', async () => {
    host.exec('mkdir -p /etc/sysctl.d; touch /etc/init.d/procps; echo "net.ipv4.ip_forward = 0" >/etc/sysctl.conf')
    const forward = sysctl('net.ipv4.ip_forward', { value: 1, live: false })
    expect(() => applied(forward)).toThrow(
      '/etc/sysctl.conf is read after /etc/sysctl.d/zz-lbprov.conf and says net.ipv4.ip_forward = 0',
    )
    host.exec('echo "net.ipv4.ip_forward = 0" >/etc/sysctl.d/50-own.conf; : >/etc/sysctl.conf')
    applied(forward)
    const link = new Link(host.connect(releaseShells[0]!), hostNamed('here').connection)
    expect((await look(link, forward, facts)).observed).toMatchObject({ boot: '1' })
    await link.close()
  })

  test('what a boot starts marks packets and clamps segments, whatever is in the chains', () => {
    applied(markStates[0]!)
    applied(clampStates[0]!)
    const rules = () => host.exec('iptables -t mangle -S; ip6tables -t mangle -S')
    const whole = rules()
    expect(whole).toContain(
      '-A lbprov-marks -d fd00::225/128 -p udp -m udp --dport 80 -j MARK --set-xmark 0x6/0xffffffff',
    )
    expect(whole).toContain(
      '-A lbprov-mss -s 192.0.2.9/32 -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1400',
    )
    const boot =
      'for script in /etc/rc2.d/S*lbprov-firewall-marks /etc/rc2.d/S*lbprov-mss-clamp; do $script start; done'
    host.exec(`iptables -t mangle -F; iptables -t mangle -X; ${boot}`)
    expect(rules()).toBe(whole)
    host.exec(`iptables -t mangle -A lbprov-marks -j ACCEPT; ${boot}`)
    expect(rules()).toBe(whole)
    applied(markStates.at(-1)!)
    applied(clampStates.at(-1)!)
    expect(rules() + host.exec('ls /etc/init.d /etc/rc2.d')).not.toMatch(/lbprov-(?:m|firewall)/)
  })

  test('each resource of the roles has a provider', () => {
    const resources = [...resourcesOf('dir1', facts), ...resourcesOf('rs1', facts)]
    expect(resources.length).toBeGreaterThan(10)
    for (const resource of resources) expect(declared(resource, facts).provider.name).not.toContain('systemd')
  })
})
