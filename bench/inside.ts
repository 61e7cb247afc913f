/** A program: the benchmark itself, in namespaces of its own (see main.ts). Reads the job on stdin, writes the result on stdout. */
import { cpus, totalmem } from 'node:os'
import { text } from 'node:stream/consumers'
import { startDelay } from './delay.ts'
import { startHosts } from './hosts.ts'
import type { Job } from './main.ts'
import { peers } from './peers/index.ts'
import type { Result, RoundTrips, Row } from './result.ts'
import { countRoundTrips, type Field, measureAt } from './rounds.ts'

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

const rows: Row[] = []
const delays: Record<number, number> = {}
let roundTrips: RoundTrips = {}
for (const count of options.hosts) {
  const work = `/run/bench-${count}`
  const hosts = await startHosts(count, work, base)
  const field: Field = { hosts, peers: chosen.filter(({ name }) => name in versions), options, work }
  for (const rtt of options.rtts) {
    const [near, far] = [hosts.addresses(false)[0]!, hosts.addresses(true)[0]!]
    const delay = rtt > 0 ? await startDelay(rtt, near, far) : null
    delays[rtt] = delay?.seen ?? 0
    rows.push(...(await measureAt(field, rtt)))
    await delay?.stop()
  }
  if (count === options.hosts[0]) roundTrips = await countRoundTrips(field, farMs)
  await hosts.stop()
}

const machine = `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`
const { forks, runs } = options
const result: Result = {
  date: new Date().toISOString(),
  commit,
  machine,
  versions,
  missing,
  forks,
  runs,
  delays,
  rows,
  roundTrips,
}
process.stdout.write(JSON.stringify(result))
