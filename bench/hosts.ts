import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { must, run } from '../lab/process.ts'
import { until } from '../lab/until.ts'
import { addressOf, namespaceOf, wire } from './network.ts'

/** Hosts of one benchmark: numbered from 0, in the network namespace of this process, with which they end. */
export interface Hosts {
  readonly names: readonly string[]
  /** Those through the delay, in the order of `names`, or the hosts' own for none. */
  readonly addresses: (delayed: boolean) => readonly string[]
  readonly keyFile: string
  readonly knownHostsFile: string
  /** So many of them. */
  first(count: number): Hosts
  /** Back to the bare root filesystem. */
  reset(): Promise<void>
  /** Bytes over all wires, both ways, TCP/IP headers included. */
  bytes(): number
  /** What all sshds wrote of connections and sessions since the reset. */
  logged(): { readonly connections: number; readonly sessions: number }
  /** What is not in the end state, a line each; `part` is a word for verify.sh. */
  faults(part: string): Promise<string[]>
}

/** Beyond what two cores can do at a time, they only wait for each other. */
const limit = pLimit(8)

/** Makes the hosts below `work`, a folder in memory, over the root filesystem `base`. */
export async function startHosts(count: number, work: string, base: string): Promise<Hosts> {
  const every = Array.from({ length: count }, (_, i) => i)
  await wire(every)
  await must([
    'sh',
    '-euc',
    'mkdir "$1"; mount -t tmpfs -o size=90% tmpfs "$1"; ln -s "$2" "$1/base"',
    'sh',
    work,
    base,
  ])
  mkdirSync(join(work, 'pid'))
  const keys = await makeKeys(work, every)
  const running = new Map<number, ChildProcess>()
  const bare = async (i: number) => {
    const before = running.get(i)
    if (before) await kill(before, work, i)
    prepare(i, work)
    running.set(i, await start(i, work))
  }
  const select = (all: readonly number[]): Hosts => ({
    ...keys,
    names: all.map((i) => `h${i}`),
    addresses: (delayed) => all.map((i) => addressOf(i, delayed)),
    first: (some) => select(all.slice(0, some)),
    reset: async () => void (await Promise.all(all.map((i) => limit(() => bare(i))))),
    bytes,
    logged: () => logged(work),
    faults: async (part) => (await Promise.all(all.map((i) => limit(() => faultsOf(i, work, part))))).flat(),
  })
  const hosts = select(every)
  await hosts.reset()
  return hosts
}

async function makeKeys(work: string, all: readonly number[]): Promise<{ keyFile: string; knownHostsFile: string }> {
  const [keyFile, hostKey, knownHostsFile] = [join(work, 'id_ed25519'), join(work, hostKeyName), join(work, 'known')]
  for (const file of [keyFile, hostKey]) await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', file])
  const publicKey = readFileSync(`${hostKey}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')
  writeFileSync(knownHostsFile, all.map((i) => `${addressOf(i)},${addressOf(i, true)} ${publicKey}\n`).join(''))
  return { keyFile, knownHostsFile }
}

const hostKeyName = 'ssh_host_ed25519_key'

/** What a host has of its own at first; a folder here lends its mode to the one below it in the overlay. */
function prepare(i: number, work: string): void {
  const upper = join(work, 'upper', String(i))
  for (const part of ['upper', 'overlay']) rmSync(join(work, part, String(i)), { recursive: true, force: true })
  for (const part of ['mount', 'overlay', 'upper']) mkdirSync(join(work, part, String(i)), { recursive: true })
  mkdirSync(join(upper, 'etc/ssh'), { recursive: true })
  mkdirSync(join(upper, 'root/.ssh'), { recursive: true, mode: 0o700 })
  for (const file of [hostKeyName, `${hostKeyName}.pub`]) copyFileSync(join(work, file), join(upper, 'etc/ssh', file))
  writeFileSync(join(upper, 'etc/hostname'), `h${i}\n`)
  copyFileSync(join(work, 'id_ed25519.pub'), join(upper, 'root/.ssh/authorized_keys'))
}

async function start(i: number, work: string): Promise<ChildProcess> {
  const spaces = [`--net=${namespaceOf(i)}`, 'unshare', '--mount', '--pid', '--uts', '--fork', '--kill-child']
  const words = ['sh', join(import.meta.dirname, 'host.sh'), String(i), work]
  const child = spawn('nsenter', [...spaces, ...words], { stdio: ['ignore', 'ignore', 'inherit'] })
  child.on('error', (error) => {
    throw error
  })
  child.unref()
  await until(`sshd on h${i}`, () => listens(i), 60)
  return child
}

/** By a refusal or the first word: its network is there before sshd is. */
function listens(i: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(22, addressOf(i))
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('data', () => end(true)).once('error', () => end(false))
  })
}

const pidOf = (i: number, work: string) => readFileSync(join(work, 'pid', String(i)), 'utf8').trim()

/** Ends the first process of a host: `unshare` ends once none is left, so that the port is free. */
async function kill(child: ChildProcess, work: string, i: number): Promise<void> {
  const over = new Promise((resolve) => child.once('close', resolve))
  child.ref()
  process.kill(Number(pidOf(i, work)), 'SIGTERM')
  await over
}

function bytes(): number {
  const wires = readFileSync('/proc/net/dev', 'utf8').matchAll(/^ *h\d+: *(\d+)(?: +\d+){7} +(\d+)/gm)
  return [...wires].reduce((sum, [, received, sent]) => sum + Number(received) + Number(sent), 0)
}

function logged(work: string): { connections: number; sessions: number } {
  const logs = globSync(join(work, 'upper/*/var/log/sshd.log')).map((file) => readFileSync(file, 'utf8'))
  const count = (pattern: RegExp) => logs.reduce((sum, log) => sum + [...log.matchAll(pattern)].length, 0)
  return { connections: count(/^Accepted publickey /gm), sessions: count(/^Starting session: /gm) }
}

const verify = readFileSync(join(import.meta.dirname, 'site/verify.sh'), 'utf8')

async function faultsOf(i: number, work: string, part: string): Promise<string[]> {
  const inside = ['nsenter', '-t', pidOf(i, work), '-m', '-n', '-u', '-p', '-r', '-w']
  const { code, stdout, stderr } = await run([...inside, 'sh', '-s', part], verify)
  return code === 0 ? [] : `${stdout}${stderr}`.trim().split('\n')
}
