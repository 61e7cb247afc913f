import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { address, kernelModule, sysctl } from '../../src/index.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { Resource } from '../../src/model/resource.ts'
import { look } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

type Files = Readonly<Record<string, string>>

const [el6, el7, debian] = [factsOf('el6'), factsOf('el7'), factsOf('debian12')]
const vip = address('192.168.1.225/32', { interface: 'lo', live: true, boot: true })
const ignore = sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 })
const module = kernelModule('ip_vs_wrr')

const ifcfg = '/etc/sysconfig/network-scripts/ifcfg-lo:0'
const alias = 'DEVICE=lo:0\nIPADDR=192.168.1.225\nNETMASK=255.255.255.255\nONBOOT=yes\n'
const enabled = { '/etc/rc.d/init.d/network': '', '/etc/rc3.d/S10network': '' }
const unit = '/etc/systemd/system/multi-user.target.wants/vip.service'
const interfaces = (text: string): Files => ({ '/etc/network/interfaces': `auto lo\niface lo inet loopback\n${text}` })
const lo0 = 'iface lo:0 inet static\n  address 192.168.1.225\n  netmask 255.255.255.255\n'

describe.skipIf(whyNoLittleHost() !== null)('what somebody else’s files do at boot', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost()
    host.exec('ip addr add 192.168.1.225/32 dev lo')
  })
  afterAll(() => host.close())
  beforeEach(() => {
    host.exec(`
      rm -rf /etc/network /etc/sysconfig /etc/rc*.d /etc/rc.local /etc/sysctl.d /etc/sysctl.conf /etc/systemd /etc/NetworkManager /etc/modules-load.d /etc/modules
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
        'differently',
      ],
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

    test('a link to sysctl.conf is read', async () => {
      place({ '/etc/sysctl.conf': 'net.ipv4.conf.all.arp_ignore = 1\n', '/etc/sysctl.d/README': '' }, debian)
      host.exec('ln -s ../sysctl.conf /etc/sysctl.d/99-sysctl.conf')
      expect(await boot(shell, ignore, debian)).toBe('1')
    })
  })
})
