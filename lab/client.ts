import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { topology } from './machines.ts'
import { inside } from './namespace.ts'
import { type Outcome, run, runHere } from './process.ts'
import { until } from './until.ts'

/** One request of the probing client: when it ended (ms since 1970), and what came back, or why nothing did. */
export interface Sample {
  readonly at: number
  /** The client's port: a connection has one. */
  readonly port?: number
  readonly body?: string
  readonly error?: string
}

/** What a client saw while something happened. */
export interface GapReport {
  /** The longest time between two answers, in seconds. Undisturbed it is about the interval between requests. */
  readonly longestGap: number
  readonly answered: number
  /** How many connections the answers came by. */
  readonly connections: number
  readonly failed: number
  /** The first of those that failed. */
  readonly failures: readonly Sample[]
  /** How often each body was answered. */
  readonly bodies: Readonly<Record<string, number>>
}

/** Runs a command, or a line of shell, at the client's place. */
export function clientExec(command: readonly string[] | string): Promise<Outcome> {
  return run(inside(asArgv(command)))
}

/** Starts a command at the client's place and gives the child process, its three streams piped. The caller ends it. */
export function clientSpawn(command: readonly string[] | string): ChildProcess {
  const [program = '', ...args] = inside(asArgv(command))
  return spawn(program, args, { stdio: 'pipe' })
}

/** Runs a command at the client's place on this terminal and gives its exit code. */
export function clientRun(command: readonly string[]): Promise<number> {
  return runHere(inside(command))
}

/** The hardware addresses that answer for an IPv4 address on the LAN, sorted: more than one is an address conflict. `macOf` tells whose they are. */
export async function arpRepliers(ip: string, { seconds = 2 } = {}): Promise<string[]> {
  const { stdout } = await clientExec(`arping -b -c ${seconds} -w ${seconds} -I lan -s ${topology().gateway} ${ip}`)
  const macs = stdout.matchAll(/\[([0-9A-F:]{17})\]/gi)
  return [...new Set([...macs].map(([, mac = '']) => mac.toLowerCase()))].sort()
}

/**
 * Requests a URL `count` times, one after the other, each on a connection of its own unless told to `keep` one, and counts the
 * answers by body; failures by their error code. `udp://HOST:PORT` is asked by datagrams, each from a port of its own.
 */
export async function distribution(
  url: string,
  count: number,
  options: { readonly keep?: boolean } = {},
): Promise<Record<string, number>> {
  const args = probe({ url, count, interval: 0, timeout: 3000, ...options })
  const { code, stdout, stderr } = await clientExec(args)
  if (code !== 0) throw new Error(`${args.join(' ')}: exit code ${code}\n${stderr}`)
  const samples = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample)
  return tally(samples.map(({ body, error }) => body ?? error ?? ''))
}

/**
 * Requests a URL every `interval` ms, 50 unless said, while an action runs, from before it until the service answers again for a second without failure.
 * `keep`: over one connection, while it lasts. The action is given the last answer before it. An error when it doesn't answer before, or not again within `seconds` after.
 */
export async function gapWhile(
  url: string,
  action: (last: Sample) => Promise<unknown>,
  {
    seconds = 60,
    timeout = 300,
    interval = 50,
    ...more
  }: {
    readonly seconds?: number
    readonly timeout?: number
    readonly interval?: number
    readonly keep?: boolean
  } = {},
): Promise<GapReport> {
  const samples: Sample[] = []
  const child = clientSpawn(probe({ url, interval, timeout, ...more }))
  const closed = once(child, 'close')
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
    samples.push(JSON.parse(line) as Sample),
  )
  try {
    await until(`${url}: answering before the action`, () => isStable(samples), seconds)
    samples.splice(0, samples.length - 1) // one answer, to count from
    await action(samples[0]!)
    const after = samples.length
    await until(`${url}: answering after the action`, () => isStable(samples.slice(after)), seconds)
  } finally {
    child.kill()
    await closed
  }
  return summary(samples)
}

function isStable(samples: readonly Sample[]): boolean {
  return samples.length >= 20 && samples.slice(-20).every((sample) => sample.body !== undefined)
}

function summary(samples: readonly Sample[]): GapReport {
  const answers = samples.filter((sample) => sample.body !== undefined)
  const gaps = answers.slice(1).map((sample, index) => sample.at - (answers[index]?.at ?? sample.at))
  return {
    longestGap: Math.max(...gaps) / 1000,
    answered: answers.length,
    connections: new Set(answers.map(({ port }) => port)).size,
    failed: samples.length - answers.length,
    failures: samples.filter((sample) => sample.body === undefined).slice(0, 10),
    bodies: tally(answers.map((sample) => sample.body ?? '')),
  }
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

const probe = (options: object) => [
  process.execPath,
  join(import.meta.dirname, 'probe-client.ts'),
  JSON.stringify(options),
]
const asArgv = (command: readonly string[] | string) => (typeof command === 'string' ? ['sh', '-c', command] : command)
