import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import {
  clientExec,
  distribution,
  type GapReport,
  gapWhile,
  killMachine,
  machineNamed,
  rebootMachine,
  resetMachine,
  type Sample,
  startMachine,
} from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import type { Verification } from '../../src/model/verification.ts'
import {
  address6Of,
  answersDatagrams,
  forwardingCases,
  givesClient,
  givesMachine,
  marksPackets,
  servesMarked,
  takesFromClient,
} from './cases/forwarding.ts'
import {
  all,
  amissIn,
  bareLab,
  changesIn,
  directors,
  eventually,
  flavour,
  lbprov,
  on,
  project,
  realServers,
  root,
} from './support.ts'

afterAll(async () => {
  const { stdout } = await clientExec(takesFromClient)
  expect(stdout).not.toMatch(/203[.]0[.]113|2001:db8|fd00:/)
  await resetMachine()
})

const withSystemd = all.filter((name) => flavour(name) !== 'el6')
const giveAddress = (name: string) => on(name, givesMachine(machineNamed(name).address))

describe.each(forwardingCases)('a cluster with $name', (about) => {
  const { vars, urls, datagrams, marked, forward } = about
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

  const served = [...urls, ...(datagrams ? [datagrams.url] : []), ...(marked ? ['mark 8', 'mark 6'] : [])]

  async function asked<T>(command: string, ...words: readonly string[]): Promise<{ code: number; said: T }> {
    const about = ['site.yaml', '-i', 'hosts', '--format', 'json', ...words]
    const { code, stdout, stderr } = await lbprov(about, { cwd, command })
    if (stdout === '') throw new Error(`exit code ${code}\n${stderr}`)
    return { code, said: JSON.parse(stdout) as T }
  }

  async function serves(): Promise<void> {
    for (const url of urls) {
      const answers = await distribution(url, 50)
      expect(answers, url).toEqual({ rs1: 25, rs2: 25 })
    }
    if (marked) expect(await distribution(marked.spread, 50)).toEqual({ rs1: 25, rs2: 25 })
    if (!datagrams) return
    expect(await distribution(datagrams.url, 50, datagrams), datagrams.url).toEqual({ rs1: 25, rs2: 25 })
  }

  /** Keeps a connection to each while something happens to all. */
  async function keptWhile(
    [url, ...others]: readonly string[],
    action: (ports: readonly number[]) => Promise<void>,
    ports: readonly number[] = [],
  ): Promise<readonly GapReport[]> {
    if (url === undefined) return action(ports).then(() => [])
    const inner = Promise.withResolvers<readonly GapReport[]>()
    const next = ({ port }: Sample) => {
      inner.resolve(keptWhile(others, action, [...ports, port!]))
      return inner.promise
    }
    return [await gapWhile(url, next, { keep: true, timeout: 20_000 }), ...(await inner.promise)]
  }

  const verifies = (...words: readonly string[]) =>
    eventually('verify finds nothing amiss', async () => {
      const { code, said } = await asked<Verification>('verify', ...words)
      const amiss = said.assertions.filter(({ verdict, seen }) => verdict !== 'ok' && !seen.includes('this is UDP'))
      expect([amiss, code]).toEqual([[], 0])
    })

  beforeAll(async () => {
    await bareLab()
    await Promise.all(withSystemd.map(giveAddress))
    if (marked) {
      await Promise.all(directors.map((name) => on(name, marksPackets)))
      await Promise.all(realServers.map((name) => on(name, servesMarked)))
    }
    if (datagrams)
      await Promise.all(realServers.map((name) => on(name, answersDatagrams(name, machineNamed(name).address, about))))
    expect((await clientExec(givesClient(about))).code).toBe(0)
    const { code, said } = await asked<Report>('run')
    expect(code, amissIn(said)).toBe(0)
  })

  test('new connections are spread evenly over both real servers', () => eventually('both serve', serves))

  if (marked)
    test('ports with one firewall mark are one service, which sends a client to one real server', async () => {
      const answers = await Promise.all(marked.together.map((url) => distribution(url, 10)))
      const [server] = Object.keys(answers[0]!)
      expect(answers).toEqual(marked.together.map(() => ({ [server!]: 10 })))
      expect(realServers).toContain(server)
    })

  test('the kernel forwards as was asked', async () => {
    for (const name of directors) {
      const { stdout } = await on(name, 'ipvsadm -Ln')
      const ways = [...stdout.matchAll(/^ {2}-> \S+ +(Route|Masq|Tunnel) /gm)].map(([, way]) => way)
      expect(ways, `${name}\n${stdout}`).toEqual(served.flatMap(() => realServers.map(() => forward)))
    }
  })

  test('a second run changes nothing', async () => {
    const { code, said } = await asked<Report>('run')
    expect([code, changesIn(said)]).toEqual([0, []])
  })

  test('verify finds nothing amiss', () => verifies('--from', 'local'))

  test('connections outlive the master', async () => {
    const crash = async (ports: readonly number[]) => {
      await eventually('the backup knows the connections', async () => {
        for (const port of ports) await on('dir2', `ipvsadm -Lcn | grep 'ESTABLISHED .*:${port} .*:80 .*:80'`)
      })
      await killMachine('dir1')
    }
    try {
      const seen = await keptWhile(urls, crash)
      expect(seen, JSON.stringify(seen)).toMatchObject(urls.map(() => ({ failed: 0, connections: 1 })))
    } finally {
      await startMachine('dir1')
    }
  })

  test('dir2 and rs1 rebooted: nothing is to be changed, and all serve', async () => {
    await Promise.all(['dir2', 'rs1'].map(rebootMachine))
    await verifies()
    await eventually('both serve', serves)
  })
})
