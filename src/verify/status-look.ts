import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { accountsIn, type DirectorLook, rowsIn } from '../lvs/picture/director-look.ts'
import { parseIpvsadm } from '../lvs/table/ipvsadm.ts'
import { readSyncDaemons } from '../lvs/verify/counts.ts'
import { ConfigError } from '../model/errors.ts'
import { readRecord, recordFile } from '../model/owned.ts'
import { readIpAddr } from '../resources/facts/ip-addr.ts'
import { awaitDump, findKeepalived, printDump } from '../resources/keepalived/account.ts'
import { framed, type Part, type Transcript } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'

/** What of a look is asked for: all but the tables is told again only once it may have changed. */
export interface StatusErrand {
  /** Since when each instance is what it is; keepalived writes it to a file that does not stay. */
  readonly account: boolean
  /** keepalived's last words. */
  readonly log: boolean
}

const tables = sh`
  attr addresses; ip -o addr show || :
  if lb_out=$(ipvsadm -Sn 2>&1); then put table "$lb_out"; else put no-table "$lb_out"; fi
  attr list; ipvsadm -Ln 2>/dev/null || :
  attr stats; ipvsadm -Ln --stats --exact 2>/dev/null || :
  attr rates; ipvsadm -Ln --rate --exact 2>/dev/null || :
  attr daemons; ipvsadm -L --daemon 2>/dev/null || :
  attr changed; stat -c %Y /etc/keepalived/keepalived.conf 2>/dev/null || :
  attr owned; if [ -O ${recordFile} ]; then head -n 1 ${recordFile}; fi
`

const account = sh`
  ${findKeepalived}
  if [ -n "$lb_ka_pid" ]; then
    rm -f -- "$lb_ka_tmp/keepalived.data"; kill -USR1 "$lb_ka_pid"
    ${awaitDump('keepalived.data')}
    put account "$(${printDump('keepalived.data')} | awk '
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
export function statusScript(token: string, errand: StatusErrand): Script {
  const look = (id: string, body: Script): Part => ({ id, mode: 'look', body })
  return framed(token, [
    look('tables', tables),
    ...(errand.account ? [look('account', account)] : []),
    ...(errand.log ? [look('log', log)] : []),
  ])
}

/** What it was answered. */
export function readStatus({ sections }: Transcript): DirectorLook | Unseen {
  const values = sections.get('tables')?.values ?? {}
  const addresses = readIpAddr(values.addresses ?? '')
  if (addresses.length === 0) return { why: 'ip addr shows no address' }
  const own = addresses.filter((one) => one.interface !== 'lo').map(({ cidr }) => cidr.split('/')[0]!)
  const changed = /^\d{1,12}/.exec(values.changed?.trim() ?? '')?.[0]
  const [owned] = readRecord(values.owned ?? '')
  return {
    addresses: new Set(own),
    table: tableIn(values),
    list: rowsIn(values.list ?? ''),
    stats: rowsIn(values.stats ?? ''),
    rates: rowsIn(values.rates ?? ''),
    syncDaemons: readSyncDaemons(values.daemons ?? ''),
    states: accountsIn(sections.get('account')?.values.account ?? ''),
    changedAt: changed === undefined ? null : Number(changed),
    owner: owned?.site ?? null,
    log: (sections.get('log')?.values.log ?? '').split('\n').filter((line) => line !== ''),
  }
}

function tableIn(values: Readonly<Record<string, string>>): DirectorLook['table'] {
  if (values.table === undefined) return { why: values['no-table']?.trim() || 'the table was not shown' }
  try {
    return parseIpvsadm(values.table)
  } catch (error) {
    if (error instanceof ConfigError) return { why: error.problems[0]!.message }
    throw error
  }
}

/** The look with what an earlier one knows of accounts and log. */
export function withEarlier(look: DirectorLook | Unseen, before: DirectorLook | Unseen | undefined): typeof look {
  if (isUnseen(look) || !before || isUnseen(before)) return look
  return {
    ...look,
    states: look.states.size > 0 ? look.states : before.states,
    log: look.log.length > 0 ? look.log : before.log,
  }
}
