import { beforeAll, describe, expect, test } from 'vitest'
import { machineExec } from '../../lab/index.ts'
import type { Assertion, Verification } from '../../src/model/verification.ts'
import { sabotages } from './cases/sabotage.ts'
import { fingerprint } from './evidence.ts'
import { all, cluster, directors, eventually, on, settled, site, verified } from './support.ts'

const failuresOf = ({ assertions }: Verification) => assertions.filter(({ verdict }) => verdict === 'failed')

/** A stranger is known by what it does to the hosts that hear it. */
const whereOf = ({ id, hosts }: Assertion) => (id === 'vrrp-foreign' ? ['rs2'] : hosts)

/** Everything holds, nothing was left out. */
async function isGreen(...words: readonly string[]): Promise<void> {
  const { code, verification } = await verified(...words)
  expect([code, verification.assertions.filter(({ verdict }) => verdict !== 'ok')]).toEqual([0, []])
}

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
    async (_, list) => {
      for (const { host, act } of list) await on(host, act)
      try {
        const { code, verification } = await verified('--from', 'local')
        const failures = failuresOf(verification)
        const about = JSON.stringify(failures, null, 1)
        expect(code).toBe(1)
        for (const { host, named, remedy } of list) {
          for (const id of named)
            expect(failures.filter((one) => one.id === id).flatMap(whereOf), `${id}: ${about}`).toContain(host)
          expect(failures.map((one) => one.remedy).join('\n'), about).toMatch(remedy)
        }
      } finally {
        for (const { host, mend } of list) if (mend) await on(host, mend)
        if (list.some(({ mend }) => !mend)) expect((await site()).code).toBe(0)
      }
      await settled()
      await eventually('verify finds nothing', () => isGreen())
    },
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
