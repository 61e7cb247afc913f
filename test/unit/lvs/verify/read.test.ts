import { expect, test } from 'vitest'
import { advertCounts, advertSenders, readSyncDaemons, readTraffic } from '../../../../src/lvs/verify/counts.ts'
import { promotedConf } from '../../../../src/lvs/verify/promotion.ts'
import { socketOf } from '../../../../src/lvs/verify/sockets.ts'

/** keepalived.stats of 2.2.7, shortened. */
const stats = (sent: number, received: number, failure: number) => `VRRP Instance: VI_1
  Advertisements:
    Received: ${received}
    Sent: ${sent}
  Became master: 1
  Released master: 0
  Packet Errors:
    Length: 0
  Authentication Errors:
    Invalid Type: 0
    Failure: ${failure}
  Priority Zero:
    Received: 7
    Sent: 9
`

test('adverts that came between two dumps', () => {
  const counts = advertCounts(stats(10, 3, 1), stats(14, 3, 3))
  expect(counts.get('VI_1')).toEqual({
    sent: 4,
    received: 0,
    refused: new Map([['Authentication Errors: Failure', 2]]),
  })
})

test('who sends which id, as tcpdump says', () => {
  const lines = `12:00:00.1 IP 192.168.1.220 > 224.0.0.18: VRRPv2, Advertisement, vrid 51, prio 100, authtype simple, intvl 1s, length 20
12:00:00.2 IP 192.168.1.9 > 224.0.0.18: VRRPv2, Advertisement, vrid 51, prio 50, authtype simple, intvl 1s, length 20
12:00:00.2 IP 192.168.1.221 > 224.0.0.18: AH(spi=0xc0a801dd,seq=0xb,icv=0xce1a75a85a8a28c8710edefc): VRRPv2, Advertisement, vrid 61, prio 100, authtype ah, intvl 1s, length 20
12:00:00.3 IP6 fe80::1 > ff02::12: ip-proto-112 VRRPv3, Advertisement, vrid 7, prio 100, length 24`
  expect(advertSenders(lines)).toEqual(
    new Map([
      [51, ['192.168.1.220', '192.168.1.9']],
      [61, ['192.168.1.221']],
      [7, ['fe80::1']],
    ]),
  )
})

test('counters of the table', () => {
  const text = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
  -> RemoteAddress:Port
TCP  192.168.1.225:80                  100      500        0    30000        0
  -> 192.168.1.222:80                   50      250        0    15000        0
FWM  5 IPv6                              1        2        3        4        5
  -> [2001:db8::1]:0                     1        2        3        4        5`
  expect([...readTraffic(text)]).toEqual([
    ['-t 192.168.1.225:80', { connections: 100, packetsIn: 500, packetsOut: 0 }],
    ['-t 192.168.1.225:80 -r 192.168.1.222:80', { connections: 50, packetsIn: 250, packetsOut: 0 }],
    ['-f 5 -6', { connections: 1, packetsIn: 2, packetsOut: 3 }],
    ['-f 5 -6 -r [2001:db8::1]:0', { connections: 1, packetsIn: 2, packetsOut: 3 }],
  ])
})

test('daemons that synchronise connections, as ipvsadm 1.26 and 1.31 tell them', () => {
  expect(readSyncDaemons('backup sync daemon (mcast=em1, syncid=51)\n')).toEqual([
    { state: 'backup', interface: 'em1', syncid: 51 },
  ])
  const newer = 'master sync daemon (mcast=vrrp.51, syncid=7, maxlen=1464, group=224.0.0.81, port=8848, ttl=1)'
  expect(readSyncDaemons(newer)).toEqual([{ state: 'master', interface: 'vrrp.51', syncid: 7 }])
  expect(readSyncDaemons('')).toEqual([])
})

test.each([
  ['E101A8C0:0050', '192.168.1.225:80'],
  ['00000000:0016', '0.0.0.0:22'],
  ['00000000000000000000000000000000:0050', '[::]:80'],
  ['0000000000000000FFFF0000E101A8C0:0050', '192.168.1.225:80'],
  ['B80D0120000000000000000001000000:01BB', '[2001:db8::1]:443'],
  ['nonsense', null],
])('socket %s is %s', (text, socket) => expect(socketOf(text)).toBe(socket))

test('a promoted configuration has the priority, and nothing that keeps it back', () => {
  const conf = 'vrrp_instance VI_1 {\n    priority 98\n    advert_int 1\n    nopreempt\n    preempt_delay 5\n}\n'
  expect(promotedConf(conf, 101)).toBe('vrrp_instance VI_1 {\n    priority 101\n    advert_int 1\n}\n')
})
