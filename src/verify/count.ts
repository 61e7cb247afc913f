import type { OnBug } from '../engine/bugs.ts'
import { framed } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'
import type { Asked } from './holders.ts'
import { unseenFor } from './observe.ts'

/** What a director is asked for between stages. */
export interface CountErrand {
  /** Real servers of the table, as `-t 192.168.1.225:80 -r 192.168.1.224:80`. */
  readonly entries: readonly string[]
  /** Sockets of the host, as `192.168.1.225:80`. */
  readonly sockets: readonly string[]
  /** Virtual addresses. */
  readonly addresses: readonly string[]
}

export interface Count {
  /** Active connections to the entries, and established ones of the sockets, all together. */
  readonly connections: number
  /** Whether the director has one of the addresses. */
  readonly holds: boolean
}

/** A director that could not be asked. */
export interface Lost {
  readonly host: string
  readonly why: string
}

export const isLost = (one: Count | Lost): one is Lost => 'why' in one

/** Asks one director; never rejects. */
export async function countOn({ host, ask }: Asked, errand: CountErrand, onBug: OnBug): Promise<Count | Lost> {
  try {
    const { transcript, lost } = await ask('draining', (token) => countScript(token, errand), 30_000)
    if (lost !== undefined) return { host: host.name, why: lost }
    const { connections, holds } = transcript.sections.get('count')?.values ?? {}
    return { connections: Number(connections ?? 0), holds: holds === 'true' }
  } catch (error) {
    const { why } = unseenFor(host.name, error, onBug)
    return { host: host.name, why }
  }
}

function countScript(token: string, { entries, sockets, addresses }: CountErrand): Script {
  const body = sh`
    lb_count=0 lb_key=''
    lb_list=$(exec ipvsadm -Ln 2>/dev/null) || :
    while read -r lb_a lb_b lb_c lb_d lb_e lb_rest; do
      case $lb_a in
        TCP) lb_key="-t $lb_b" ;; UDP) lb_key="-u $lb_b" ;; SCTP) lb_key="--sctp-service $lb_b" ;; FWM) lb_key="-f $lb_b" ;;
        '->') for lb_entry in ${entries}; do if [ "$lb_entry" = "$lb_key -r $lb_b" ]; then lb_count=$((lb_count + lb_e)); fi; done ;;
      esac
    done <<EOT
    $lb_list
    EOT
    for lb_socket in ${sockets}; do
      lb_number=$(ss -tn state established src "$lb_socket" 2>/dev/null | grep -c '^ *[0-9]') || :
      lb_count=$((lb_count + lb_number))
    done
    put connections "$lb_count"
    lb_list=$(exec ip -o addr 2>/dev/null) || :
    for lb_address in ${addresses}; do case $lb_list in *" $lb_address/"*) put holds true; break ;; esac; done
  `
  return framed(token, [{ id: 'count', mode: 'look', body }])
}
