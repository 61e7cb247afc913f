import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { parseIpvsadm, type TableService } from '../lvs/table/ipvsadm.ts'
import { readActive, readCounts } from '../lvs/table/load.ts'
import type { Host } from '../model/host.ts'
import { readIpAddr } from '../resources/facts/ip-addr.ts'
import { framed } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'
import { ask, type Observer, understood } from '../verify/observe.ts'

/** What a director hands to real servers. */
export interface Balance {
  readonly addresses: readonly string[]
  readonly table: readonly TableService[]
  /** Open connections by `192.168.1.222:80`. */
  readonly active: ReadonlyMap<string, number>
  /** Clients that would go on getting new connections to a server with weight 0, by the same. */
  readonly bound: ReadonlyMap<string, number>
}

/** Lists the connections only where a template binds clients to a server of weight 0: there may be millions. */
export function balanceScript(token: string, persistent: boolean): Script {
  const bound = sh`
    lb_expire=0
    { read -r lb_expire </proc/sys/net/ipv4/vs/expire_quiescent_template; } 2>/dev/null || :
    if [ "$lb_expire" = 0 ]; then
      attr bound; ipvsadm -Lcn | awk '$4 ~ /:0$/ { n[$6]++ } END { for (server in n) print server, n[server] }'
    fi
  `
  const body = sh`
    attr addresses; ip -o addr show || :
    if lb_out=$(ipvsadm -Sn 2>&1); then put table "$lb_out"; else put no-table "$lb_out"; return 0; fi
    attr active; ipvsadm -Ln
    ${persistent ? bound : sh`:`}
  `
  return framed(token, [{ id: 'balance', mode: 'look', body }])
}

/** What a director hands to whom now, or why that can't be known. Rejects for no host. */
export async function balanceOf(
  { name, connection }: Host,
  persistent: boolean,
  observer: Observer,
): Promise<Balance | Unseen> {
  const answer = await ask(name, connection, (token) => balanceScript(token, persistent), observer)
  if (isUnseen(answer)) return answer
  const values = answer.sections.get('balance')?.values ?? {}
  const { table, active = '', bound = '', addresses = '' } = values
  if (table === undefined) return { why: `${name}: ${values['no-table']?.trim() ?? 'the table was not shown'}` }
  const read = (): Balance => ({
    addresses: readIpAddr(addresses).map(({ cidr }) => cidr.split('/', 1)[0]!),
    table: parseIpvsadm(table),
    active: readActive(active),
    bound: readCounts(bound),
  })
  return understood(name, read, observer)
}
