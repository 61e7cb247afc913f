/** A program: the benchmark itself, in namespaces of its own (see main.ts). Reads the job on stdin, writes what it has measured on stdout, a Result a line. */
import { cpus, totalmem } from 'node:os'
import { text } from 'node:stream/consumers'
import { say } from '../lab/say.ts'
import { startDelay } from './delay.ts'
import { startHosts } from './hosts.ts'
import type { Job } from './main.ts'
import { peers } from './peers/index.ts'
import type { Result } from './result.ts'
import { countRoundTrips, measureAt } from './rounds.ts'

const farMs = 500

const { options, base, commit }: Job = JSON.parse(await text(process.stdin))
const chosen = peers.filter(({ name }) => options.peers.length === 0 || options.peers.includes(name))
const versions: Record<string, string> = {}
const missing: Record<string, string> = {}
for (const peer of chosen) {
  const found = await peer.version()
  if ('version' in found) versions[peer.name] = found.version
  else missing[peer.name] = found.missing
}

const machine = `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`
const tell = (part: Partial<Result>) => {
  const result: Result = { machine, versions, missing, delays: {}, rows: [], roundTrips: {}, ...part }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

const work = '/run/bench'
say(`making ${Math.max(...options.hosts)} hosts`)
const all = await startHosts(Math.max(...options.hosts), work, base)
const field = { peers: chosen.filter(({ name }) => name in versions), options, commit, work }
say('they are there')
if (options.modes.includes('noop')) tell({ roundTrips: await countRoundTrips({ ...field, hosts: all }, farMs) })
for (const count of options.hosts) {
  const hosts = all.first(count)
  for (const rtt of options.rtts) {
    const [near, far] = [hosts.addresses(false)[0]!, hosts.addresses(true)[0]!]
    const delay = rtt > 0 ? await startDelay(rtt, near, far) : null
    tell({ rows: await measureAt({ ...field, hosts }, rtt), delays: { [rtt]: delay?.seen ?? 0 } })
    await delay?.stop()
  }
}
// The hosts are its children, and end with it.
process.exit(0)
