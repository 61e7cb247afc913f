import type { Unseen } from '../cluster/hearing.ts'
import { canonicalEndpoint, type TableService, withoutMarkPort } from '../table/ipvsadm.ts'
import { protocolFlags } from '../verify/loads.ts'
import type { SyncDaemon } from '../verify/sight.ts'

/** What one look at a director shows, for the picture. */
export interface DirectorLook {
  /** Of all interfaces but lo. */
  readonly addresses: ReadonlySet<string>
  readonly table: readonly TableService[] | Unseen
  /** `ipvsadm -Ln`, `--stats` and `--rate`, as `rowsIn` reads them. */
  readonly list: Rows
  readonly stats: Rows
  readonly rates: Rows
  readonly syncDaemons: readonly SyncDaemon[]
  /** What keepalived says of its instances. */
  readonly states: ReadonlyMap<string, Account>
  /** When keepalived.conf was written, in seconds since 1970. */
  readonly changedAt: number | null
  readonly owner: string | null
  /** Whose run changed the host last. */
  readonly last: { readonly who: string; readonly since: string } | null
  /** The last lines of keepalived's log. */
  readonly log: readonly string[]
}

/** An instance as keepalived has it; `since` in seconds since 1970. */
export interface Account {
  readonly state: string
  readonly since: number | null
}

/** Words behind each entry, by `-t 192.168.1.225:80`, and that followed by `-r 192.168.1.222:80`. */
export type Rows = ReadonlyMap<string, readonly string[]>

/** Reads any of ipvsadm's lists with -n. */
export function rowsIn(text: string): Rows {
  const found = new Map<string, readonly string[]>()
  let service = ''
  for (const line of text.split('\n')) {
    const [first = '', second = '', ...rest] = line.trim().split(/\s+/)
    const [six, words] = rest[0] === 'IPv6' ? [' -6', rest.slice(1)] : ['', rest]
    const flag = protocolFlags.get(first)
    if (flag) service = `${flag} ${flag === '-f' ? second : canonicalEndpoint(second)}${six}`
    if (flag) found.set(service, words)
    else if (first === '->' && /\d$/.test(second))
      found.set(`${service} -r ${withoutMarkPort(service, canonicalEndpoint(second))}`, words)
  }
  return found
}

/** Reads lines of `instance NAME STATE SECONDS`. */
export function accountsIn(text: string): ReadonlyMap<string, Account> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, state, since] = /^instance (\S+) (\S+) ?(\d*)/.exec(line) ?? []
      return name === undefined ? [] : [[name, { state: state!, since: since ? Number(since) : null }] as const]
    }),
  )
}
