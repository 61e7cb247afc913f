import type { Path } from '../../model/host.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { checkersOf, type RealServer, type Service } from '../cluster/service.ts'
import { idleInChecker, isHttp } from './idle-checker.ts'
import { type Idle, idleWords, mailAlone, sendsMail, unasked } from './idle-words.ts'
import type { Remark } from './rule.ts'

interface ServiceContext {
  readonly service: Service
  readonly cluster: Cluster
}

/** Packets with a firewall mark keep their port, and are of any protocol. */
const isMarked = ({ endpoints }: Pick<Service, 'endpoints'>) => endpoints.every(({ address }) => address === null)

const noHttp = {
  words: ['virtualhost'],
  because: 'without HTTP_GET or SSL_GET',
  hint: 'check by HTTP_GET or SSL_GET, or leave it out',
} as const

const flags = (scheduler: 'sh' | 'mh'): Idle<ServiceContext> => ({
  words: [`${scheduler}-port`, `${scheduler}-fallback`],
  when: ({ service }) => service.scheduler !== scheduler,
  because: `without lb_algo: ${scheduler}`,
  hint: `take lb_algo: ${scheduler}, or leave it out`,
})

const ofService: readonly Idle<ServiceContext>[] = [
  flags('sh'),
  flags('mh'),
  {
    words: ['ops'],
    when: ({ service }) => service.protocol !== 'UDP' && !isMarked(service),
    because: 'without protocol: UDP',
    hint: 'take protocol: UDP, or leave it out',
  },
  {
    words: ['persistence_engine'],
    when: ({ service }) => service.persistenceTimeout === null,
    because: 'without persistence_timeout; no client is remembered',
    hint: 'add persistence_timeout, or leave it out',
  },
  {
    words: ['persistence_engine'],
    when: ({ service }) => service.persistenceTimeout !== null && service.protocol !== 'UDP' && !isMarked(service),
    because: 'without protocol: UDP; the kernel reads the Call-ID of SIP from datagrams alone',
    hint: 'take protocol: UDP, or leave it out',
  },
  {
    words: ['quorum', 'hysteresis'],
    when: ({ service: { words }, cluster }) =>
      (words.quorum ?? 1) > 1 &&
      !(words.sorry_server ?? words.quorum_up ?? words.quorum_down) &&
      !sendsMail(cluster.words),
    because: 'without sorry_server, quorum_up, quorum_down or mail; nothing hangs on the quorum',
    hint: 'add one of them, or leave quorum and hysteresis out',
  },
  {
    words: ['omega'],
    when: ({ service: { words, realServers }, cluster }) =>
      !(words.quorum_down ?? realServers.find((server) => server.words.notify_down)) && !sendsMail(cluster.words),
    because: 'without quorum_down, notify_down or mail; there is no down notifier to run',
    hint: 'add one of them, or leave it out',
  },
  {
    words: ['sorry_server_inhibit'],
    when: ({ service }) => service.words.sorry_server === undefined,
    because: 'without sorry_server',
    hint: 'add sorry_server, or leave it out',
  },
  { ...noHttp, when: ({ service }) => !checkersOf(service).some(isHttp) },
  {
    words: ['ha_suspend'],
    when: ({ service }) => isMarked(service),
    because: 'with fwmark; there is no virtual address to look for',
    hint: 'leave it out',
  },
  {
    words: ['protocol'],
    when: ({ service }) => isMarked(service),
    because: 'with fwmark; marked packets are of any protocol',
    hint: 'leave it out; marks says the protocol',
  },
  {
    words: ['ip_family'],
    when: ({ service }) => !isMarked(service),
    because: 'without fwmark; the address says the family',
    hint: 'leave it out',
  },
  { ...mailAlone, when: ({ cluster }) => !sendsMail(cluster.words) },
  { ...unasked, when: ({ cluster }) => !cluster.words.global_defs?.enable_snmp_checker },
]

interface ServerContext extends ServiceContext {
  readonly server: RealServer
}

const keptPort = {
  words: ['port'],
  because: 'with fwmark; marked packets keep their port',
  hint: 'leave it out; connect_port of the checker says where it is checked',
} as const

const ofServer: readonly Idle<ServerContext>[] = [
  {
    words: ['lthreshold'],
    when: ({ server }) => server.upperThreshold === null,
    because: 'without uthreshold',
    hint: 'add uthreshold, or leave it out',
  },
  { ...keptPort, when: ({ service }) => isMarked(service) },
  { ...noHttp, when: ({ server }) => !server.checkers.some(isHttp) },
  { ...mailAlone, when: ({ cluster }) => !sendsMail(cluster.words) },
  { ...unasked, when: ({ cluster }) => !cluster.words.global_defs?.enable_snmp_checker },
]

const ofSorryServer: readonly Idle<Service>[] = [{ ...keptPort, when: isMarked }]

/** What does nothing in a virtual server, its real servers and their checkers. */
export function idleInService(service: Service, cluster: Cluster): readonly Remark[] {
  const { index, words, realServers } = service
  const at = <C>(path: Path, own: object, context: C) =>
    ({ variable: 'virtual_servers', path, words: own, context }) as const
  const sorry = typeof words.sorry_server === 'object' ? words.sorry_server : {}
  return [
    ...idleWords(at([index], words, { service, cluster }), ofService),
    ...realServers.flatMap((server) =>
      idleWords(at(server.path, server.words, { server, service, cluster }), ofServer),
    ),
    ...idleWords(at([index, 'sorry_server'], sorry, service), ofSorryServer),
    ...checkersOf(service).flatMap((checker) => idleInChecker(checker, service)),
  ]
}
