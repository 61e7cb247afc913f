import { join } from 'node:path'
import pLimit from 'p-limit'
import { must } from '../lab/process.ts'

/** The address of a host: of its own (10.77), or where the proxy with the delay listens for it (10.78). */
export function addressOf(i: number, delayed = false): string {
  return `10.${delayed ? 78 : 77}.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`
}

const near = '10.77.0.1'
const limit = pLimit(4)

/** Where the network namespaces of the hosts are. */
export const namespaceOf = (i: number) => join('/run/netns', `h${i}`)

/** A wire and a network namespace for each host. Nobody asks for hardware addresses: no broadcast is in any measurement, and no host limits the kernel's table of neighbours. */
export async function wire(all: readonly number[]): Promise<void> {
  await must(['sh', '-euc', ground])
  await batch(all.map((i) => `netns add h${i}`))
  await batch(all.flatMap(wireLines))
  await Promise.all(all.map((i) => limit(() => batch(hostLines(i), `h${i}`))))
}

/** A shell script. */
const ground = `
mount -t tmpfs tmpfs /run
mkdir /run/netns
ip link set lo up
ip address add ${near}/32 dev lo
ip route replace local 10.78.0.0/16 dev lo
`

const hardware = (end: 'host' | 'here', i: number) =>
  `02:00:0${end === 'host' ? 0 : 1}:00:${[i >> 8, i & 255].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`

const wireLines = (i: number) => [
  `link add em1 address ${hardware('host', i)} netns h${i} type veth peer name h${i} address ${hardware('here', i)}`,
  `link set h${i} up`,
  `route add ${addressOf(i)}/32 dev h${i} src ${near}`,
  `neighbour add ${addressOf(i)} lladdr ${hardware('host', i)} nud permanent dev h${i}`,
]

const hostLines = (i: number) => [
  'link set lo up',
  'link set em1 up',
  `address add ${addressOf(i)}/32 dev em1`,
  `neighbour add ${near} lladdr ${hardware('here', i)} nud permanent dev em1`,
  `route add ${near}/32 dev em1`,
  `route add default via ${near}`,
]

const batch = (lines: readonly string[], namespace?: string) =>
  must(['ip', ...(namespace ? ['-n', namespace] : []), '-batch', '-'], `${lines.join('\n')}\n`)
