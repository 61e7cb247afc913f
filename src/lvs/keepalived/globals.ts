import { own } from '../../model/own.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Director } from '../cluster/director.ts'
import { runsScripts } from '../cluster/scripts.ts'
import { block, flag, type Node, plain, word } from '../conf/block.ts'
import { wordsBut, writtenWhenFalse } from '../language/entry.ts'
import { type GlobalDefsWords, globalDefsWords } from '../language/global-defs.ts'
import { fifoScripts, notifyFifoWords } from '../language/notify-fifo.ts'
import { syncDaemonWords } from '../language/sync-daemon.ts'
import { atLeast, between } from '../language/version.ts'
import { script } from './script.ts'

/** global_defs of a director: router_id, then what global_defs says, script security where there are scripts, the sync daemon. */
export function globalBlock(cluster: Cluster, { name }: Pick<Director, 'name'>, version: string): Node {
  const words = cluster.words.global_defs ?? {}
  const timeouts = plain(words.lvs_timeouts ?? {}, ['tcp', 'tcpfin', 'udp']).join(' ')
  return {
    head: 'global_defs',
    body: [
      `router_id ${own(words.router_id, name) ?? name}`,
      ...block('notification_email', words.notification_email ?? []),
      ...plain(words, others, writtenWhenFalse(globalDefsWords)),
      ...flag('vrrp_check_unicast_src', checksSources(cluster, version)),
      ...flag(atLeast(version, '2.0.0') ? 'enable_snmp_vrrp' : 'enable_snmp_keepalived', words.enable_snmp_vrrp),
      ...(timeouts === '' ? [] : [`lvs_timeouts ${timeouts}`]),
      ...scriptSecurity(cluster, version),
      ...fifos(words, version),
      ...(atLeast(version, '1.2.20') ? syncDaemon(cluster, version) : []),
    ],
  }
}

/** From 2.1.0 on each instance says so itself; it counts for those alone that have peers. */
function checksSources({ instances }: Cluster, version: string): boolean {
  return between(version, '1.2.20', '2.1.0') && instances.some(({ words }) => words.unicast)
}

/** Without script security 2.2.7 fails its own test as soon as there is a program to run (status 6). Before 1.3.0 all run as root. */
function scriptSecurity({ words, services }: Cluster, version: string): readonly string[] {
  const { script_user, enable_script_security } = words.global_defs ?? {}
  const needed = runsScripts({ words, services }) && atLeast(version, '1.3.0')
  return [
    ...flag('enable_script_security', enable_script_security ?? needed),
    ...word('script_user', script_user ?? (needed ? defaultScriptUser : undefined)),
  ]
}

/** Behind script_user, whom keepalived gives them to as it reads them. */
function fifos(words: GlobalDefsWords, version: string): readonly string[] {
  return [
    ...plain(words, wordsBut(notifyFifoWords, fifoScripts)),
    ...fifoScripts.flatMap((key) => script(key, words[key], version)),
  ]
}

/** The user that keepalived itself would take; the keepalived roles create it. */
export const defaultScriptUser = 'keepalived_script'

/** Before 1.2.24 the id has no word before it, and there is nothing after it. */
function syncDaemon({ words }: Cluster, version: string): readonly string[] {
  const daemon = words.lvs_sync_daemon
  if (!daemon) return []
  const id = atLeast(version, '1.2.24') ? plain({ id: daemon.syncid }, ['id']) : [daemon.syncid ?? []].flat()
  const rest = plain(daemon, further)
  return [['lvs_sync_daemon', daemon.interface, daemon.instance, ...id, ...rest].join(' ')]
}

/** Words that are written in a way of their own. */
const written = [
  'router_id',
  'notification_email',
  'lvs_timeouts',
  'enable_snmp_vrrp',
  'enable_script_security',
  'script_user',
  ...Object.keys(notifyFifoWords),
]
const others = wordsBut(globalDefsWords, written)
const further = wordsBut(syncDaemonWords, ['interface', 'instance', 'syncid'])
