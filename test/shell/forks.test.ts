import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Declaration } from '../../src/engine/resolve.ts'
import { factsScript, probeScript } from '../../src/engine/scripts.ts'
import { parted } from '../../src/shell/frames.ts'
import type { Script } from '../../src/shell/script.ts'
import { declared } from '../support/conformance.ts'
import { exampleRoles, resourcesOf } from '../support/example-roles.ts'
import { counted } from '../support/forks.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

/** All that the site's roles want of a host. */
function declarationsOf(name: string, release: string): Declaration[] {
  const facts = factsOf(release)
  return resourcesOf(name, facts).map((resource) => declared(resource, facts))
}

/** Says this of each package, after its name where that is asked for, too. */
function packages(status: string): string {
  return `
    case $* in *"{Package}"* | *"{NAME}"*) tab="\t" ;; esac
    while [ "$1" != -- ]; do shift; done
    shift
    for name; do echo "\${tab:+$name$tab}${status}"; done`
}

/** Programs that a converged host has, each a single process that answers as it would. */
const programs: Readonly<Record<string, string>> = {
  'dpkg-query': packages('install ok installed 1:2.2.7-1'),
  rpm: packages('2.2.7-1'),
  systemctl: `
    case $1 in show)
      while [ "$1" != -- ]; do shift; done
      shift
      for unit; do echo LoadState=loaded; echo ActiveState=active; echo UnitFileState=enabled; echo StateChangeTimestampMonotonic=1; echo; done ;;
    enable) ln -sf "/etc/systemd/system/$3" /etc/systemd/system/multi-user.target.wants ;;
    esac`,
  ipvsadm:
    'echo "-A -t 192.168.1.225:80 -s wrr"; for n in 222 223 224; do echo "-a -t 192.168.1.225:80 -r 192.168.1.$n:80 -g -w 1"; done',
  service: 'exit 0',
  modprobe: 'exit 0',
  keepalived: 'echo "Keepalived v2.2.7 (01/16,2022)"',
}

describe.skipIf(whyNoLittleHost() !== null)('processes started by a no-op run of the site', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost()
    for (const [name, answer] of Object.entries(programs))
      host.exec(`cd /usr/local/sbin; printf '#!/bin/sh\\n%s\\n' '${answer}' >${name}; chmod +x ${name}`)
    host.exec(
      'mkdir -p /run/systemd/system /etc/keepalived /etc/sysctl.d /etc/modules-load.d /etc/sysconfig/modules /etc/sysconfig/network-scripts /etc/systemd/system/multi-user.target.wants /etc/init.d /etc/rc3.d; : >/etc/init.d/keepalived; : >/etc/rc3.d/S10network',
    )
    host.exec('mount -t tmpfs tmpfs /sys/module; mkdir /sys/module/ip_vs /sys/module/ip_vs_wrr')
    host.exec('ip link add em1 type dummy 2>/dev/null || ip link add em1 type bridge; ip link set em1 up')
  })
  afterAll(() => host.close())

  function forks(shell: string, script: Script): number {
    const { forks, stdout } = counted(host, shell, script)
    expect(stdout.toString()).toContain(' end\n')
    return forks
  }

  /** Writes what the resources want in files, so that the probes find it. */
  function settle(declarations: readonly Declaration[]): void {
    const kinds = ['file', 'line', 'sysctl', 'directory', 'kernel-module', 'address']
    for (const { resource, provider } of declarations) {
      if (!kinds.includes(resource.kind.name)) continue
      // Addresses, and what only a kernel with ip_vs has, are set at boot alone.
      const { live, ...atBoot } = { live: null, ...resource.desired }
      const desired = /^(net[.]ipv4[.]vs[.]|[0-9])/.test(resource.name) ? resource.desired && atBoot : resource.desired
      const untested = { ...resource, desired, options: { ...(resource.options as object), validate: undefined } }
      host.exec(`set -e\n${provider.apply(untested, { refresh: false }).text}`)
    }
  }

  // What may not grow: a process costs 25 ms on small and old hosts.
  test.each([
    ['debian12', 'dash -s', 15],
    ['el9', 'bash --posix -s', 15],
    ['el6', 'bash --posix -s', 16],
  ])('%s', (release, shell, most) => {
    for (const name of Object.keys(exampleRoles)) {
      const declarations = declarationsOf(name, release)
      settle(declarations)
      const facts = forks(shell, factsScript('TOKEN'))
      const probe = forks(shell, probeScript('TOKEN', declarations))
      expect(facts + probe, name).toBeLessThanOrEqual(most)
    }
  })
})

// What goes to a host in a run that changes nothing: facts and probe, in one shell, without the lock. Bytes cost the way and the shell that reads them.
test.each([
  ['rs1', 'debian12', 10_700],
  ['rs1', 'el6', 12_900],
  ['dir1', 'debian12', 18_000],
  ['dir1', 'el9', 19_600],
  ['dir1', 'el6', 20_600],
])('what is sent to %s, %s', (name, release, most) => {
  const probe = probeScript('TOKEN', declarationsOf(name, release)).text
  const { length } = factsScript('TOKEN').text + parted(probe).rest
  expect(length).toBeLessThanOrEqual(most)
})
