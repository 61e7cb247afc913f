import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { listOf, needed, object, type, type Values } from '../../model/type.ts'
import { joined, once, type Script, sh } from '../../shell/script.ts'
import { byLine, byWord } from '../by-line.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { ipvsName, ipvsServer, words } from '../names.ts'
import { findKeepalived, keepalivedAccount } from './account.ts'

/** `options` and each real server by `ADDRESS:PORT`, in the words of `ipvsadm -Sn`; `others`: real servers that are none of ours. */
type Desired = Readonly<Record<string, string>>

const servers = type<ReadonlyMap<string, string>>(
  'a Map of words by ADDRESS:PORT',
  (value) =>
    value instanceof Map && [...value].every(([server, how]) => ipvsServer.accepts(server) && words.accepts(how)),
)

const attributes = {
  /** `-s wrr`, in the order in which ipvsadm prints it. */
  options: needed(words),
  /** `192.168.1.222:80` to `-g -w 1`. */
  servers: needed(servers),
  /** May be in the table, too: a sorry server. */
  tolerated: listOf(ipvsServer),
  /** Those that keepalived gives weight 0 when it has them out. The others are not in the table then. */
  inhibited: listOf(ipvsServer),
}

/** A service of the kernel's table in the words of `ipvsadm -Sn`. */
export type IpvsServiceState = Values<typeof attributes>

const checkCall = callOf('ipvs-service', ['the name', ipvsName], object(attributes))

interface Options {
  /** With thresholds, which `ipvsadm -Sn` does not print. */
  readonly servers: ReadonlyMap<string, string>
  readonly tolerated: readonly string[]
  readonly inhibited: readonly string[]
}

/**
 * A virtual service of the kernel's table that keepalived keeps, named as ipvsadm does (`-t 192.168.1.225:80`). keepalived does
 * not bring back what was deleted or changed out of band. A real server that it has taken out counts as it should be.
 */
export function ipvsService(name: string, state: IpvsServiceState, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  const { options, servers, tolerated = [], inhibited = [] } = state
  const printed = [...servers].map(([server, words]) => [server, words.replaceAll(/ -[xy] \d+/g, '')])
  const desired = { options, ...Object.fromEntries(printed), others: 'none' }
  return declare(ipvsServiceKind, name, desired, { servers, tolerated, inhibited }, meta)
}

export const ipvsServiceKind: Kind<Desired, Options> = {
  name: 'ipvs-service',
  providers: [
    {
      name: 'ipvsadm, SysV',
      suits: ({ init }) => init === 'sysv',
      probe,
      apply,
      hint: () => hint('grep Keepalived /var/log/messages'),
    },
    { name: 'ipvsadm', probe, apply, hint: () => hint('journalctl -u keepalived -n 50') },
  ],
  leftovers: {
    take: ({ name }) => {
      checkCall(name, { options: '-s rr', servers: new Map() }, {})
      return declare(ipvsServiceKind, name, null, { servers: new Map(), tolerated: [], inhibited: [] })
    },
  },
}

const hint = (log: string) => `on the host: ipvsadm -Ln; ${log}`

type Service = Resource<Desired, Options>

/**
 * `found` for each line of $lb_service in $lb_ipvs, with $lb_op (-A, -a) and $lb_more, for -a `ADDRESS:PORT OPTIONS`. A mark has two services, the
 * second with -6. What ipvsadm 1.31 says of every tunnel is left out.
 */
const eachEntry = (found: Script) => sh`
  ${byLine}
  set -- $lb_ipvs
  ${byWord}
  for lb_entry in "$@"; do
    lb_op=\${lb_entry%% *}; lb_more=\${lb_entry#* }
    case $lb_more in
      "$lb_service -6 "*) ;;
      "$lb_service "*) lb_more=\${lb_more#"$lb_service "}; lb_more=\${lb_more#-r }; lb_more=\${lb_more%' --tun-type ipip'}; ${found} ;;
    esac
  done
`

const list = sh`lb_ipvs=$(exec ipvsadm -Sn 2>/dev/null) || :`

/** Succeeds when keepalived has the real server out or, before 2.1, cannot be asked which it has. */
function isOut(service: Service, server: string): Script {
  const about = accountOf(service, server)
  return sh`case $lb_ka in *${`${about} 1`}*) false ;; *${`${about} 0`}*) : ;; *) [ -n "$lb_ka_runs" ] ;; esac`
}

/** Whether keepalived may have the real server out although it is in the table. */
function isOutWhenThere({ options: { inhibited, servers } }: Service, server: string): boolean {
  return inhibited.includes(server) && !/(^| )-w 0( |$)/.test(servers.get(server) ?? '')
}

/** How the account begins what it says of a real server. */
function accountOf({ name }: Service, server: string): string {
  const service = name.startsWith('-f ') ? `fwmark ${name.split(' ')[1]}` : name.split(' ')[1]!
  return `server ${spaced(service)} ${spaced(server)}`
}

/** `192.168.1.222:80` as the account has it, `192.168.1.222 80`; no brackets. */
const spaced = (endpoint: string) => endpoint.replace(/^\[?(.*?)\]?:(\d+)$/, '$1 $2')

const ifThere = ({ name }: Service, found: Script) => sh`
  if ipvsadm -Sn 2>/dev/null | grep -qF -- ${`-A ${name} `}; then ${found}; fi
`

function probe(resource: Service): Script {
  const { desired, options } = resource
  if (desired === null) return ifThere(resource, sh`put there true`)
  const known = ` ${[...options.servers.keys(), ...options.tolerated].join(' ')} `
  const out = [...options.servers.keys()].map((server) => {
    const there = isOutWhenThere(resource, server) ? 'there' : ''
    return once(sh`lb_out`, putOut, sh`${server} ${desired[server]!} ${accountOf(resource, server)} ${there}`)
  })
  return sh`
    ${once(sh`lb_entries`, putEntries, sh`${resource.name} ${known}`)} || return 0
    ${joined(out)}
  `
}

const putEntries = sh`
  command -v ipvsadm >/dev/null 2>&1 || return 1
  if [ -z "\${lb_ipvs+set}" ]; then ${list}; fi
  lb_table='' lb_service=$1 lb_known=$2
  ${eachEntry(sh`
    if [ -z "$lb_table" ]; then put others none; fi
    lb_table=$lb_table$lb_more${'\n'}
    lb_at=\${lb_more%% *}
    case $lb_op$lb_known in -A*) put options "$lb_more" ;; *" $lb_at "*) put "$lb_at" "\${lb_more#* }" ;; *) put others "$lb_at" ;; esac`)}
  [ -n "$lb_table" ]
`

/** A real server that is not in the table as it should be, and that keepalived has out, counts as it should be. $3: how the account begins; $4: it may be out and there. */
const putOut = sh`
  case $lb_table in *"$1 $2"*) return 0 ;; *${'\n'}"$1 "*) if [ -z "$4" ]; then return 0; fi ;; esac
  ${keepalivedAccount}
  case $lb_ka in
    *"$3 1"*) return 0 ;;
    *"$3 0"*) ;;
    *)
      [ -n "$lb_ka_runs" ] || return 0
      put lbprov.unseen "whether keepalived has taken $1 out: before 2.1 it does not say" ;;
  esac
  put "$1" "$2"
`

/** keepalived gets some seconds to do it by itself, as after a start or a reload. */
function apply(resource: Service): Script {
  const { name, desired, options } = resource
  const key = sh`${name.split(' ')}`
  if (desired === null) return ifThere(resource, sh`ipvsadm -D ${key}`)
  const words = (text: string) => sh`${text.split(' ')}`
  const servers = [...options.servers].map(([server, how]) => {
    const entry = sh`${key} -r ${server} ${words(how)}`
    const add = sh`if ${isOut(resource, server)}; then :; else ipvsadm -e ${entry} 2>/dev/null || ipvsadm -a ${entry}; fi`
    return isOutWhenThere(resource, server) ? add : sh`ipvsadm -e ${entry} 2>/dev/null || ${add}`
  })
  const known = ` ${[...options.servers.keys(), ...options.tolerated].join(' ')} `
  const stray = sh`case $lb_known in *" $lb_at "*) ;; *) ipvsadm -d ${key} -r "$lb_at" ;; esac`
  return sh`
    lb_n=0 lb_service=${name} lb_known=${known}
    ${findKeepalived}
    if [ -n "$lb_ka_runs" ]; then
      until ipvsadm -Sn | grep -qF -- ${`-A ${name} ${desired!.options}`} || [ $lb_n -ge 5 ]; do sleep 1; lb_n=$((lb_n + 1)); done
      sleep 1
    fi
    ${keepalivedAccount}
    ipvsadm -E ${key} ${words(desired!.options!)} 2>/dev/null || ipvsadm -A ${key} ${words(desired!.options!)}
    ${joined(servers)}
    ${list}
    ${eachEntry(sh`lb_at=\${lb_more%% *}; if [ "$lb_op" = -a ]; then ${stray}; fi`)}
  `
}
