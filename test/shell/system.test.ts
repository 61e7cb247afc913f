import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorizedKey, hostname, selinux, sudoers, user } from '../../src/index.ts'
import type { Resource } from '../../src/model/resource.ts'
import { conforms, declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { has, isRoot } from '../support/tools.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el6 = factsOf('el6')
const el9 = factsOf('el9')
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6 me@here'

describe.skipIf(whyNoLittleHost() !== null)('users, names and booleans on a little host', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('selinux')
    host.exec(`
      mkdir -p /etc/sysconfig /etc/selinux/targeted/active
      printf 'NETWORKING=yes\\nHOSTNAME=old\\nGATEWAY=192.168.1.1\\n' >/etc/sysconfig/network
      mount -t tmpfs tmpfs /sys/fs; mkdir -p /sys/fs/selinux/booleans; printf '0 0' >/sys/fs/selinux/booleans/keepalived_connect_any
    `)
  })
  afterAll(() => host.close())

  const exec = async (commands: string) => host.exec(commands)
  const fingerprint = async () =>
    host.exec(
      'uname -n; cat /etc/passwd /etc/group /etc/hostname /etc/sysconfig/network; find /home /etc/sudoers.d /etc/selinux /sys/fs/selinux -ls -type f -exec cksum {} +',
    )
  const apply = (resource: Resource) =>
    host.exec(`set -e\n${declared(resource, el9).provider.apply(resource, { refresh: false }).text}`)

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const about = { connect: () => host.connect(shell), fingerprint, exec, facts: el9 }
    const names = [hostname('lb1.example.org'), hostname('lb2')]

    describe.skipIf(!isRoot)('as root', () => {
      conforms({ title: 'hostname', states: names }, about)
      conforms({ title: 'hostname on EL6', states: names }, { ...about, facts: el6 })
      conforms(
        {
          title: 'user',
          states: [
            user('lbprov1', { shell: '/bin/sh', groups: ['adm', 'daemon'] }),
            user('lbprov1', null),
            user('lbprov1', { shell: '/usr/sbin/nologin', home: '/home/elsewhere' }),
          ],
        },
        about,
      )
      conforms(
        {
          title: 'user of the system',
          states: [user('lbprov2', { system: true, shell: '/bin/false' }), user('lbprov2', null)],
        },
        about,
      )
      conforms(
        {
          title: 'authorized-key',
          states: [
            authorizedKey('lbprov3', key),
            authorizedKey('lbprov3', `from="192.168.1.1" ${key}`),
            authorizedKey('lbprov3', key, null),
          ],
          setUp: () => 'id lbprov3 >/dev/null 2>&1 || useradd -m lbprov3',
        },
        about,
      )
    })

    conforms(
      {
        title: 'selinux (stand-in for setsebool)',
        states: [selinux('keepalived_connect_any', { on: true }), selinux('keepalived_connect_any', { on: false })],
      },
      about,
    )
    conforms(
      { title: 'selinux where there is none', states: [selinux('x', { on: true })] },
      { ...about, facts: factsOf('debian12') },
    )
    describe.skipIf(!has('visudo'))('with visudo', () => {
      conforms(
        { title: 'sudoers', states: [sudoers('lbprov', 'nobody ALL=(ALL) NOPASSWD: ALL'), sudoers('lbprov', null)] },
        about,
      )
    })
  })

  test('EL6: the other settings of the network file stay', () => {
    expect(host.exec('grep -v HOSTNAME /etc/sysconfig/network')).toBe('NETWORKING=yes\nGATEWAY=192.168.1.1\n')
  })

  test.skipIf(!isRoot)('keys are the user’s alone, beside those that were there, and no link is followed', () => {
    host.exec(
      'useradd -m lbprov4; mkdir ~lbprov4/.ssh; echo "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB other" >~lbprov4/.ssh/authorized_keys',
    )
    apply(authorizedKey('lbprov4', key))
    expect(host.exec('cat ~lbprov4/.ssh/authorized_keys; stat -c "%a %U %G" ~lbprov4/.ssh/authorized_keys')).toBe(
      `ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB other\n${key}\n600 lbprov4 lbprov4\n`,
    )
    host.exec('rm -r ~lbprov4/.ssh; ln -s /etc ~lbprov4/.ssh')
    expect(() => apply(authorizedKey('lbprov4', key))).toThrow('is a link')
    expect(() => apply(authorizedKey('nobody-here', key))).toThrow('there is no user')
  })

  test.skipIf(!has('visudo'))('a bad rule never goes live', () => {
    expect(() => apply(sudoers('worse', 'nobody ALL=('))).toThrow('refused')
    expect(host.exec('ls -A /etc/sudoers.d')).not.toContain('worse')
  })
})
