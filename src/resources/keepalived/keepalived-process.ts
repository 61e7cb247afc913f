import type { Kind, Meta, Provider, Resource } from '../../model/resource.ts'
import { needed, object, type Values } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { byLine, byWord } from '../by-line.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { path, word } from '../names.ts'
import { keepalivedAccount } from './account.ts'
import { keepalivedProcesses } from './processes.ts'

type Desired = { reads: string; answers: boolean; alone: boolean }

const attributes = {
  /** The file that it is to read. */
  configuration: needed(path),
}

/** What the keepalived of a host runs with. */
export type KeepalivedProcessState = Values<typeof attributes>

const checkCall = callOf('keepalived-process', ['the name', word], object(attributes))

/**
 * The keepalived that runs reads this file, does its work, and no other keepalived is beside it. One that hangs is restarted, and one that was
 * started with another file; whoever says so, or started the other one, is named. Where none runs there is nothing to say: that is the service's.
 */
export function keepalivedProcess(state: KeepalivedProcessState, meta: Meta = {}): Resource {
  checkCall('keepalived', state, meta)
  return declare(processKind, 'keepalived', { reads: state.configuration, answers: true, alone: true }, null, meta)
}

const price = 'a restart moves its addresses to another director, some seconds without new connections'

const provider = (name: string, restart: Script, suits?: Provider['suits']): Provider<Desired, null> => ({
  name,
  ...(suits && { suits }),
  probe: ({ desired }) => probe(desired!.reads),
  apply: ({ desired }) => apply(desired!.reads, restart),
})

export const processKind: Kind<Desired, null> = {
  name: 'keepalived-process',
  providers: [
    provider('systemd', sh`systemctl restart -- keepalived`, ({ init }) => init === 'systemd'),
    provider('service', sh`service keepalived restart`),
  ],
  // The process is the service's, and ends with it.
  leftovers: { take: () => '' },
}

/** Sets $lb_ka_reads to the file that its command line names, or else the usual one. */
const fileRead = sh`
  lb_ka_reads=/etc/keepalived/keepalived.conf lb_next=''
  ${byLine}
  for lb_word in $(exec tr '\0' '\n' <"/proc/$lb_ka_main/cmdline"); do
    case $lb_next$lb_word in
      -f | --use-file) lb_next=file: ;;
      file:*) lb_ka_reads=$lb_word lb_next='' ;;
      --use-file=?*) lb_ka_reads=\${lb_word#*=} ;;
      -f?*) lb_ka_reads=\${lb_word#-f} ;;
    esac
  done
  ${byWord}
`

/**
 * Sets $lb_ka_hung to its processes that do nothing: stopped, or not even woken by a signal that they answer. Not every version has its
 * checkers answer, and a full disk keeps the answer from being written.
 */
const hanging = sh`
  lb_ka_hung=$lb_ka_stopped
  if [ -z "$lb_ka_hung" ]; then
    ${keepalivedAccount}
    case $lb_ka_pid:$lb_ka in
      :* | *'instance '*) ;;
      *)
        lb_before=$lb_ka_wakes
        kill -USR1 "$lb_ka_pid"; sleep 5
        ${keepalivedProcesses}
        lb_still='' lb_moves=''
        for lb_pair in $lb_before; do
          case "$lb_ka_wakes " in
            *" $lb_pair "*) lb_still="$lb_still \${lb_pair%=*}" ;;
            *) if [ "\${lb_pair%=*}" != "$lb_ka_main" ]; then lb_moves=1; fi ;;
          esac
        done
        case "$lb_still " in *" $lb_ka_main "*) lb_moves='' ;; esac
        if [ -z "$lb_moves" ] || [ -n "$lb_ka" ]; then lb_ka_hung=$lb_still; fi ;;
    esac
  fi
`

/** Keepalived's account may be seconds old by then, so the looks that follow ask for their own. */
function probe(configuration: string): Script {
  return sh`
    ${keepalivedProcesses}
    lb_ka_reads=${configuration} lb_ka_hung=''
    if [ -n "$lb_ka_own" ]; then
      ${fileRead}
      ${hanging}
      lb_ka_asked=''
    else lb_ka_other=''; fi
    ${putReads(configuration, sh`"$lb_ka_reads"`)}
    if [ -z "$lb_ka_hung" ]; then put answers true; else put answers ${sh`"no, process$lb_ka_hung hangs: "`}${price}; fi
    if [ -z "$lb_ka_other" ]; then put alone true
    else put alone "no, process $lb_ka_other is another one" lbprov.byhand "kill $lb_ka_other"; fi
  `
}

/** Prints what the next start makes of it, where a file of settings has keepalived read another one, or else what runs now. */
function putReads(configuration: string, now: Script): Script {
  return sh`
    ${whoSaysSo(configuration)}
    if [ -z "$lb_says" ]; then put reads ${now}
    else put reads "another file, as $lb_says says" lbprov.byhand "sed -i -E 's#(-f|--use-file)[ =]*[^ \"'\\'']+##' $lb_says; service keepalived restart"; fi
  `
}

/** Sets $lb_says to the file that has keepalived read another configuration. EL: KEEPALIVED_OPTIONS; Debian: DAEMON_ARGS. Only a line that may say so costs a program. */
function whoSaysSo(configuration: string): Script {
  return sh`
    lb_says=''
    for lb_file in /etc/sysconfig/keepalived /etc/default/keepalived; do
      [ -r "$lb_file" ] || continue
      while IFS= read -r lb_line || [ -n "$lb_line" ]; do
        case $lb_line in *${configuration}*) ;; KEEPALIVED_OPTIONS=*-f* | DAEMON_ARGS=*-f*)
          if printf '%s\n' "$lb_line" | grep -qE '=(.*[ "'\''])?(-f|--use-file)'; then lb_says=$lb_file; fi ;;
        esac
      done <"$lb_file"
    done
  `
}

function apply(configuration: string, restart: Script): Script {
  return sh`
    ${whoSaysSo(configuration)}
    if [ -n "$lb_says" ]; then echo "$lb_says has keepalived read another file: take -f out of it" >&2; exit 1; fi
    ${keepalivedProcesses}
    if [ -n "$lb_ka_other" ]; then echo "process $lb_ka_other is another keepalived, which somebody started by hand: kill $lb_ka_other" >&2; exit 1; fi
    if [ -n "$lb_ka_stopped" ]; then kill -CONT $lb_ka_stopped; lb_ka_stopped=''; fi
    ${hanging}
    if [ -n "$lb_ka_hung" ]; then kill -KILL $lb_ka_hung; fi
    if [ -n "$lb_ka_own" ]; then ${restart}; fi
  `
}
