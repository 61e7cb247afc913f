import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { address, kernelModule, sysctl } from '../../src/index.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { Resource } from '../../src/model/resource.ts'
import { declared, look } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

type Files = Readonly<Record<string, string>>

const [el6, el7, debian] = [factsOf('el6'), factsOf('el7'), factsOf('debian12')]
const vip = address('192.168.1.225/32', { interface: 'lo', live: true, boot: true })
const ignore = sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 })
const module = kernelModule('ip_vs_wrr')

const ownUnit = 'lbprov-address-192.168.1.225.service'
const ifcfg = '/etc/sysconfig/network-scripts/ifcfg-lo:0'
const alias = 'DEVICE=lo:0\nIPADDR=192.168.1.225\nNETMASK=255.255.255.255\nONBOOT=yes\n'
const enabled = { '/etc/rc.d/init.d/network': '', '/etc/rc3.d/S10network': '' }
const unit = '/etc/systemd/system/multi-user.target.wants/vip.service'
const interfaces = (text: string): Files => ({ '/etc/network/interfaces': `auto lo\niface lo inet loopback\n${text}` })
const setting = 'net.ipv4.conf.all.arp_ignore = 1\n'
const undoes = 'net.ipv4.conf.all.arp_ignore = 0\n'
const own = '/etc/sysctl.d/zz-lbprov.conf'
const ours = `# Written by lbprov; edits to its own keys are overwritten.\n${setting}`

/** The part of initscripts that sets sysctls at boot: 9.03.24 (EL6.2 has 9.03.27) is the first to read /etc/sysctl.d. */
const scripts = (version: string): Files => {
  const reads = ['sysctl -e -p /etc/sysctl.conf', ...(version > '9.03.23' ? ['for file in /etc/sysctl.d/* ; do'] : [])]
  return { '/etc/rc.d/rc.sysinit': '', '/etc/rc.d/init.d/functions': reads.join('\n') }
}
const lo0 = 'iface lo:0 inet static\n  address 192.168.1.225\n  netmask 255.255.255.255\n'

describe.skipIf(whyNoLittleHost() !== null)('what somebody else’s files do at boot', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost()
    host.exec('ip addr add 192.168.1.225/32 dev lo; mount -t tmpfs tmpfs /usr/local/lib')
  })
  afterAll(() => host.close())
  beforeEach(() => {
    host.exec(`
      rm -rf /etc/network /etc/sysconfig /etc/rc*.d /etc/rc.local /etc/sysctl.d /usr/local/lib/sysctl.d /etc/sysctl.conf /etc/systemd /etc/NetworkManager /etc/modules-load.d /etc/modules
      rm -rf /run/systemd
    `)
  })

  function place(files: Files, { init }: Facts): void {
    if (init === 'systemd') host.exec('mkdir -p /run/systemd/system')
    for (const [path, text] of Object.entries(files)) {
      host.exec(`mkdir -p "$(dirname '${path}')"; printf %s '${text.replaceAll("'", "'\\''")}' >'${path}'`)
      if (path.includes('rc.local') || path.endsWith('.modules')) host.exec(`chmod 0755 '${path}'`)
    }
  }

  async function boot(shell: readonly string[], resource: Resource, facts: Facts): Promise<string | undefined> {
    const link = new Link(host.connect(shell), hostNamed('here').connection)
    const { observed } = await look(link, resource, facts)
    await link.close()
    return observed?.boot
  }

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    test.each<readonly [string, Resource, Facts, Files, string | undefined]>([
      ['nothing', vip, debian, {}, undefined],
      ['a unit', vip, debian, { [unit]: '[Service]\nExecStart=/sbin/ip addr add 192.168.1.225/32 dev lo\n' }, 'true'],
      ['a unit for /8', vip, debian, { [unit]: 'ExecStart=/sbin/ip addr add 192.168.1.225/8 dev lo\n' }, undefined],
      ['a unit for lo2', vip, debian, { [unit]: 'ExecStart=/sbin/ip addr add 192.168.1.225/32 dev lo2\n' }, undefined],
      ['rc.local', vip, el7, { '/etc/rc.d/rc.local': 'ip address replace 192.168.1.225/32 dev lo;\n' }, 'true'],
      ['a comment', vip, el7, { '/etc/rc.d/rc.local': '# ip addr add 192.168.1.225/32 dev lo\n' }, undefined],
      ['ifupdown, a command', vip, debian, interfaces('  up ip addr add 192.168.1.225/32 dev $IFACE\n'), undefined],
      ['ifupdown, a command with lo', vip, debian, interfaces('  up ip addr add 192.168.1.225/32 dev lo\n'), 'true'],
      ['ifupdown, an alias', vip, debian, interfaces(`auto lo:0\n${lo0}`), 'true'],
      ['ifupdown, an alias that nobody brings up', vip, debian, interfaces(lo0), undefined],
      [
        'networkd',
        vip,
        debian,
        { '/etc/systemd/network/lo.network': '[Match]\nName=lo\n[Network]\nAddress=192.168.1.225/32\n' },
        'true',
      ],
      [
        'NetworkManager',
        vip,
        el7,
        { '/etc/NetworkManager/system-connections/lo.nmconnection': 'interface-name=lo\naddress1=192.168.1.225/32\n' },
        'true',
      ],
      ['network-scripts', vip, el7, { ...enabled, [ifcfg]: alias }, 'true'],
      ['network-scripts of EL6', vip, el6, { ...enabled, [ifcfg]: alias }, 'true'],
      ['network-scripts that nobody runs', vip, el7, { [ifcfg]: alias }, undefined],
      ['network-scripts, not at boot', vip, el6, { ...enabled, [ifcfg]: alias.replace('yes', 'no') }, undefined],
      [
        'network-scripts, without a mask',
        vip,
        el6,
        { ...enabled, [ifcfg]: alias.replace(/NETMASK.*\n/, '') },
        undefined,
      ],
      ['a setting', ignore, debian, { '/etc/sysctl.d/90-lvs.conf': 'net.ipv4.conf.all.arp_ignore=1\n' }, '1'],
      [
        'a setting in the other notation',
        ignore,
        debian,
        { '/etc/sysctl.d/9.conf': ' -net/ipv4/conf/all/arp_ignore =  1 \n' },
        '1',
      ],
      [
        'two that differ',
        ignore,
        debian,
        { '/etc/sysctl.d/9.conf': 'net.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_ignore = 2\n' },
        '2, as /etc/sysctl.d/9.conf says',
      ],
      [
        'a later file that undoes ours',
        ignore,
        debian,
        { [own]: ours, '/etc/sysctl.d/zzz.conf': 'net/ipv4/conf/all/arp_ignore=0\n' },
        '0, as /etc/sysctl.d/zzz.conf says',
      ],
      [
        'a later file of a package that undoes ours',
        ignore,
        debian,
        { [own]: ours, '/usr/local/lib/sysctl.d/zzz.conf': 'net.ipv4.conf.all.arp_ignore = 0\n' },
        '0, as /usr/local/lib/sysctl.d/zzz.conf says',
      ],
      [
        'a later file that the administrator has masked',
        ignore,
        debian,
        {
          [own]: ours,
          '/usr/local/lib/sysctl.d/zzz.conf': 'net.ipv4.conf.all.arp_ignore = 0\n',
          '/etc/sysctl.d/zzz.conf': '',
        },
        '1',
      ],
      ['an earlier file', ignore, debian, { [own]: ours, '/etc/sysctl.d/zy.conf': undoes }, '1'],
      ['a pattern', ignore, debian, { [own]: ours, '/etc/sysctl.d/zzz.conf': 'net.ipv4.conf.*.arp_ignore = 0\n' }, '1'],
      [
        'a later file of EL6',
        ignore,
        el6,
        { ...scripts('9.03.27'), [own]: ours, '/etc/sysctl.d/zzz': undoes },
        '0, as /etc/sysctl.d/zzz says',
      ],
      [
        'sysctl.conf of EL6, which goes first',
        ignore,
        el6,
        { ...scripts('9.03.27'), [own]: ours, '/etc/sysctl.conf': undoes },
        '1',
      ],
      [
        'sysctl.conf of EL6.1, below ours',
        ignore,
        el6,
        { ...scripts('9.03.23'), '/etc/sysctl.conf': `${ours}${undoes}` },
        '0',
      ],
      ['what a package sets', ignore, debian, { '/usr/local/lib/sysctl.d/9.conf': setting }, undefined],
      [
        'another setting',
        ignore,
        debian,
        { '/etc/sysctl.d/9.conf': '# net.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_ignore2 = 1\n' },
        undefined,
      ],
      [
        'sysctl.conf that systemd does not read',
        ignore,
        debian,
        { '/etc/sysctl.conf': 'net.ipv4.conf.all.arp_ignore = 1\n' },
        undefined,
      ],
      ['sysctl.conf of EL6', ignore, el6, { '/etc/sysctl.conf': 'net.ipv4.conf.all.arp_ignore = 1\n' }, '1'],
      ['sysctl.d of EL6', ignore, el6, { ...scripts('9.03.27'), '/etc/sysctl.d/9.conf': setting }, '1'],
      ['sysctl.d of EL6.1', ignore, el6, { ...scripts('9.03.23'), '/etc/sysctl.d/9.conf': setting }, undefined],
      ['sysctl.conf of EL6.1', ignore, el6, { ...scripts('9.03.23'), '/etc/sysctl.conf': setting }, '1'],
      ['what rpm has put aside', ignore, el6, { '/etc/sysctl.d/9.conf.rpmsave': setting }, undefined],
      ['/etc/modules, which no link leads to', module, debian, { '/etc/modules': 'ip_vs_wrr\n' }, undefined],
      ['a module', module, debian, { '/etc/modules-load.d/lvs.conf': 'ip_vs\nip-vs_wrr\n' }, 'true'],
      ['another module', module, debian, { '/etc/modules-load.d/lvs.conf': 'ip_vs\n#ip_vs_wrr\n' }, undefined],
      [
        'a module on EL6',
        module,
        el6,
        { '/etc/sysconfig/modules/lvs.modules': '#!/bin/sh\nmodprobe ip_vs\n/sbin/modprobe -q ip_vs_wrr\n' },
        'true',
      ],
      [
        'another module on EL6',
        module,
        el6,
        { '/etc/sysconfig/modules/lvs.modules': '#!/bin/sh\nmodprobe ip_vs_wrr2\n' },
        undefined,
      ],
    ])('%s', async (_title, resource, facts, files, expected) => {
      place(files, facts)
      expect(await boot(shell, resource, facts)).toBe(expected)
    })

    const apply = (resource: Resource) =>
      host.exec(`set -e\n${declared(resource, el6).provider.apply(resource, { refresh: false }).text}`)
    const boots = [1, 2].map((value) => sysctl('net.ipv4.conf.all.arp_ignore', { value, live: false }))

    test('EL6.1 reads no sysctl.d: settings go into /etc/sysctl.conf, behind what the administrator has there', async () => {
      place({ ...scripts('9.03.23'), '/etc/sysctl.conf': `net.ipv4.ip_forward = 0\n${setting}# end` }, el6)
      for (const one of [...boots, sysctl('net.ipv4.ip_forward', { value: 1, live: false })]) {
        apply(one)
        expect(await boot(shell, one, el6)).toBe(one.desired?.boot)
      }
      const own = '# Written by lbprov; edits to its own keys are overwritten.'
      const text = `net.ipv4.ip_forward = 0\n${setting}# end\n${own}\n`
      const conf = () => host.exec('cat /etc/sysctl.conf; ls /etc/sysctl.d')
      expect(conf()).toBe(`${text}net.ipv4.conf.all.arp_ignore = 2\nnet.ipv4.ip_forward = 1\n`)
      apply(sysctl('net.ipv4.ip_forward', null))
      expect(conf()).toBe(`${text}net.ipv4.conf.all.arp_ignore = 2\n`)
    })

    test('where a later file undoes ours, ours gets a later name, as late as it takes', async () => {
      place({ [own]: ours, '/etc/sysctl.d/zzz-site.conf': undoes, '/etc/sysctl.d/zz-site.conf': undoes }, debian)
      apply(ignore)
      expect(await boot(shell, ignore, debian)).toBe('1')
      expect(host.exec('ls /etc/sysctl.d')).toBe('zz-site.conf\nzzz-site.conf\nzzzz-lbprov.conf\n')
      apply(sysctl('net.ipv4.conf.all.arp_ignore', null))
      expect(host.exec('ls /etc/sysctl.d')).toBe('zz-site.conf\nzzz-site.conf\n')
    })

    test('where no name is late enough, the file that undoes ours is named', () => {
      place({ '/etc/sysctl.d/~site.conf': undoes }, debian)
      expect(() => apply(ignore)).toThrow(/~site.conf is read after .*: take that line out/)
    })

    test('a drop-in that changes our unit is named, and is gone once it is written anew', async () => {
      place({ '/usr/local/sbin/systemctl': '#!/bin/sh\n' }, debian)
      host.exec('chmod 0755 /usr/local/sbin/systemctl; mkdir -p /etc/systemd/system')
      const units = '/etc/systemd/system'
      const atBoot = address('192.168.1.225/32', { interface: 'lo', boot: true })
      const { text } = declared(atBoot, debian).provider.apply(atBoot, { refresh: false })
      host.exec(
        `set -e\n${text}\nmkdir -p ${units}/multi-user.target.wants; ln -s .. ${units}/multi-user.target.wants/${ownUnit}`,
      )
      expect(await boot(shell, atBoot, debian)).toBe('true')
      for (const folder of [`${ownUnit}.d`, 'lbprov-.service.d']) {
        place({ [`${units}/${folder}/x.conf`]: '[Service]\nExecStart=\n' }, debian)
        expect(await boot(shell, atBoot, debian)).toBe(`differently, as ${units}/${folder}/x.conf says`)
        host.exec(`set -e\n${text}`)
        expect(await boot(shell, atBoot, debian)).toBe('true')
      }
      host.exec('rm /usr/local/sbin/systemctl')
    })

    test('an alias file that no service reads does not count, and is not written', async () => {
      place(enabled, el6)
      const atBoot = address('192.168.1.225/32', { interface: 'lo', boot: true })
      host.exec('mkdir -p /etc/sysconfig/network-scripts')
      apply(atBoot)
      expect(await boot(shell, atBoot, el6)).toBe('true')
      host.exec('rm /etc/rc3.d/S10network')
      expect(await boot(shell, atBoot, el6)).toBe('differently')
      expect(() => apply(atBoot)).toThrow('chkconfig network on')
    })

    test('a link to sysctl.conf is read, and one to /etc/modules', async () => {
      place({ '/etc/sysctl.conf': 'net.ipv4.conf.all.arp_ignore = 1\n', '/etc/sysctl.d/README': '' }, debian)
      host.exec('ln -s ../sysctl.conf /etc/sysctl.d/99-sysctl.conf')
      expect(await boot(shell, ignore, debian)).toBe('1')
      place({ '/etc/modules': 'ip_vs_wrr\n', '/etc/modules-load.d/README': '' }, debian)
      host.exec('ln -s ../modules /etc/modules-load.d/modules.conf')
      expect(await boot(shell, module, debian)).toBe('true')
    })
  })
})
