import { describe, expect, it } from 'vitest'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster.ts'
import { compareTables, ipvsadmRules, parseIpvsadm } from '../../../src/lvs/ipvsadm.ts'
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
          persistence_granularity: '255.255.255.0',
        },
      ],
    }
    expect(rulesOf(vars)).toEqual([
      '-A -u [2001:db8::1]:53 -s wrr -p 50',
      '-a -u [2001:db8::1]:53 -r [2001:db8::2]:53 -i -w 2',
      '-A -f 5 -s rr -p 60 -M 255.255.255.0',
      '-a -f 5 -r [2001:db8::2]:0 -i -w 2',
    ])
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
    expect(() => parseIpvsadm(text)).toThrow('ipvsadm: unexpected line')
  },
)

it('gives back what it wrote, whatever the cluster', () => {
  const vars = changed(exampleVars(), ['virtual_servers', 0, 'persistence_timeout'], 50)
  const table = parseIpvsadm(rulesOf(vars).join('\n'))
  expect(table).toMatchObject([{ key: '-t 192.168.1.225:80', options: '-p 50 -s wrr' }])
})
