import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import {
  clientExec,
  distribution,
  gapWhile,
  killMachine,
  machineNamed,
  rebootMachine,
  type Sample,
  startMachine,
} from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import type { Verification } from '../../src/model/verification.ts'
import { address6Of, forwardingCases, givesClient, givesMachine } from './cases/forwarding.ts'
import { all, bareLab, changesIn, directors, eventually, lbprov, on, project, realServers, root } from './support.ts'

const giveAddress = (name: string) => on(name, givesMachine(machineNamed(name).address))

describe.each(forwardingCases)('a cluster with $name', ({ vars, urls, forward, from }) => {
  const cwd = project({
    'site.yaml': readFileSync(join(root, 'playbooks/site.yaml'), 'utf8'),
    hosts: readFileSync(join(root, 'inventory/hosts'), 'utf8'),
    'group_vars/all.yml': stringify(vars),
    ...Object.fromEntries(
      realServers.map((name) => [
        `host_vars/${name}.yml`,
        stringify({ address6: address6Of(machineNamed(name).address) }),
      ]),
    ),
  })
  const client = from === undefined ? {} : { from }

  async function asked<T>(command: string, ...words: readonly string[]): Promise<{ code: number; said: T }> {
    const about = ['site.yaml', '-i', 'hosts', '--format', 'json', ...words]
    const { code, stdout, stderr } = await lbprov(about, { cwd, command })
    if (stdout === '') throw new Error(`exit code ${code}\n${stderr}`)
    return { code, said: JSON.parse(stdout) as T }
  }

  async function serves(): Promise<void> {
    for (const url of urls) {
      const answers = await distribution(url, 50, client)
      expect(answers, url).toEqual({ rs1: 25, rs2: 25 })
    }
  }

  const verifies = (...words: readonly string[]) =>
    eventually('verify finds nothing amiss', async () => {
      const { code, said } = await asked<Verification>('verify', ...words)
      expect([said.assertions.filter(({ verdict }) => verdict !== 'ok'), code]).toEqual([[], 0])
    })

  beforeAll(async () => {
    await bareLab()
    await Promise.all(all.map(giveAddress))
    await clientExec(givesClient)
    const { code, said } = await asked<Report>('run')
    expect(code, JSON.stringify(said, null, 1)).toBe(0)
  })

  test('new connections are spread evenly over both real servers', () => eventually('both serve', serves))

  test('the kernel forwards as was asked', async () => {
    for (const name of directors) {
      const { stdout } = await on(name, 'ipvsadm -Ln')
      const ways = [...stdout.matchAll(/^ {2}-> \S+ +(Route|Masq|Tunnel) /gm)].map(([, way]) => way)
      expect(ways, `${name}\n${stdout}`).toEqual(urls.flatMap(() => realServers.map(() => forward)))
    }
  })

  test('a second run changes nothing', async () => {
    const { code, said } = await asked<Report>('run')
    expect([code, changesIn(said)]).toEqual([0, []])
  })

  test('verify finds nothing amiss', () => verifies(...(from === undefined ? ['--from', 'local'] : [])))

  test('a connection outlives the master', async () => {
    const crash = async ({ port }: Sample) => {
      await eventually('the backup knows the connection', async () => {
        await on('dir2', `ipvsadm -Lcn | grep 'ESTABLISHED .*:${port} *192.168.1.225:80 '`)
      })
      await killMachine('dir1')
    }
    try {
      const seen = await gapWhile(urls[0]!, crash, { keep: true, timeout: 20_000, ...client })
      expect(seen, JSON.stringify(seen)).toMatchObject({ failed: 0, connections: 1 })
    } finally {
      await startMachine('dir1')
      await giveAddress('dir1')
    }
  })

  test.each(['dir2', 'rs1'])('%s rebooted: nothing is to be changed, and all serve', async (name) => {
    await rebootMachine(name)
    await giveAddress(name)
    await verifies()
    await eventually('both serve', serves)
  })
})
