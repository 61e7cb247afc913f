import { readClaim } from '../engine/holder.ts'
import type { Unseen } from '../lvs/cluster/hearing.ts'
import { accountsIn, type DirectorLook, rowsIn } from '../lvs/picture/director-look.ts'
import { readSyncDaemons } from '../lvs/verify/counts.ts'
import { lastFile, readRecord, recordFile } from '../model/owned.ts'
import { readIpAddr } from '../resources/facts/ip-addr.ts'
import { awaitDump, findKeepalived, printDump } from '../resources/keepalived/account.ts'
import { framed, type Part, type Transcript } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'
import { tableIn } from './read.ts'

/** How much a look asks a director: what changes all the time, the table and who wrote what as well, and keepalived's own words besides. */
export type Depth = 'figures' | 'tables' | 'words'

/** Four processes, all that a look costs most of the time. */
const figures = sh`
  attr addresses; ip -o addr show || :
  attr list; ipvsadm -Ln 2>/dev/null || :
  attr stats; ipvsadm -Ln --stats --exact 2>/dev/null || :
  attr rates; ipvsadm -Ln --rate --exact 2>/dev/null || :
`

const tables = sh`
  if lb_out=$(ipvsadm -Sn 2>&1); then put table "$lb_out"; else put no-table "$lb_out"; fi
  attr daemons; ipvsadm -L --daemon 2>/dev/null || :
  attr changed; stat -c %Y /etc/keepalived/keepalived.conf 2>/dev/null || :
  lb_first() { lb_line=''; if [ -O "$1" ]; then read -r lb_line <"$1" || :; fi; }
  lb_first ${recordFile}; put owned "$lb_line"
  lb_first ${lastFile}; put last "$lb_line"
`

/** keepalived writes its account to a file that does not stay. */
const account = sh`
  ${findKeepalived}
  if [ -n "$lb_ka_pid" ]; then
    rm -f -- "$lb_ka_tmp/keepalived.data"; kill -USR1 "$lb_ka_pid"
    ${awaitDump('keepalived.data')}
    put account "$(${printDump(sh`"$lb_ka_tmp/keepalived.data"`)} | awk '
      /VRRP Instance = / { if (name != "") print "instance", name, state, since; name = $4; state = since = "" }
      /^ *State = / { if (state == "") state = $3 }
      /^ *Last transition = / { since = int($4) }
      END { if (name != "") print "instance", name, state, since }')"
    ( cd "$lb_ka_tmp" && rm -f -- keepalived.data keepalived_check.data keepalived_parent.data keepalived_bfd.data )
  fi
`

const log = sh`
  attr log
  if [ -d /run/systemd/system ]; then journalctl -q -u keepalived -n 400 -o cat --no-pager 2>/dev/null || :
  else
    for lb_file in /var/log/messages /var/log/daemon.log /var/log/syslog; do
      if [ -r "$lb_file" ]; then tail -n 2000 "$lb_file" | grep Keepalived | tail -n 400; break; fi
    done
  fi
`

/** Asks a director; changes nothing. */
export function statusScript(token: string, depth: Depth): Script {
  const look = (id: string, body: Script): Part => ({ id, mode: 'look', body })
  return framed(token, [
    look('figures', figures),
    ...(depth === 'figures' ? [] : [look('tables', tables)]),
    ...(depth === 'words' ? [look('account', account), look('log', log)] : []),
  ])
}

type Values = Readonly<Record<string, string>>

/** What it was answered; what was not asked is as it was before. */
export function readStatus({ sections }: Transcript, before: DirectorLook | undefined): DirectorLook | Unseen {
  const values: Values = sections.get('figures')?.values ?? {}
  const addresses = readIpAddr(values.addresses ?? '')
  if (addresses.length === 0) return { why: 'ip addr shows no address' }
  const own = addresses.filter((one) => one.interface !== 'lo').map(({ cidr }) => cidr.split('/')[0]!)
  const told = sections.get('log')?.values.log
  return {
    addresses: new Set(own),
    list: rowsIn(values.list ?? ''),
    stats: rowsIn(values.stats ?? ''),
    rates: rowsIn(values.rates ?? ''),
    ...(sections.has('tables') || !before ? tablesIn(sections.get('tables')?.values ?? {}) : tablesOf(before)),
    states: sections.has('account')
      ? accountsIn(sections.get('account')?.values.account ?? '')
      : (before?.states ?? new Map()),
    log: told === undefined ? (before?.log ?? []) : told.split('\n').filter((line) => line !== ''),
  }
}

function tablesIn(values: Values): ReturnType<typeof tablesOf> {
  const changed = /^\d{1,12}/.exec(values.changed?.trim() ?? '')?.[0]
  const [owned] = readRecord(values.owned ?? '')
  const last = values.last?.trim() ?? ''
  return {
    table:
      values.table === undefined
        ? { why: values['no-table']?.trim() || 'the table was not shown' }
        : tableIn(values.table),
    syncDaemons: readSyncDaemons(values.daemons ?? ''),
    changedAt: changed === undefined ? null : Number(changed),
    owner: owned?.site ?? null,
    last: last === '' ? null : readClaim(last),
  }
}

function tablesOf({ table, syncDaemons, changedAt, owner, last }: DirectorLook) {
  return { table, syncDaemons, changedAt, owner, last }
}

/** Which entries the table has, and with which weights, by the list alone. */
export function entriesOf({ list }: DirectorLook): string {
  return JSON.stringify([...list].map(([key, words]) => [key, key.includes(' -r ') ? words.slice(0, 2) : words]))
}
