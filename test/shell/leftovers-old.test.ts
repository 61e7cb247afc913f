import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { address, kernelModule, service, sysctl } from '../../src/index.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { Owned } from '../../src/model/owned.ts'
import type { Resource } from '../../src/model/resource.ts'
import { declared, look } from '../support/conformance.ts'
import { el6Folders } from '../support/el6-folders.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el6 = factsOf('el6')
const vip = '10.99.0.1/32'

describe.skipIf(whyNoLittleHost() !== null)(
  'what is left over on EL6, with stand-ins for chkconfig, service and modprobe',
  () => {
    let host: LittleHost

    beforeAll(async () => {
      host = await startLittleHost('el6')
      host.exec(el6Folders)
      host.exec(`
      printf '#!/bin/sh\\n# chkconfig: - 86 14\\ncase $1 in start) : >/run/lbprov-test/daemon ;; stop) rm -f /run/lbprov-test/daemon ;; status) [ -e /run/lbprov-test/daemon ] ;; esac\\n' >/etc/init.d/daemon
      chmod +x /etc/init.d/daemon; chkconfig daemon off
      printf '#!/bin/sh\\necho "$*" >>/run/lbprov-test/modprobe\\n' >/usr/local/sbin/modprobe; chmod +x /usr/local/sbin/modprobe
      rm -f /etc/sysctl.d/*; printf 'net.ipv4.ip_forward = 0\\n' >/etc/sysctl.conf; : >/etc/rc.d/rc.sysinit
      ip link add em1 type dummy 2>/dev/null || ip link add em1 type veth; ip link set em1 up
    `)
    })
    afterAll(() => host.close())

    const state = () =>
      host.exec(
        'find /etc/rc.d /etc/sysconfig /etc/sysctl.conf /etc/sysctl.d -ls -type f -exec cksum {} + | sed "s/^ *[0-9]* *[0-9]* //; s/[A-Z][a-z][a-z] [0-9 ]* [0-9:]* //"; ip -o addr; ls /run/lbprov-test; cat /proc/sys/net/ipv4/conf/all/arp_ignore',
      )
    const act = (resource: Resource, facts: Facts, shell: readonly string[]) => {
      const { text } = declared(resource, facts).provider.apply(resource, { refresh: false })
      const commands = `set -e; put() { :; }\n${text}`
      return host.exec(`${shell.slice(0, -1).join(' ')} -c '${commands.replaceAll("'", "'\\''")}'`)
    }

    async function lookAt(resource: Resource) {
      const link = new Link(host.connect(['dash', '-s']), hostNamed('here').connection)
      return look(link, resource, el6).finally(() => link.close())
    }

    /** What takes it away, once a run has made it. */
    async function leftOf(resource: Resource): Promise<Resource> {
      const { kind, name } = resource
      const { observed } = await lookAt(resource)
      const kept = kind.leftovers!.keep?.(resource, { observed, kept: undefined }) ?? ''
      const owned: Owned = { site: 's', host: 'h', kind: kind.name, name, origin: 'made', kept }
      return kind.leftovers!.take(owned, { purge: false }) as Resource
    }

    describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
      test.each([
        ['an address on lo', address(vip, { interface: 'lo', live: true, boot: true })],
        ['an address on an interface', address(vip, { interface: 'em1', live: true, boot: true })],
        ['a service', service('daemon', { running: true, enabled: true })],
        ['a setting', sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 })],
        ['a module', kernelModule('lbprov_none')],
      ])('%s goes without a trace', async (title, resource) => {
        const before = state()
        const left = await leftOf(resource)
        act(resource, el6, shell)
        expect(state(), title).not.toBe(before)
        expect((await lookAt(left)).observed).not.toBeNull()
        act(left, el6, shell)
        host.exec('rm -f /run/lbprov-test/modprobe; sed -i "/^# Written by lbprov/d" /etc/sysctl.conf')
        expect(state()).toBe(before.replace('modprobe\n', ''))
      })

      test('a real server that becomes a director does not keep the address on lo', () => {
        const before = state()
        act(address(vip, { interface: 'lo', live: true, boot: true }), el6, shell)
        act(address(vip, null), el6, shell)
        expect(state()).toBe(before)
      })
    })
  },
)
