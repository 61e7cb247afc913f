import { describe, expect, it } from 'vitest'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { tableDrift } from '../../../src/lvs/table/drift.ts'
import { compareTables, ipvsadmRules, parseIpvsadm } from '../../../src/lvs/table/ipvsadm.ts'
import { changed, exampleInventory, exampleVars } from './support/site.ts'

const rulesOf = (vars = exampleVars()) =>
  ipvsadmRules(resolveCluster(vars as ClusterData, exampleInventory(vars)).cluster)
const example = rulesOf().join('\n')

describe('ipvsadmRules', () => {
  it('are the lines that ipvsadm -Sn prints', () => {
    expect(rulesOf()).toEqual([
      '-A -t 192.168.1.225:80 -s wrr',
      '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 1',
      '-a -t 192.168.1.225:80 -r 192.168.1.223:80 -g -w 1',
    ])
  })

  it('have persistence, protocol, firewall marks and IPv6 as ipvsadm writes them', () => {
    const service = { real_servers: [{ address: '2001:db8::2', weight: 2, lb_kind: 'TUN' }] }
    const vars = {
      virtual_servers: [
        { ...service, address: '2001:db8::1', port: 53, protocol: 'UDP', persistence_timeout: 50 },
        {
          ...service,
          fwmark: 5,
          lb_algo: 'rr',
          lb_kind: 'NAT',
          persistence_timeout: 60,
          persistence_granularity: '64',
        },
      ],
    }
    expect(rulesOf(vars)).toEqual([
      '-A -u [2001:db8::1]:53 -s wrr -p 50',
      '-a -u [2001:db8::1]:53 -r [2001:db8::2]:53 -i -w 2',
      '-A -f 5 -6 -s rr -p 60 -M 64',
      '-a -f 5 -6 -r [2001:db8::2]:0 -i -w 2',
    ])
  })
})

describe('every word', () => {
  const vars = {
    virtual_server_groups: { web: [{ address: '192.168.1.225-226', port: 80 }] },
    virtual_servers: [
      { group: 'web', lb_algo: 'sh', 'sh-port': true, 'sh-fallback': true, real_servers: ['rs1'] },
      { address: '192.168.1.225', port: 9, protocol: 'SCTP', lb_algo: 'mh', 'mh-port': true, real_servers: ['rs1'] },
      {
        address: '192.168.1.225',
        port: 5060,
        protocol: 'UDP',
        lb_algo: 'rr',
        ops: true,
        persistence_timeout: 60,
        persistence_granularity: '255.255.255.0',
        persistence_engine: 'sip',
        real_servers: [{ host: 'rs1', uthreshold: 100, lthreshold: 80, lb_kind: 'NAT', port: 5061 }],
      },
    ],
  }
  const lines = [
    '-A -t 192.168.1.225:80 -s sh -b sh-port,sh-fallback',
    '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 1',
    '-A -t 192.168.1.226:80 -s sh -b sh-port,sh-fallback',
    '-a -t 192.168.1.226:80 -r 192.168.1.222:80 -g -w 1',
    '-A --sctp-service 192.168.1.225:9 -s mh -b mh-port',
    '-a --sctp-service 192.168.1.225:9 -r 192.168.1.222:9 -g -w 1',
    '-A -u 192.168.1.225:5060 -s rr -p 60 -M 255.255.255.0 --pe sip -o',
    '-a -u 192.168.1.225:5060 -r 192.168.1.222:5061 -m -w 1 -x 100 -y 80',
  ]

  it('is written', () => expect(rulesOf(vars)).toEqual(lines))

  it('knows a plain tunnel, of which 1.31 says so', () => {
    const [before, now] = ['-i -w 1', '-i -w 1 --tun-type ipip'].map((how) =>
      parseIpvsadm(`-A -t 192.0.2.1:80 -s rr\n-a -t 192.0.2.1:80 -r 192.0.2.2:80 ${how}`),
    )
    expect(compareTables(before!, now!)).toEqual([])
  })

  it('is read back from what ipvsadm 1.26 and 1.31 print', () => {
    const printed = lines
      .join('\n')
      .replaceAll('-b sh-port,sh-fallback', '-b flag-1,flag-2')
      .replace(' -x 100 -y 80', '')
    const expected = parseIpvsadm(lines.join('\n'))
    expect(compareTables(expected, parseIpvsadm(printed))).toEqual([])
    expect(compareTables(expected, parseIpvsadm(printed.replace('--pe sip -o', 'pe sip ops')))).toEqual([])
    expect(compareTables(expected, parseIpvsadm(printed.replace('-b mh-port', '-b mh-fallback'))).length).toBe(1)
  })
})

describe('tableDrift', () => {
  const sorry = changed(exampleVars(), ['virtual_servers', 0, 'sorry_server'], '192.168.1.224')
  const inhibit = changed(exampleVars(), ['virtual_servers', 0, 'inhibit_on_failure'], true)
  const unchecked = changed(exampleVars(), ['virtual_servers', 0, 'TCP_CHECK'], undefined)
  const without2 = example.replace(/\n.*223.*/, '')

  it.each([
    ['a server that a check took out', exampleVars(), without2, 'taken-out'],
    ['a server without checker', unchecked, without2, 'wrong'],
    ['a server that would only get weight 0', inhibit, without2, 'wrong'],
    [
      'a server with weight 0 after a failed check',
      inhibit,
      example.replace('223:80 -g -w 1', '223:80 -g -w 0'),
      'inhibited',
    ],
    ['a server with weight 0 by hand', exampleVars(), example.replace('223:80 -g -w 1', '223:80 -g -w 0'), 'wrong'],
    ['another forwarding', inhibit, example.replace('223:80 -g -w 1', '223:80 -m -w 0'), 'wrong'],
    ['the sorry server', sorry, `${example}\n-a -t 192.168.1.225:80 -r 192.168.1.224:80 -g -w 1`, 'sorry-server'],
    ['a foreign server', sorry, `${example}\n-a -t 192.168.1.225:80 -r 192.168.1.230:80 -g -w 1`, 'wrong'],
    ['another scheduler', exampleVars(), example.replace('wrr', 'rr'), 'wrong'],
  ] as const)('tells of %s', (_, vars, text, cause) => {
    const { cluster } = resolveCluster(vars as ClusterData, exampleInventory(vars))
    expect(tableDrift(cluster, parseIpvsadm(text)).map((drift) => drift.cause)).toEqual([cause])
  })
})

describe('compareTables', () => {
  const expected = parseIpvsadm(example)

  it('finds no difference in another order, or another way to write it', () => {
    const shuffled = `-A -t 192.168.1.225:80 -s wrr
      -a -t 192.168.1.225:80 -w 1 -r 192.168.1.223:80 -g

      # a comment
      -a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 1`
    expect(compareTables(expected, parseIpvsadm(shuffled))).toEqual([])
  })

  it.each([
    [
      'a missing real server',
      example.replace(/\n.*223.*/, ''),
      '-t 192.168.1.225:80 -r 192.168.1.223:80',
      '-g -w 1',
      null,
    ],
    [
      'another weight',
      example.replace('222:80 -g -w 1', '222:80 -g -w 0'),
      '-t 192.168.1.225:80 -r 192.168.1.222:80',
      '-g -w 1',
      '-g -w 0',
    ],
    ['another scheduler', example.replace('wrr', 'rr'), '-t 192.168.1.225:80', '-s wrr', '-s rr'],
    ['a foreign service', `${example}\n-A -t 10.0.0.1:22 -s wlc`, '-t 10.0.0.1:22', null, '-s wlc'],
  ])('finds %s', (_, text, entry, wanted, found) => {
    expect(compareTables(expected, parseIpvsadm(text))).toEqual([{ entry, expected: wanted, found }])
  })

  it('takes an empty table for what it is', () => {
    expect(compareTables(expected, parseIpvsadm('')).length).toBe(3)
  })
})

it.each(['-a -t 1.2.3.4:80 -r 5.6.7.8:80 -g -w 1', 'TCP  1.2.3.4:80 wrr', '-A -s wrr'])(
  'refuses what it cannot read: %s',
  (text) => {
    expect(() => parseIpvsadm(text)).toThrow('ipvsadm -Sn:1:1: unexpected line')
  },
)

it('gives back what it wrote, whatever the cluster', () => {
  const vars = changed(exampleVars(), ['virtual_servers', 0, 'persistence_timeout'], 50)
  const table = parseIpvsadm(rulesOf(vars).join('\n'))
  expect(table).toMatchObject([{ key: '-t 192.168.1.225:80', options: '-p 50 -s wrr' }])
})
