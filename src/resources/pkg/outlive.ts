import { lives } from '../../shell/lives.ts'
import { type Script, sh } from '../../shell/script.ts'

/** Where package work is noted while it goes on: `process` (its number and start), `said` and, once it has ended, `code`. Only root may write in /var/run. */
const folder = '/var/run/lbprov-packages'

/** Defines `lb_going`: true while package work of this or an earlier run goes on. */
const going = sh`
  lb_work=${folder}
  lb_going() {
    lb_worker='' lb_since=''
    { read -r lb_worker lb_since <"$lb_work/process"; } 2>/dev/null || return 1
    ! [ -s "$lb_work/code" ] && lb_lives "$lb_worker" "$lb_since"
  }
`

/** Says `process`, its number, where package work goes on; takes away what is left of one that came to its end unheard. */
export const packageWorkLook: Script = sh`
  ${lives}
  ${going}
  if lb_going; then put process "$lb_worker"; elif [ -s "$lb_work/code" ]; then rm -rf -- "$lb_work"; fi
`

/** Waits while package work of an earlier run goes on; to be run as an act, and said by `put waiting`. */
const awaited = sh`
  lb_looks=0
  while lb_going; do
    if [ $((lb_looks % 10)) = 0 ]; then put waiting "for package work that a run which was broken off has begun, process $lb_worker"; fi
    lb_looks=$((lb_looks + 1)); sleep 1
  done
`

/** Waits for the end of package work that goes on, whoever began it. */
export const awaitPackageWork: Script = sh`
  ${lives}
  ${going}
  ${awaited}
`

const stat = sh`lb_worker ${Array<string>(20).fill('_')} lb_since _`

/** What the process does that does the work: it says who it is, works, says how that went and, where nobody hears of it, takes that away again. */
export const worker: Script = sh`
  read -r ${stat} </proc/self/stat; echo "$lb_worker $lb_since" >${folder}/process
  ( eval "$1" ); echo $? >${folder}/code
  lb_looks=0
  while [ -e ${folder}/code ] && [ $lb_looks -lt 60 ]; do sleep 1; lb_looks=$((lb_looks + 1)); done
  read -r lb_other _ <${folder}/process && [ "$lb_other" = "$lb_worker" ] && rm -rf -- ${folder}
`

/**
 * Defines `lb_outlive SCRIPT`, which runs the script in a session of its own, so that it comes to its end whatever becomes of this shell. What it
 * prints is passed on; something is said every second, so that this shell ends when nobody listens any more. And `lb_broken`, which is not empty
 * where such work did not come to its end: the host lost its power, or somebody killed it.
 */
export const outliving: Script = sh`
  ${lives}
  ${going}
  ${awaited}
  lb_broken=''
  if [ -e "$lb_work/process" ] && ! [ -s "$lb_work/code" ]; then lb_broken=1; fi
  lb_detached() { if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; else trap '' HUP; exec "$@"; fi; }
  lb_outlive() {
    rm -rf -- "$lb_work"; mkdir -m 0700 -- "$lb_work"; : >"$lb_work/said"
    ( lb_detached sh -c ${worker.text} sh "$1" ) </dev/null >"$lb_work/said" 2>&1 &
    exec 5<"$lb_work/said"
    lb_looks=0
    until [ -s "$lb_work/code" ]; do
      if [ $lb_looks -gt 9 ] && ! lb_going; then break; fi
      cat <&5; put going "$lb_looks"
      if [ $lb_looks -lt 10 ]; then sleep 0.2 2>/dev/null || sleep 1; else sleep 1; fi
      lb_looks=$((lb_looks + 1))
    done
    cat <&5; exec 5<&-
    lb_code=''
    read -r lb_code <"$lb_work/code" || { echo 'the package work was killed' >&2; return 1; }
    rm -rf -- "$lb_work"
    return "$lb_code"
  }
`
