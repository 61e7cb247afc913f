import { checkerDefaults, longestDetection, slowestDetection } from '../cluster/detection.ts'
import { addressOf } from '../cluster/place.ts'
import type { Scene } from '../cluster/scene.ts'
import { checkersOf, type Service, serviceName, serviceSockets } from '../cluster/service.ts'
import { atLeast } from '../language/version.ts'
import { eachService, onServices, type Remark, type Rule } from './rule.ts'

/** Whether a dead real server is noticed, and how soon. */
export const healthRules: readonly Rule[] = [
  {
    id: 'L36',
    severity: 'warning',
    title: 'real servers are checked',
    explanation:
      'Without a checker a dead real server keeps its share of the connections. keepalived takes such a file without a word.',
    keepalivedTest: 'misses',
    check: eachService(unchecked),
  },
  {
    id: 'L37',
    severity: 'warning',
    title: `a dead real server is noticed within ${longestDetection} s`,
    explanation:
      'Until a dead real server is noticed its share of the connections fails: in the lab 185 of them with the timings of many a how-to (delay_loop 6, 3 retries), 19 with delay_loop 2, one retry and 1 s each. A check should also end before the next one begins.',
    keepalivedTest: 'misses',
    check: eachService((service) => [...slowDetection(service), ...longTimeout(service)]),
  },
  {
    id: 'L38',
    severity: 'warning',
    title: 'TCP_CHECK can try again',
    explanation:
      'keepalived before 1.2.20 (CentOS 6) has no retry in TCP_CHECK: one lost packet takes a real server out until the next check. The words are left out of the file there.',
    keepalivedTest: 'misses',
    checkVersion: ({ cluster }, version) =>
      atLeast(version, '1.2.20') ? [] : cluster.services.flatMap((service) => noRetry(service, version)),
  },
  {
    id: 'L56',
    severity: 'warning',
    title: 'a check looks at the real server',
    explanation:
      'A check of the virtual address, or of a director, is answered by the director itself, whatever the real server does. A check of port 0, which real servers of a firewall mark or of every port have, is answered by nobody: they all count as down.',
    keepalivedTest: 'misses',
    check: (scene) =>
      scene.cluster.services.flatMap((service) => [...checksItself(service, scene), ...checksNoPort(service)]),
  },
]

function unchecked(service: Service): readonly Remark[] {
  const without = service.realServers.filter(({ checkers }) => checkers.length === 0)
  if (without.length === 0) return []
  const hint = `add one: ${checkerFor(service)}`
  return without.length === service.realServers.length
    ? [onServices([service.index], `${serviceName(service)} has no checker`, hint)]
    : without.map(({ path, host, address }) => onServices(path, `${host ?? address} has no checker`, hint))
}

/** No word says that a datagram arrived, so that UDP is asked for longer; real servers of a mark or of every port have none to ask. */
function checkerFor(service: Service): string {
  const [socket] = serviceSockets(service)
  const protocol = socket?.protocol ?? service.protocol
  const isOpen = service.endpoints.some(({ address, port }) => address === null || port === 0)
  const port = isOpen ? `connect_port: ${socket?.port || 80}, ` : ''
  if (protocol === 'TCP') return `TCP_CHECK: { ${port}connect_timeout: 1, retry: 1 }`
  const own = 'MISC_CHECK with misc_path and misc_timeout: 1, a program of your own that asks'
  return protocol === 'UDP' ? `UDP_CHECK: { ${port}${udpTimes} } with keepalived 2.1.0 and newer, or ${own}` : own
}

const udpTimes = 'delay_loop: 5, connect_timeout: 4, retry: 0'

function slowDetection(service: Service): readonly Remark[] {
  const slowest = slowestDetection(service)
  if (!slowest || slowest.seconds <= longestDetection) return []
  const { loop, timeout, retry, pause } = checkerDefaults(slowest.checker, service.delayLoop)!
  const { name, words } = slowest.checker
  const nearer = words.delay_loop === undefined ? '' : ', all of them in the checker'
  const timing = name === 'MISC_CHECK' ? 'misc_timeout' : 'connect_timeout'
  const times = name === 'UDP_CHECK' ? udpTimes : `delay_loop: 2, ${timing}: 1, retry: 1, delay_before_retry: 1`
  const sum = `delay_loop ${loop} + ${retry + 1} attempts of ${timeout} + ${retry} pauses of ${pause}`
  return [
    onServices(
      slowest.checker.path,
      `a dead real server may go unnoticed for ${slowest.seconds} s: ${sum}`,
      `make it ${longestDetection} s or less: ${times}${nearer}`,
    ),
  ]
}

function longTimeout(service: Service): readonly Remark[] {
  return checkersOf(service).flatMap((checker) => {
    const defaults = checkerDefaults(checker, service.delayLoop)
    if (!defaults || checker.name === 'MISC_CHECK' || defaults.timeout < defaults.loop) return []
    const message = `connect_timeout ${defaults.timeout} is not below delay_loop ${defaults.loop}`
    const hint = 'take less for connect_timeout than for delay_loop'
    return [onServices([...checker.path, 'connect_timeout'], message, hint)]
  })
}

function noRetry(service: Service, version: string): readonly Remark[] {
  return checkersOf(service)
    .filter(({ name }) => name === 'TCP_CHECK')
    .map(({ words, path }) =>
      onServices(
        words.retry === undefined ? path : [...path, 'retry'],
        `keepalived ${version} takes a real server out after one failed TCP_CHECK`,
        'take HTTP_GET with a url, which tries again, or a release with a newer keepalived',
      ),
    )
}

function checksItself(service: Service, { directors }: Scene): readonly Remark[] {
  return checkersOf(service).flatMap(({ words: { connect_ip: asked }, path }) => {
    if (asked === undefined) return []
    const virtual = service.endpoints.some(({ address }) => address === asked)
    const director = directors.find(({ host }) => addressOf(host) === asked)?.host.name
    const who = virtual ? 'the virtual address' : director && `the address of ${director}, a director`
    return who
      ? [onServices([...path, 'connect_ip'], `connect_ip is ${who}`, 'leave it out: the real server is checked')]
      : []
  })
}

/** The checkers that connect to a port. */
const connecting = ['TCP_CHECK', 'HTTP_GET', 'SSL_GET', 'SMTP_CHECK', 'DNS_CHECK', 'UDP_CHECK']

function checksNoPort(service: Service): readonly Remark[] {
  const isMarked = service.endpoints.some(({ address }) => address === null)
  const portless = service.realServers.filter(({ port }) => isMarked || port === 0)
  if (portless.length === 0) return []
  return [...new Set(portless.flatMap(({ checkers }) => checkers))]
    .filter(({ name, words }) => connecting.includes(name) && words.connect_port === undefined)
    .map(({ name, path }) => ({
      ...onServices(path, `${name} has no connect_port, and the real servers have no port`, 'add connect_port: 80'),
      severity: 'error',
    }))
}
