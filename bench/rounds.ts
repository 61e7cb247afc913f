import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { say } from '../lab/say.ts'
import { startDelay } from './delay.ts'
import type { Hosts } from './hosts.ts'
import { type Cost, measure } from './measure.ts'
import type { Mode, Options } from './options.ts'
import type { Peer, Task } from './peer.ts'
import { median, type RoundTrips, type Row } from './result.ts'

/** What the rounds are about. */
export interface Field {
  readonly hosts: Hosts
  readonly peers: readonly Peer[]
  readonly options: Options
  readonly commit: string
  readonly work: string
}

interface Run extends Cost {
  readonly bytes: number
  readonly connections: number
  readonly sessions: number
}

/** Every peer in every mode with one round-trip time, A B C A B C, then once more each for the memory. */
export async function measureAt(field: Field, rtt: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const mode of field.options.modes) {
    const peers = mode === 'converge' ? field.peers : whole(field)
    const runs = new Map<Peer, Run[]>(peers.map((peer) => [peer, []]))
    if (mode !== 'converge') await bringAbout(field)
    for (let round = 0; round <= field.options.runs; round++) {
      for (const peer of peers) {
        const last = round === field.options.runs
        const run = await measureOne(field, peer, mode, rtt, last)
        say(
          `${peer.name} ${mode} ${field.hosts.names.length} hosts ${rtt} ms: ${run.wall.toFixed(2)} s, CPU ${run.cpu.toFixed(2)} s${last ? ' (for its memory)' : ''}`,
        )
        runs.get(peer)!.push(run)
      }
    }
    for (const [peer, all] of runs) rows.push(rowOf(field, peer, mode, rtt, all))
  }
  return rows
}

/** Round trips of a no-op run by the clock: one host, near and then `rtt` milliseconds away, the shortest of the runs each. */
export async function countRoundTrips(field: Field, rtt: number): Promise<RoundTrips> {
  const one = { ...field, hosts: field.hosts.first(1) }
  await bringAbout(one)
  const near = await shortest(one, 0)
  const delay = await startDelay(rtt, one.hosts.addresses(false)[0]!, one.hosts.addresses(true)[0]!)
  const far = await shortest(one, rtt)
  await delay.stop()
  return Object.fromEntries(
    whole(field).map(({ name }) => [name, ((far.get(name)! - near.get(name)!) * 1000) / delay.seen]),
  )
}

async function shortest(field: Field, rtt: number): Promise<Map<string, number>> {
  const walls = new Map<string, number>()
  for (let i = 0; i < field.options.runs; i++) {
    for (const peer of whole(field)) {
      const { wall } = await measureOne(field, peer, 'noop', rtt, false)
      walls.set(peer.name, Math.min(wall, walls.get(peer.name) ?? Number.POSITIVE_INFINITY))
    }
  }
  return walls
}

const whole = ({ peers }: Field) => peers.filter(({ part }) => part === undefined)

/** The end state, by everybody's own way once, so that what a tool keeps on a host is there. */
async function bringAbout(field: Field): Promise<void> {
  say(`bringing ${field.hosts.names.length} hosts to the end state`)
  for (const peer of whole(field)) await measureOne(field, peer, 'noop', 0, false)
}

async function measureOne(field: Field, peer: Peer, mode: Mode, rtt: number, memory: boolean): Promise<Run> {
  const { hosts, options, work } = field
  if (mode === 'converge') await hosts.reset()
  const folder = join(work, 'peers', peer.name)
  mkdirSync(folder, { recursive: true })
  const task: Task = { hosts, addresses: hosts.addresses(rtt > 0), forks: options.forks, mode, folder }
  const command = peer.prepare(task)
  const [bytes, before] = [hosts.bytes(), hosts.logged()]
  const cost = await measure(command, folder, { memory })
  const after = hosts.logged()
  await requireEndState(field, peer, mode, cost, folder)
  const connections = after.connections - before.connections
  return { ...cost, bytes: hosts.bytes() - bytes, connections, sessions: after.sessions - before.sessions }
}

async function requireEndState(
  { hosts }: Field,
  peer: Peer,
  mode: Mode,
  { code }: Cost,
  folder: string,
): Promise<void> {
  const faults = await hosts.faults(peer.part ?? 'all')
  if (faults.length === 0 && (code === 0 || mode === 'check')) return
  const output = readFileSync(join(folder, 'output'), 'utf8').slice(-4000)
  throw new Error(`${peer.name} ${mode}: exit code ${code}\n${faults.slice(0, 10).join('\n')}\n${output}`)
}

function rowOf({ hosts, options, commit }: Field, peer: Peer, mode: Mode, rtt: number, all: readonly Run[]): Row {
  const timed = all.slice(0, -1)
  const last = all.at(-1)!
  const count = hosts.names.length
  const mid = (pick: (run: Run) => number) => median(timed.map(pick))
  return {
    peer: peer.name,
    mode,
    hosts: count,
    rtt,
    forks: options.forks,
    runs: timed.length,
    date: new Date().toISOString(),
    commit,
    wall: mid(({ wall }) => wall),
    cpu: mid(({ cpu }) => cpu),
    walls: timed.map(({ wall }) => wall),
    memory: last.memory!,
    bytesPerHost: mid(({ bytes }) => bytes) / count,
    connectionsPerHost: last.connections / count,
    sessionsPerHost: last.sessions / count,
  }
}
