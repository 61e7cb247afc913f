import { beforeAll, describe, expect, test } from 'vitest'
import {
  arpRepliers,
  distribution,
  gapWhile,
  killMachine,
  machineNamed,
  macOf,
  rebootMachine,
  startMachine,
} from '../../lab/index.ts'
import {
  all,
  changesIn,
  cluster,
  directors,
  eventually,
  holders,
  model,
  on,
  realServers,
  settled,
  site,
  tableOf,
  url,
  vip,
} from './support.ts'

const macOfHost = (name: string) => macOf(machineNamed(name))

/** 100 requests, one connection each, spread within one of even. */
async function isEven(): Promise<void> {
  const answers = await distribution(url, 100)
  expect(Object.keys(answers).toSorted(), JSON.stringify(answers)).toEqual(realServers)
  for (const name of realServers) expect(Math.abs(answers[name]! - 50), JSON.stringify(answers)).toBeLessThanOrEqual(1)
}

describe('the cluster', () => {
  beforeAll(cluster)

  test('exactly one MAC answers ARP for the virtual address: the master’s', async () => {
    expect(await arpRepliers(vip)).toEqual([macOfHost('dir1')])
  })

  test('100 requests are spread evenly over both real servers', isEven)

  test('ipvsadm -Sn on both directors is the model', async () => {
    for (const name of directors) expect(await tableOf(name), name).toEqual(model)
  })

  test('packets come in through the director and go out past it (DR): InPkts counts, OutPkts is 0', async () => {
    await distribution(url, 20)
    // the kernel sums its counters every two seconds
    await eventually('packets are counted', async () => {
      const { stdout } = await on('dir1', 'ipvsadm -Ln --stats --exact')
      const [, , inPackets, outPackets] = /^TCP +192\.168\.1\.225:80 +(\d+) +(\d+) +(\d+)/m.exec(stdout) ?? []
      expect(Number(inPackets), stdout).toBeGreaterThan(0)
      expect(Number(outPackets), stdout).toBe(0)
    })
  })

  test('the virtual address is on the master only, and on lo of the real servers as /32', async () => {
    expect(await holders()).toEqual(['dir1'])
    for (const name of realServers) {
      const { stdout } = await on(name, `ip -o -4 addr | awk '/${vip}/ { print $2, $4 }'`)
      expect(stdout, name).toBe(`lo ${vip}/32\n`)
    }
  })
})

describe('failover', () => {
  beforeAll(cluster)

  test('the master powered off: one gap of at most 4 s; powered on: roles as configured', async () => {
    const lost = await gapWhile(url, () => killMachine('dir1'))
    expect(lost.longestGap, JSON.stringify(lost)).toBeLessThanOrEqual(4)
    expect(await holders2()).toEqual(['dir2'])
    expect(await arpRepliers(vip)).toEqual([macOfHost('dir2')])
    const back = await gapWhile(url, async () => {
      await startMachine('dir1')
      await settled()
    })
    expect(back.longestGap, JSON.stringify(back)).toBeLessThanOrEqual(4)
    await eventually('the master answers alone', async () =>
      expect(await arpRepliers(vip)).toEqual([macOfHost('dir1')]),
    )
  })

  test('a real server whose nginx stops leaves the rotation, and comes back by itself', async () => {
    await on('rs1', 'service nginx stop || systemctl stop nginx')
    const only = (expected: readonly string[]) =>
      eventually(`the table has ${expected}`, async () => {
        for (const name of directors) {
          const [service] = (await tableOf(name)) as { real: string[] }[]
          expect(service!.real, name).toEqual(expected)
        }
      })
    await only(['192.168.1.223:80 1'])
    expect(await distribution(url, 20)).toEqual({ rs2: 20 })
    await on('rs1', 'service nginx start || systemctl start nginx')
    await only(['192.168.1.222:80 1', '192.168.1.223:80 1'])
    await isEven()
  })
})

/** The master is off: only the backup can be asked. */
const holders2 = async () =>
  (await on('dir2', `ip -o addr show dev em1 to ${vip}`)).stdout.includes(vip) ? ['dir2'] : []

describe('reboots', () => {
  beforeAll(cluster)

  test.each(all)('%s rebooted: the cluster serves, and a check has nothing to change', async (name) => {
    await rebootMachine(name)
    await settled()
    await eventually('both real servers answer', isEven)
    const { code, report } = await site('--check', '--detailed-exitcode')
    expect([code, changesIn(report)]).toEqual([0, []])
  })
})
