import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientExec, entry } from '../../lab/index.ts'
import { whoAndWhere } from '../../src/cli/who.ts'
import type { Picture } from '../../src/model/picture.ts'
import { changesIn, cluster, lbprov, on, root, site, verified } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'lbprov-figures-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeAll(cluster)

const own = ['site.yaml', '-i', 'hosts']

async function status(): Promise<{ code: number; picture: Picture }> {
  const { code, stdout, stderr } = await lbprov([...own, '--format', 'json'], { command: 'status' })
  expect(stdout, stderr).not.toBe('')
  return { code, picture: JSON.parse(stdout) as Picture }
}

/** The page of `serve`, and its metrics, as a client gets them. */
async function served(): Promise<{ page: string; metrics: string }> {
  const serve = [process.execPath, join(root, 'src/cli/main.ts'), 'serve', ...own, ...entry, '-p', '8099']
  const get = (path: string) =>
    `curl -s --retry 30 --retry-connrefused --retry-delay 1 'http://127.0.0.1:8099${path}?token=tok'`
  const script = `"$@" >/dev/null & ${get('/')} && echo =METRICS= && ${get('/metrics')}; kill $!; wait`
  const command = ['env', '-C', root, 'LBPROV_TOKEN=tok', 'sh', '-c', script, 'sh', ...serve]
  const [page = '', metrics = ''] = (await clientExec(command)).stdout.split('=METRICS=\n')
  return { page, metrics }
}

const text = (page: string) => page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const summaryIn = (shown: string) => /4 hosts: \d.+?(?= in \d)/.exec(text(shown))?.[0]

test('a run, verify, the page and the reports of one cluster tell the same', async () => {
  await on('dir2', 'ipvsadm -d -t 192.168.1.225:80 -r 192.168.1.223:80')
  await on('rs2', 'ip addr del 192.168.1.225/32 dev lo')
  const [runPage, verifyPage] = [join(folder, 'run.html'), join(folder, 'verify.html')]

  const check = await site('--check', '--report', runPage)
  const shown = await lbprov([...own, '--check'])
  const { verification } = await verified('--report', verifyPage)
  const { code, picture } = await status()
  const { page, metrics } = await served()

  // What a run would change is what verify says is not as configured.
  const toChange = changesIn(check.report).map(({ host, resource }) => `${host} ${resource}`)
  const failed = verification.assertions.filter(({ verdict }) => verdict === 'failed')
  const off = failed
    .filter(({ subject }) => subject.endsWith(']'))
    .map(({ hosts, subject }) => `${hosts[0]} ${subject}`)
  expect(toChange.toSorted()).toEqual(['dir2 ipvs-service[-t 192.168.1.225:80]', 'rs2 address[192.168.1.225/32]'])
  expect(off.toSorted()).toEqual(toChange.toSorted())
  expect(summaryIn(readFileSync(runPage, 'utf8'))).toBe(summaryIn(shown.stdout))

  // In what a table differs.
  const [{ directors: seen, services }] = picture.clusters as [Picture['clusters'][number]]
  const difference = '-t 192.168.1.225:80 -r 192.168.1.223:80 is missing'
  for (const { name, live } of seen) {
    const judged = verification.assertions.find(({ id, subject }) => id === 'ipvs-table' && subject === name)!
    expect(live!.differences, name).toEqual(name === 'dir2' ? [difference] : [])
    expect(judged.verdict, name).toBe(name === 'dir2' ? 'failed' : 'ok')
    expect(metrics).toContain(`lbprov_ipvs_table_differences{director="${name}"} ${live!.differences.length}\n`)
  }
  for (const each of [page, readFileSync(verifyPage, 'utf8')]) expect(text(each)).toContain(difference)

  // What a real server lacks, by its own account.
  const faults = services[0]!.servers.map(({ live }) => live!.host!.faults)
  expect([code, faults]).toEqual([0, [[], ['it does not have 192.168.1.225']]])
  expect(text(page)).toContain('it does not have 192.168.1.225')
  expect(metrics).toContain('lbprov_real_server_faults{host="rs2"} 1\n')

  // How many assertions hold.
  const count = (verdict: string) => verification.assertions.filter((one) => one.verdict === verdict).length
  expect(text(readFileSync(verifyPage, 'utf8'))).toContain(
    `${verification.assertions.length} assertions: ${count('ok')} hold, ${count('failed')} failed, ${count('unchecked')} not checked.`,
  )
})

test('status says who ran lbprov last on a director, and since when', async () => {
  const begun = Math.floor(Date.now() / 1000)
  expect((await site()).code).toBe(0)
  const { picture } = await status()
  const { lastChange } = picture.clusters[0]!.directors.find(({ name }) => name === 'dir2')!.live!
  expect(lastChange?.by).toBe(whoAndWhere())
  expect(Date.parse(lastChange!.at) / 1000).toBeGreaterThanOrEqual(begun)
})
