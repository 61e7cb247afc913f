import { describe, expect, test } from 'vitest'
import { readAddresses, readSysctls } from '../../../../src/lvs/adopt/given-host.ts'

const shown = (text: string) =>
  readAddresses(text).map(({ interface: device, cidr, file }) => `${device} ${cidr.text}${file ? ' file' : ''}`)

describe('addresses', () => {
  test('of ip addr', () =>
    expect(
      shown(`1: lo: <LOOPBACK,UP> mtu 65536
    link/loopback 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
    inet 192.168.1.225/32 scope global lo:0
2: em1@if3: <UP>
    inet6 fe80::1/64 scope link
`),
    ).toEqual(['lo 127.0.0.1/8', 'lo 192.168.1.225/32', 'em1 fe80::1/64']))

  test('of ip -o addr', () =>
    expect(shown('1: lo    inet 10.0.0.9/32 scope global lo\\       valid_lft forever\n')).toEqual(['lo 10.0.0.9/32']))

  test('of ifcfg files, one after another; an alias of lo without a mask is a /8', () =>
    expect(
      shown(`# vip
DEVICE="lo:0"
IPADDR=192.168.1.225
ONBOOT=yes
DEVICE=lo:1
IPADDR='192.168.1.226'
NETMASK=255.255.255.255
DEVICE=em1:0
IPADDR=192.168.1.227
NETMASK=255.255.255.0
DEVICE=em1:1
IPADDR=192.168.1.228
PREFIX=27
`),
    ).toEqual([
      'lo 192.168.1.225/8 file',
      'lo 192.168.1.226/32 file',
      'em1 192.168.1.227/24 file',
      'em1 192.168.1.228/27 file',
    ]))
})

test('settings of sysctl -a', () =>
  expect([
    ...readSysctls('net.ipv4.conf.all.arp_ignore = 1\nsysctl: permission denied\nkernel.domainname = (none)\n'),
  ]).toEqual([
    ['net.ipv4.conf.all.arp_ignore', '1'],
    ['kernel.domainname', '(none)'],
  ]))
