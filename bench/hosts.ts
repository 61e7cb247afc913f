import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, run } from '../lab/process.ts'
import { until } from '../lab/until.ts'

/** Hosts of one benchmark: numbered from 0, in the network namespace of this process. */
export interface Hosts {
  readonly names: readonly string[]
  /** Those through the delay, in the order of `names`, or the hosts' own for none. */
  readonly addresses: (delayed: boolean) => readonly string[]
  readonly keyFile: string
  readonly knownHostsFile: string
  /** Back to the bare root filesystem. */
  reset(): Promise<void>
  /** Bytes over the hosts' wires, both ways, TCP/IP headers included. */
  bytes(): number
  /** What the sshds wrote of connections and sessions since the reset. */
  logged(): { readonly connections: number; readonly sessions: number }
  /** What is not in the end state, a line each. */
  faults(verify: string): Promise<string[]>
  /** Ends them and takes the network away. */
  stop(): Promise<void>
}

const startAtOnce = 20
const address = (net: number, i: number) => `10.${net}.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`

/** Makes the bridge and the hosts below `work`, a folder in memory, over the root filesystem `base`. */
export async function startHosts(count: number, work: string, base: string): Promise<Hosts> {
  await must(['sh', '-euc', network, 'sh', work, base])
  const keyFile = join(work, 'id_ed25519')
  await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
  for (const folder of ['etc/ssh', 'pid']) mkdirSync(join(work, folder), { recursive: true })
  const hostKey = join(work, 'ssh_host_ed25519_key')
  await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', hostKey])
  const all = Array.from({ length: count }, (_, i) => i)
  const publicKey = readFileSync(`${hostKey}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')
  const knownHostsFile = join(work, 'known_hosts')
  writeFileSync(knownHostsFile, all.map((i) => `${address(77, i)},${address(78, i)} ${publicKey}\n`).join(''))
  let running = new Map<number, ChildProcess>()
  const reset = async () => {
    await Promise.all([...running.values()].map(kill))
    for (const i of all) for (const part of ['upper', 'overlay', 'pid']) remove(join(work, part, String(i)))
    running = await startAll(all, work)
  }
  await reset()
  return {
    names: all.map((i) => `h${i}`),
    addresses: (delayed) => all.map((i) => address(delayed ? 78 : 77, i)),
    keyFile,
    knownHostsFile,
    reset,
    bytes,
    logged: () => logged(work),
    faults: async (verify) => (await Promise.all(all.map((i) => faultsOf(i, work, verify)))).flat(),
    stop: async () => {
      await Promise.all([...running.values()].map(kill))
      await must(['ip', 'link', 'delete', 'hosts'])
    },
  }
}

const remove = (path: string) => rmSync(path, { recursive: true, force: true })

/** A shell script: $1 the work folder, $2 the root filesystem. 10.78 is where the proxy with the delay listens. */
const network = `
[ -e /run/netns/bench ] || mount -t tmpfs tmpfs /run
mkdir -p /run/netns "$1"
[ -e /run/netns/bench ] || { : >/run/netns/bench; mount --bind /proc/self/ns/net /run/netns/bench; }
mount -t tmpfs -o size=90% tmpfs "$1"
ln -s "$2" "$1/base"
ip link set lo up
ip link add hosts type bridge mcast_snooping 0
ip address add 10.77.0.1/16 broadcast + dev hosts
ip link set hosts up
ip route replace local 10.78.0.0/16 dev lo
sysctl -qw net.ipv4.neigh.default.gc_thresh1=4096 net.ipv4.neigh.default.gc_thresh2=8192 net.ipv4.neigh.default.gc_thresh3=16384 || :
`

async function startAll(all: readonly number[], work: string): Promise<Map<number, ChildProcess>> {
  const running = new Map<number, ChildProcess>()
  for (let first = 0; first < all.length; first += startAtOnce) {
    const some = all.slice(first, first + startAtOnce)
    for (const i of some) running.set(i, start(i, work))
    await until('sshd on every host', async () => (await Promise.all(some.map(listens))).every(Boolean), 60)
  }
  return running
}

function start(i: number, work: string): ChildProcess {
  const words = [join(import.meta.dirname, 'host.sh'), String(i), address(77, i), work, join(work, 'id_ed25519.pub')]
  const spaces = ['--mount', '--net', '--pid', '--uts', '--fork', '--kill-child']
  const child = spawn('unshare', [...spaces, '--', 'sh', ...words], { stdio: ['ignore', 'ignore', 'inherit'] })
  child.on('error', (error) => {
    throw error
  })
  return child
}

async function listens(i: number): Promise<boolean> {
  const { code, stdout } = await run([
    'timeout',
    '1',
    'bash',
    '-c',
    `read -r line </dev/tcp/${address(77, i)}/22 && echo $line`,
  ])
  return code === 0 && stdout.startsWith('SSH-')
}

async function kill(child: ChildProcess): Promise<void> {
  const over = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
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

async function faultsOf(i: number, work: string, verify: string): Promise<string[]> {
  const pid = readFileSync(join(work, 'pid', String(i)), 'utf8').trim()
  const inside = ['nsenter', '-t', pid, '-m', '-n', '-u', '-p', '-r', '-w']
  const { code, stdout, stderr } = await run([...inside, 'sh', '-s'], verify)
  return code === 0 ? [] : `${stdout}${stderr}`.trim().split('\n')
}
