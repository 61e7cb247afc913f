import { socketName } from '../lvs/verify/entry.ts'
import type { Page } from '../lvs/verify/page.ts'
import { framed } from '../shell/frames.ts'
import { joined, type Script, sh } from '../shell/script.ts'

/** What a client is to try. */
export interface ClientErrand {
  readonly addresses: readonly string[]
  readonly services: readonly (Target & { readonly page?: Page | undefined })[]
  /** New connections to each service. */
  readonly count: number
  /** The address to connect from; undefined: as the client's routes have it. */
  readonly source?: string | undefined
}

/** Where a connection goes. */
export interface Target {
  readonly address: string
  readonly port: number
}

/** Sets $lb_way to how the client gets there. */
const wayTo = (address: string, source: string | undefined) =>
  sh`lb_way=$(ip route get ${address} ${source === undefined ? sh`` : sh`from ${source}`} 2>/dev/null)`

/** Where the client takes an address to be, as long as nobody has asked: asking has it told anew. */
function cached(address: string): Script {
  return sh`put ${`cached.${address}`} "$(ip neigh show to ${address} 2>/dev/null)"`
}

/**
 * Who answers for an address. arping (iputils) and ndisc6, as root, ask everybody and hear everybody. Without them the neighbour
 * table is all there is: forgotten and filled again three times where root may, it shows one answer each time. A connection to the
 * discard port, whatever comes of it, has the kernel fill it.
 */
function repliers(address: string, source: string | undefined): Script {
  const name = (what: string) => sh`${`${what}.${address}`}`
  const { tool, question } = questionOf(address)
  return sh`
    ${wayTo(address, source)}
    lb_if=$(printf '%s\n' "$lb_way" | sed -n 's/.* dev \([^ ]*\).*/\1/p')
    case $lb_way in *' src '*) lb_from=\${lb_way#* src }; put ${name('source')} "\${lb_from%%[[:space:]]*}" ;; *' from '*) lb_from=\${lb_way#* from }; put ${name('source')} "\${lb_from%%[[:space:]]*}" ;; esac
    case $lb_way in
      local*) put ${name('no-macs')} 'the client has the address itself'; lb_if='' ;;
      *' via '*) put ${name('no-macs')} ${`the client is on another network: ${tool === 'arping' ? 'ARP' : 'neighbour discovery'} does not get there`}; lb_if='' ;;
      '' | unreachable*) put ${name('no-macs')} 'the client has no route to it'; lb_if='' ;;
    esac
    if [ -n "$lb_if" ] && lb_out=$(${question}); then
      put ${name('how')} ${tool}
      put ${name('macs')} "$lb_out"
    elif [ -n "$lb_if" ] && ! ${hasBash}; then
      put ${name('no-macs')} ${`the client has neither ${tool} nor bash to ask with`}
    elif [ -n "$lb_if" ]; then
      put ${name('how')} ${`neighbour table, which shows one answer at a time; ${tool} shows all`}
      attr ${name('macs')}
      for lb_n in 1 2 3; do
        ip neigh del ${address} dev "$lb_if" 2>/dev/null
        ${attempt({ address, port: 9 }, 2)}
        ip neigh show to ${address} dev "$lb_if"
      done
    fi
  `
}

/** The tool that asks and its command, which fails only where it can't ask. */
function questionOf(address: string): { readonly tool: string; readonly question: Script } {
  return address.includes(':')
    ? { tool: 'ndisc6', question: sh`ndisc6 -m -n -q -r 2 -w 1000 ${address} "$lb_if" 2>/dev/null || [ $? = 2 ]` }
    : { tool: 'arping', question: sh`arping -b -c 2 -w 3 -I "$lb_if" ${address} 2>/dev/null || [ $? = 1 ]` }
}

const hasBash = sh`command -v bash >/dev/null 2>&1`

/** bash opens connections by itself. Given up after twenty failures, or five in a row: a service that is dead would take minutes. */
function connections(service: ClientErrand['services'][number], { count, source }: ClientErrand): Script {
  const { address, page } = service
  const name = (what: string) => sh`${`${what}.${socketName(service)}`}`
  const [tool, has] = source === undefined ? (['bash', hasBash] as const) : (['curl', hasCurl] as const)
  return sh`
    lb_made=0 lb_failed=0 lb_row=0 lb_n=0 lb_codes=''
    ${wayTo(address, undefined)}
    case $lb_way in local*) lb_local=1 ;; *) lb_local='' ;; esac
    if [ -n "$lb_local" ]; then put ${name('no-connections')} 'the client has the address itself, and would reach itself'
    elif ! ${has}; then put ${name('no-connections')} ${`the client has no ${tool} to make connections with`}
    else
      while [ $lb_n -lt ${count} ] && [ $lb_row -lt 5 ] && [ $lb_failed -lt 20 ]; do
        lb_n=$((lb_n + 1))
        if lb_code=$(${source === undefined ? (page ? pageByBash(service, page) : attempt(service, 2)) : byCurl(service, page, source)}); then lb_made=$((lb_made + 1)) lb_row=0 lb_codes="$lb_codes $lb_code"
        else lb_failed=$((lb_failed + 1)) lb_row=$((lb_row + 1)); fi
      done
      put ${name('connections')} "$lb_made $lb_failed"
      ${page ? sh`put ${name('statuses')} "$lb_codes"` : sh`:`}
    fi
  `
}

const hasCurl = sh`command -v curl >/dev/null 2>&1`

/** One TCP connection, made and closed. */
function attempt({ address, port }: Target, seconds: number | Script): Script {
  return sh`timeout ${seconds} bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash ${address} ${port} 2>/dev/null`
}

/** One page, of which the status is printed; a connection without an answer fails. */
export function pageByBash({ address, port }: Target, { path, host }: Page): Script {
  const get = String.raw`exec 3<>"/dev/tcp/$1/$2" && printf 'GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n' "$3" "$4" >&3 && read -r _ code _ <&3 && echo "$code"`
  return sh`timeout 2 bash -c ${get} bash ${address} ${port} ${path} ${host} 2>/dev/null`
}

/** bash can't choose the address that it connects from. */
function byCurl(target: Target, page: Page | undefined, source: string): Script {
  const common = sh`curl -s -g -m 2 --noproxy '*' --interface ${source}`
  return page
    ? sh`${common} -o /dev/null -w '%{http_code}' -H ${`Host: ${page.host}`} ${`http://${socketName(target)}${page.path}`}`
    : sh`${common} ${`telnet://${socketName(target)}`} </dev/null >/dev/null`
}

/** The script of the client. Connections come first: what asks for the addresses has the client learn anew where they are. */
export function clientScript(token: string, errand: ClientErrand): Script {
  const { addresses, services, source } = errand
  const body = joined([
    ...addresses.map(cached),
    ...services.map((service) => connections(service, errand)),
    ...addresses.map((address) => repliers(address, source)),
  ])
  return framed(token, [{ id: 'client', mode: 'look', body }])
}

/**
 * Connects again and again for some seconds and prints the longest time, in ms, from one connection that was made to the next.
 * `date` of GNU tells nanoseconds, and its `timeout` takes less than a second; elsewhere whole seconds have to do. Ends before the time
 * when `stop`, the path of a file, is there, and takes that away.
 */
export function gapScript(
  token: string,
  { address, port }: { address: string; port: number },
  seconds: number,
  stop = '',
): Script {
  const body = sh`
    lb_stop=${stop}
    lb_ms() { lb_now=$(date +%s%N); case $lb_now in *N) lb_now=\${lb_now%N}000 ;; *) lb_now=\${lb_now%??????} ;; esac; }
    lb_longest=0 lb_count=0 lb_limit=0.3
    timeout 0.3 true 2>/dev/null || lb_limit=1
    lb_ms; lb_last=$lb_now lb_end=$((lb_now + ${seconds * 1000}))
    while [ $lb_now -lt $lb_end ] && ! [ -e "$lb_stop" ]; do
      if ${attempt({ address, port }, sh`"$lb_limit"`)}; then
        lb_ms; lb_count=$((lb_count + 1))
        if [ $((lb_now - lb_last)) -gt $lb_longest ]; then lb_longest=$((lb_now - lb_last)); fi
        lb_last=$lb_now
      fi
      sleep 0.02; lb_ms
    done
    if [ $((lb_now - lb_last)) -gt $lb_longest ]; then lb_longest=$((lb_now - lb_last)); fi
    if [ -n "$lb_stop" ]; then rm -f -- "$lb_stop"; fi
    put gap "$lb_longest"; put made "$lb_count"
  `
  return framed(token, [{ id: 'gap', mode: 'look', body }])
}

/** Ends a `gapScript` that was given this path. */
export function stopScript(token: string, stop: string): Script {
  return framed(token, [{ id: 'stop', mode: 'act', body: sh`: >${stop}` }])
}
