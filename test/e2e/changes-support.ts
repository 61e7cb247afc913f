import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'yaml'
import { clientSpawn, type GapReport, gapWhile, machineNamed, macOf } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import { address6Of } from './cases/forwarding.ts'
import { all, directors, type Ended, lbprov, project, root, url } from './support.ts'

/** The variables of a cluster, as in group_vars. */
export type Vars = Readonly<Record<string, unknown>>

/** What clients and the wire saw while a run changed a cluster. */
export interface Seen {
  readonly code: number
  readonly report: Report
  /** New connections, 20 a second. */
  readonly fresh: GapReport
  /** Connections that were held from before on. */
  readonly held: readonly GapReport[]
  /** Senders of VRRP adverts, a word each time that another one speaks. */
  readonly speakers: readonly string[]
}

/** A project whose cluster is that. The same project is written anew for each change: hosts remember whose they are. */
export function projectWith(vars: Vars, folder = project({})): string {
  const hosts = all.map((name) => [
    `host_vars/${name}.yml`,
    stringify({ address6: address6Of(machineNamed(name).address) }),
  ])
  const files: Readonly<Record<string, string>> = {
    ...Object.fromEntries(hosts),
    'site.yaml': readFileSync(join(root, 'playbooks/site.yaml'), 'utf8'),
    hosts: readFileSync(join(root, 'inventory/hosts'), 'utf8'),
    'group_vars/all.yml': stringify(vars),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** Runs the site of a project; it must end with a report. */
export async function ran(
  cwd: string,
  ...words: readonly string[]
): Promise<{ readonly ended: Ended; readonly report: Report }> {
  const ended = await lbprov(['site.yaml', '-i', 'hosts', '--format', 'json', ...words], { cwd })
  if (ended.stdout === '') throw new Error(`exit code ${ended.code}\n${ended.stderr}`)
  return { ended, report: JSON.parse(ended.stdout) as Report }
}

/** Changes a cluster by a run under new connections, held ones, and an ear on the wire. */
export async function changed(
  cwd: string,
  {
    hold = 2,
    words = [],
    at = url,
  }: { readonly hold?: number; readonly words?: readonly string[]; readonly at?: string } = {},
): Promise<Seen> {
  const wire = await listening()
  let outcome: Awaited<ReturnType<typeof ran>> | undefined
  const held: GapReport[] = []
  // nginx closes a connection after 1000 requests.
  const holding = async (left: number): Promise<void> => {
    if (left > 0)
      return void held.push(await gapWhile(at, () => holding(left - 1), { keep: true, timeout: 20_000, interval: 200 }))
    outcome = await ran(cwd, ...words)
  }
  const fresh = await gapWhile(at, () => holding(hold), { timeout: 1500 })
  const { ended, report } = outcome!
  return { code: ended.code, report, fresh, held, speakers: await wire.stop() }
}

/** Who sends adverts. */
async function listening(): Promise<{ stop(): Promise<readonly string[]> }> {
  const child = clientSpawn('exec tcpdump -elnni lan ip proto 112 or ip6 proto 112 2>&1')
  const closed = once(child, 'close')
  const speakers: string[] = []
  const begun = Promise.withResolvers<void>()
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line.startsWith('listening on')) begun.resolve()
    const name = directors.find((one) => line.includes(`${macOf(machineNamed(one))} > `))
    if (name && speakers.at(-1) !== name) speakers.push(name)
  })
  const early = closed.then(() => Promise.reject(new Error('tcpdump ended before it listened')))
  await Promise.race([begun.promise, early])
  return {
    stop: async () => {
      child.kill()
      await closed
      return speakers
    },
  }
}

/** Whether a held connection went on to the end. A client that finds it closed opens another without a failure. */
export const outlived = ({ failed, connections }: GapReport) => failed === 0 && connections === 1

/** What was seen, in a line for `--reporter=verbose`. */
export function said({ fresh, held, speakers, report }: Seen): string {
  const downloads = held.map((one) => (outlived(one) ? 'alive' : 'reset')).join(', ')
  const stages = report.stages?.length ?? 0
  return `${fresh.failed} of ${fresh.answered + fresh.failed} new lost, longest gap ${fresh.longestGap.toFixed(2)} s; held: ${downloads}; masters: ${speakers.join(', ')}; ${stages} stages`
}
