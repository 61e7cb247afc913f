import { markPort, type RealServer, type Service } from '../cluster/service.ts'
import type { Groups } from '../cluster/target.ts'
import { block, flag, type Node, plain, word } from '../conf/block.ts'
import { checkerNames } from '../language/checker.ts'
import { wordsBut, writtenWhenFalse } from '../language/entry.ts'
import { realServerWords } from '../language/real-server.ts'
import { flags } from '../language/scheduler.ts'
import { virtualServerWords } from '../language/virtual-server.ts'
import { checkerNodes } from './checker.ts'
import { confWeight } from './drain.ts'
import { script } from './script.ts'
import { mail } from './sync-group.ts'

/** The virtual_server_group blocks. */
export function groupBlocks(groups: Groups): readonly Node[] {
  return Object.entries(groups).flatMap(([name, members]) =>
    block(
      `virtual_server_group ${name}`,
      members.map(({ address, port, fwmark }) => (fwmark === undefined ? `${address} ${port}` : `fwmark ${fwmark}`)),
    ),
  )
}

/** A virtual_server with its real servers. nat_mask is never written: it went with 1.2.20 and meant nothing before. */
export function virtualServerBlock(service: Service, version: string): Node {
  const { words } = service
  return {
    head: `virtual_server ${targetWords(service)}`,
    body: [
      ...word('ip_family', words.ip_family),
      `delay_loop ${service.delayLoop}`,
      `lb_algo ${service.scheduler}`,
      ...service.flags,
      `lb_kind ${service.forwarding}`,
      ...plain(words, ['persistence_engine', 'persistence_timeout', 'persistence_granularity']),
      ...(hasPorts(service) ? [`protocol ${service.protocol}`] : []),
      ...flag('ha_suspend', words.ha_suspend),
      ...mail(words.smtp_alert),
      ...plain(words, others),
      ...script('quorum_up', words.quorum_up, version),
      ...script('quorum_down', words.quorum_down, version),
      ...sorryServer(service, version),
      ...service.realServers.map((server) => realServerBlock(server, service, version)),
    ],
  }
}

function targetWords({ target }: Service): string {
  if (target.group !== null) return `group ${target.group}`
  return target.address === null ? `fwmark ${target.fwmark}` : `${target.address} ${target.port}`
}

/** Packets with a firewall mark are of any protocol and go to the port that they came for. */
function hasPorts({ endpoints }: Service): boolean {
  return endpoints.some(({ address }) => address !== null)
}

function sorryServer(service: Service, version: string): readonly string[] {
  const { sorryServer: sorry, forwarding, words } = service
  if (!sorry) return []
  return [
    `sorry_server ${place(sorry, service, version)}`,
    ...flag('sorry_server_inhibit', words.sorry_server_inhibit),
    ...(sorry.forwarding === forwarding ? [] : [`sorry_server_lvs_method ${sorry.forwarding}`]),
  ]
}

function place(server: Pick<RealServer, 'address' | 'port'>, service: Service, version: string): string {
  const port = hasPorts(service) ? server.port : markPort(service, version)
  return [server.address, ...(port === null ? [] : [port])].join(' ')
}

function realServerBlock(server: RealServer, service: Service, version: string): Node {
  const { words } = server
  return {
    head: `real_server ${place(server, service, version)}`,
    body: [
      `weight ${confWeight(server, service, version)}`,
      ...(server.forwarding === service.forwarding ? [] : [`lvs_method ${server.forwarding}`]),
      ...flag('inhibit_on_failure', server.inhibitOnFailure),
      ...word('uthreshold', server.upperThreshold),
      ...word('lthreshold', server.lowerThreshold),
      ...script('notify_up', words.notify_up, version),
      ...script('notify_down', words.notify_down, version),
      ...plain(words, othersOfServer, writtenWhenFalse(realServerWords)),
      ...server.checkers.flatMap((checker) => checkerNodes(checker, version)),
    ],
  }
}

/** Words that are written in a way, or at a place, of their own, and those that keepalived has not. */
const written = [
  'address',
  'port',
  'fwmark',
  'marks',
  'group',
  'ip_family',
  'delay_loop',
  'lb_algo',
  ...Object.keys(flags),
  'lb_kind',
  'persistence_engine',
  'persistence_timeout',
  'persistence_granularity',
  'protocol',
  'ha_suspend',
  'smtp_alert',
  'quorum_up',
  'quorum_down',
  'sorry_server',
  'sorry_server_inhibit',
  'inhibit_on_failure',
  'real_servers',
  ...checkerNames,
]
const others = wordsBut(virtualServerWords, written)

const writtenOfServer = [
  'host',
  'address',
  'port',
  'weight',
  'lb_kind',
  'inhibit_on_failure',
  'uthreshold',
  'lthreshold',
  'notify_up',
  'notify_down',
  ...checkerNames,
]
const othersOfServer = wordsBut(realServerWords, writtenOfServer)
