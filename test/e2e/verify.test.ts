import { beforeAll, describe, expect, test } from 'vitest'
import { machineExec } from '../../lab/index.ts'
import { sabotages } from './cases/sabotage.ts'
import { fingerprint } from './evidence.ts'
import { failuresOf, isGreen, mendedAsTold } from './mended.ts'
import { all, cluster, directors, on, site, verified } from './support.ts'

describe('a cluster as it should be', () => {
  beforeAll(cluster)

  test('holds in every point, from a client too', () => isGreen('--from', 'local'))

  test('verify changes nothing and leaves nothing', async () => {
    const before = await Promise.all(all.map(fingerprint))
    await isGreen()
    expect(await Promise.all(all.map(fingerprint))).toEqual(before)
    for (const name of directors) expect((await on(name, 'ls /tmp | grep keepalived || :')).stdout, name).toBe('')
  })
})

describe('sabotage', () => {
  beforeAll(cluster)

  test.each(sabotages.map((list) => [list.map(({ what }) => what).join(', '), list] as const))(
    '%s: named, with host and remedy, and mended',
    (_, list) => mendedAsTold(list),
  )
})

describe('a drill', () => {
  beforeAll(cluster)

  test('fails over and back without a gap that counts, and leaves nothing', async () => {
    const conf = () => Promise.all(directors.map((name) => on(name, 'cat /etc/keepalived/keepalived.conf')))
    const before = await conf()
    const { code, verification } = await verified('--from', 'local', '--drill', '--yes')
    expect([code, failuresOf(verification)]).toEqual([0, []])
    expect(verification.drill).toMatchObject({ from: 'dir1', to: 'dir2' })
    for (const gap of [verification.drill!.gap!, verification.drill!.gapBack!]) expect(gap).toBeLessThan(2)
    expect(await conf()).toEqual(before)
    for (const name of directors) expect((await machineExec(name, 'ls -d /var/run/lbprov')).code, name).not.toBe(0)
  })

  test('is not begun where something is amiss', async () => {
    await on('rs1', 'sysctl -w net.ipv4.conf.all.arp_ignore=0')
    const { code, verification } = await verified('--from', 'local', '--drill', '--yes')
    expect([code, verification.drill]).toEqual([1, null])
    expect(verification.assertions.find(({ id }) => id === 'drill')?.seen).toMatch(/not begun/)
    expect((await site()).code).toBe(0)
  })
})
