import { type Script, sh } from '../shell/script.ts'
import { type Ownership, relabel } from './ownership.ts'
import { labelNew, looks, place } from './place.ts'

/** What becomes of a file: `produce` prints its new content; `validate` is given the temporary file. */
export interface FileReplacement extends Ownership {
  readonly path: string | Script
  /** May read the old file by $f, never by its path. */
  readonly produce: Script
  readonly validate?: ((temporaryPath: Script) => Script) | undefined
  /** True: old content goes on under an owner and a mode that are given, so it must be that owner's or open to all. */
  readonly keeps?: boolean
  /** A file that mode, owner and time are taken from. */
  readonly like?: Script
}

/**
 * Replaces a file wholly or not at all: a temporary file beside it, given owner and mode, written, synced, validated, then renamed over it.
 * Ends the subshell it runs in when something fails; a link that only root or we can have made is written through (see `place`, also for
 * folders in which others may write). The rename is synced too, so that it outlives a power cut (EL6: sync takes no file, and syncs all).
 * What isn't given is kept from the old file; a new one is root's, 0644. Uses $f (the old file), $t (the temporary one) and descriptor 8.
 * A temporary file is named after the process that writes it; what killed ones have left is taken away.
 */
export function replaceFile({ path, produce, validate, keeps = false, like, ...ownership }: FileReplacement): Script {
  return sh`
    ${place(path)}
    ${opening(ownership, like)}
    if ! lb_beside; then
      lb_enter follow ''
      if [ -n "$lb_foreign" ]; then lb_within
      elif ! lb_beside; then lb_refuse 'the folder was changed while it was looked at'; fi
    fi
    ${inherit(ownership)}
    ${settle(ownership)}
    ${keeps ? refuseOthersContent : sh`:`}
    { ${produce}
    } >&8
    dd conv=notrunc,fsync </dev/null >&8 2>/dev/null || { echo "$t could not be synced to disk" >&2; exit 1; }
    ${like ? sh`touch -r ${like} -- "$t"` : sh`:`}
    ${validate ? refuseUnless(validate(sh`"$t"`)) : sh`:`}
    if [ -n "$lb_foreign" ]; then
      ${labelNew}
      lb_move; exec 8>&-; lb_leave
    else
      mv -f -- "$t" "$f"; trap - EXIT HUP INT TERM; exec 8>&-
      sync "\${f%/*}/" 2>/dev/null || :
      ${relabel(sh`"$f"`)}
    fi
  `
}

/** Of a mode that the shell can give a new file without chmod: what umask leaves of rw-rw-rw-. */
const maskFor = (mode: string) => (0o666 & ~Number.parseInt(mode, 8)).toString(8).padStart(4, '0')

/**
 * The shell makes the temporary file itself, a process less than mktemp: new or not at all (set -C). Where all folders on the way are ours it is made before
 * their modes are looked at, so that one stat answers for all; it is empty then, and goes where the answer is no.
 */
function opening({ mode }: Ownership, like: Script | undefined): Script {
  const mask = mode === undefined ? sh`if [ -e "$lb_like" ]; then umask 077; fi` : sh`umask ${maskFor(mode)}`
  return sh`
    lb_open() {
      lb_like=${like ?? sh`$f`}
      ${mask}
      set -C; exec 8>"$t" || exit 1
      set +C; umask 022
      if [ -L "$t" ] || [ ! -f "$t" ]; then echo "$t is in the way" >&2; exit 1; fi
    }
    lb_beside() {
      f=$lb_path t=\${lb_path%/*}/.\${lb_path##*/}.lbprov-$$-\${lb_token:-}
      if [ -L "$f" ]; then return 1; fi
      lb_up lb_all_mine / || lb_trusted || return 1
      if [ -d "$f" ]; then echo "$f is a directory" >&2; exit 1; fi
      if [ -e "$f" ] && [ ! -f "$f" ]; then echo "$f is no regular file" >&2; exit 1; fi
      trap 'if [ -f "$t" ] && [ ! -L "$t" ] && [ "$t" -ef /proc/self/fd/8 ]; then rm -f -- "$t"; fi' EXIT; trap 'exit 1' HUP INT TERM
      lb_open
      if [ -e "$lb_like" ]; then set -- "$lb_like"; else set --; fi
      lb_files=$(($# + 1))
      if ! lb_up lb_stat "$t" "$@" /; then rm -f -- "$t"; exec 8>&-; trap - EXIT HUP INT TERM; return 1; fi
      lb_rest=\${lb_seen#*${'\n'}} lb_old=''
      if [ $# = 1 ]; then lb_old=\${lb_rest%%${'\n'}*}; fi
      for lb_left in "\${f%/*}/.\${f##*/}.lbprov-"*; do
        lb_pid=\${lb_left##*.lbprov-}
        if [ "$lb_left" != "$t" ] && [ -f "$lb_left" ] && [ ! -L "$lb_left" ] && [ -O "$lb_left" ] && [ ! -d "/proc/\${lb_pid%%-*}" ]; then rm -f -- "$lb_left"; fi
      done
    }
    lb_within() {
      f=./old t=./new lb_old=''
      if [ -d "./$lb_name" ]; then echo "$lb_path is a directory" >&2; exit 1; fi
      lb_private; lb_pin; lb_open
      lb_seen=$(exec stat -c ${looks} ./new)
      if [ -e "$lb_like" ]; then lb_old=$(exec stat -c ${looks} -- "$lb_like"); fi
    }
  `
}

/** Writes what was saved in a file to where it came from; for `restore`, which no `set -e` stands before. */
export const copyBack = (from: Script, path: string): Script => sh`
  ( set -e
  ${replaceFile({ path, produce: sh`cat <${from}`, like: from })}
  )
`

const refuseUnless = (test: Script) => sh`
  ( exec 8>&-
  ${test}
  ) || {
    lb_status=$?
    if [ $lb_status -gt 128 ]; then echo "its test was ended by signal $((lb_status - 128))" >&2; fi
    echo "the new $lb_path was refused; the old one is untouched" >&2; exit 1
  }
`

/**
 * For `produce`: prints what a program prints up to the dot that it ends with. Programs that filter (busybox awk) don't notice that a disk is full and end
 * with 0; the shell's own printf does.
 */
export const printWhole = (program: Script): Script => sh`
  lb_text=$(${program})
  case $lb_text in *.) printf %s "\${lb_text%.}" ;; *) echo 'the new content is cut short' >&2; exit 1 ;; esac
`

/** The new file takes over from the old one what isn't given; it is empty yet, so nothing is open meanwhile. */
function inherit({ mode, owner, group }: Ownership): Script {
  return sh`
    lb_new=\${lb_seen%%${'\n'}*}; lb_new=\${lb_new#* }; lb_old=\${lb_old#* }
    ${owner === undefined || group === undefined ? sh`if [ -n "$lb_old" ] && [ "\${lb_old%% *}" != "\${lb_new%% *}" ]; then chown -- "\${lb_old%% *}" "$t"; fi` : sh`:`}
    lb_new=\${lb_new#* * }
    ${mode === undefined ? sh`lb_old=\${lb_old#* * } lb_mode=\${lb_old%% *}; lb_mode=\${lb_mode:-644}` : sh`lb_mode=${Number.parseInt(mode, 8).toString(8)}`}
  `
}

/** What root makes is root's, and has its mode by umask: then chown and chmod, a process each, are left out. */
function settle({ owner, group }: Ownership): Script {
  const who = `${owner ?? ''}${group === undefined ? '' : `:${group}`}`
  const chown = sh`chown -- ${who} "$t"`
  const whole = owner !== undefined && group !== undefined
  return sh`
    ${who === '' ? sh`:` : whole ? sh`if [ "\${lb_new#* }" != ${who} ]; then ${chown}; fi` : chown}
    if [ "\${lb_new%% *}" != "$lb_mode" ]; then chmod -- "$lb_mode" "$t"; fi
  `
}

/** Where others may write, a file of a third party's may stand in the place of the old one. */
const refuseOthersContent = sh`
  if [ -n "$lb_foreign" ] && [ -e ./old ]; then
    lb_old=$(exec stat -c '%u %A' ./old) lb_new=$(exec stat -c %u ./new)
    case $lb_old in
      "$lb_new "* | *\ -??????r??) ;;
      *) lb_refuse "it belongs to another than it should, so what is in it is not taken over" ;;
    esac
  fi
`
