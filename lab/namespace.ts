import { accessSync, constants, mkdirSync, readFileSync, readlinkSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { type Topology, topology } from './machines.ts'
import { stateFolder } from './paths.ts'
import { end, recall, remember } from './pid-record.ts'
import { must, startDetached } from './process.ts'
import { say } from './say.ts'
import { until } from './until.ts'

const holderFile = join(stateFolder, 'namespace.json')
const userNamespace = ['--user', '--map-root-user', '--net']

/** True while the lab's network namespace exists. */
export function namespaceExists(): boolean {
  return recall(holderFile) !== undefined
}

/** The command that runs the given one in the lab's namespaces, at the client's place. */
export function inside(argv: readonly string[]): readonly string[] {
  const holder = recall(holderFile)
  if (!holder) throw new Error('the lab is down; bring it up first: lab up')
  const own = (kind: string) => readlinkSync(`/proc/${holder.pid}/ns/${kind}`) === readlinkSync(`/proc/self/ns/${kind}`)
  const user = own('user') ? [] : ['--user', '--preserve-credentials']
  return ['nsenter', `--target=${holder.pid}`, '--net', ...user, '--', ...argv]
}

/** Makes the namespace with its bridge and a tap device for each machine, or completes what is there. */
export async function ensureNamespace(): Promise<void> {
  if (!namespaceExists()) await hold()
  await must(inside(['sh', '-eu', '-s']), devices(topology()))
}

/** Ends the process that holds the namespace; bridge and taps go with it. */
export function removeNamespace(): Promise<void> {
  return end(holderFile)
}

/** Root needs no user namespace, and gets one only where a network namespace alone is refused. */
async function hold(): Promise<void> {
  say('making the network namespace')
  checkTun()
  const ways = userInfo().uid === 0 ? [['--net'], userNamespace] : [userNamespace]
  const errors: string[] = []
  for (const way of ways) {
    try {
      return await holdBy(way)
    } catch (error) {
      errors.push(`unshare ${way.join(' ')}: ${error instanceof Error ? error.message : error}`)
    }
  }
  throw new Error(`no network namespace can be made here:\n${errors.join('\n')}`)
}

async function holdBy(way: readonly string[]): Promise<void> {
  await must(['unshare', ...way, '--', 'true'])
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const pid = await startDetached(['unshare', ...way, '--', 'sleep', 'infinity'], join(stateFolder, 'namespace.log'))
  remember(holderFile, pid)
  // unshare becomes sleep once the namespaces are made.
  await until('the network namespace', () => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sleep', 10)
}

function checkTun(): void {
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK)
  } catch {
    throw new Error(
      '/dev/net/tun: no access; the machines are connected by it; as root: modprobe tun && chmod 0666 /dev/net/tun',
    )
  }
}

/**
 * A shell script; running it again changes nothing. The name server that machines may have (192.0.2.53) is silent: packets to it are dropped.
 * Each segment goes to a machine by itself: its driver drops those that come as one packet, and TCP then waits to send each again.
 */
function devices({ gateway, prefixLength, machines }: Topology): string {
  return `
ip link set lo up
ip link show lan >/dev/null 2>&1 || ip link add lan type bridge mcast_snooping 0
ip address replace ${gateway}/${prefixLength} broadcast + dev lan
ip link set lan up
ip route replace blackhole 192.0.2.53
for tap in ${machines.map((machine) => machine.name).join(' ')}; do
  ip link show $tap >/dev/null 2>&1 || ip tuntap add dev $tap mode tap
  ip link set $tap master lan gso_max_segs 1 up
done
`
}
