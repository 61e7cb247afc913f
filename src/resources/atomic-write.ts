import type { Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { fromAhead } from './look-ahead.ts'

export interface Ownership {
  /** Four octal digits: `0644`. */
  readonly mode?: string | undefined
  readonly owner?: string | undefined
  readonly group?: string | undefined
}

/** The attributes that are given, once they are what a probe can see. Throws a TypeError for a mode that none would. */
export function checkedOwnership(kind: string, ownership: Ownership): Ownership {
  const { mode } = ownership
  if (mode === undefined || /^[0-7]{4}$/.test(mode)) return ownership
  throw new TypeError(`${kind}: a mode is four octal digits in quotes, like '0644', but is ${JSON.stringify(mode)}`)
}

/** What becomes of a file: `produce` prints its new content; `validate` is given the temporary file. */
export interface Writing extends Ownership {
  readonly path: string | Script
  readonly produce: Script
  readonly validate?: ((temporaryPath: Script) => Script) | undefined
}

/**
 * Replaces a file wholly or not at all: a temporary file in the same directory, written and synced, owner and mode set,
 * validated, then renamed over it. Ends the subshell it runs in when something fails; a link is written through.
 * The rename is synced too, so that it outlives a power cut (EL6: sync takes no file, and syncs all).
 * What isn't given is kept from the old file; a new one is root's, 0644. Uses $f (the file) and $t (the temporary one).
 * The shell makes the temporary file itself, a process less than mktemp: new or not at all (set -C), under a name that nobody else can know.
 */
export function writeWhole({ path, produce, validate, ...ownership }: Writing): Script {
  return sh`
    f=${path}
    if [ -L "$f" ]; then f=$(readlink -f -- "$f"); fi
    if [ -d "$f" ]; then echo "$f is a directory" >&2; exit 1; fi
    t=\${f%/*}/.\${f##*/}.$lb_token
    umask 077; set -C; true >"$t" || exit 1; set +C; umask 022
    if [ -L "$t" ] || [ ! -f "$t" ]; then echo "$t is in the way" >&2; exit 1; fi
    trap 'rm -f -- "$t"' EXIT
    { ${produce}
    } >"$t"
    ${inherit(ownership)}
    ${setGiven(ownership, sh`"$t"`)}
    dd of="$t" conv=notrunc,fsync </dev/null 2>/dev/null || { echo "$t could not be synced to disk" >&2; exit 1; }
    ${validate ? refuseUnless(validate(sh`"$t"`)) : sh`:`}
    mv -f -- "$t" "$f"; trap - EXIT
    sync "\${f%/*}/" 2>/dev/null || :
    ${relabel(sh`"$f"`)}
  `
}

const refuseUnless = (test: Script) => sh`
  ( ${test}
  ) || { echo "the new $f was refused; the old one is untouched" >&2; exit 1; }
`

const isOurs = (path: Script) => sh`[ -O ${path} ] && [ -G ${path} ]`

/** The temporary file takes over from the old one what isn't given. It was made 0600, so no secret is open meanwhile. */
function inherit({ mode, owner, group }: Ownership): Script {
  const who = sh`if ! { ${isOurs(sh`"$f"`)} && ${isOurs(sh`"$t"`)}; }; then chown "$(stat -c %u:%g -- "$f")" -- "$t"; fi`
  return sh`
    if [ -e "$f" ]; then
      ${owner === undefined || group === undefined ? who : sh`:`}
      ${mode === undefined ? sh`chmod "$(stat -c %a -- "$f")" -- "$t"` : sh`:`}
    else ${mode === undefined ? sh`chmod 0644 -- "$t"` : sh`:`}; fi
  `
}

/** Sets what is given of mode, owner and group on something that is there. */
export function setGiven({ mode, owner, group }: Ownership, target: Script): Script {
  return sh`
    ${setOwner(`${owner ?? ''}${group === undefined ? '' : `:${group}`}`, target)}
    ${mode === undefined ? sh`:` : sh`chmod ${mode} -- ${target}`}
  `
}

/** What root makes is root's: then chown, a process, is left out. Of /etc it is seen whether we are root: it is root's on every system. */
function setOwner(who: string, target: Script): Script {
  if (who === '') return sh`:`
  const chown = sh`chown ${who} -- ${target}`
  return who === 'root:root' ? sh`if ! { ${isOurs(sh`/etc`)} && ${isOurs(target)}; }; then ${chown}; fi` : chown
}

/** Gives a file the SELinux context that the policy has for its path, where there is SELinux (EL6: /selinux) and its tools: a kernel may have it without a policy. */
export function relabel(target: Script): Script {
  return sh`
    if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then
      if command -v restorecon >/dev/null; then restorecon -- ${target}; fi
    fi
  `
}

/** Asks of all these files at once, into $lb_stats, what `putOwnership` prints of one. */
export function statAll(resources: readonly Resource[]): Script {
  const paths = resources.map(({ name }) => name).filter((path) => !/[\t\n]/.test(path))
  return sh`lb_stats=${'\n'}$(exec stat -L -c ${'%n\t%a %U %G %s'} -- ${paths} 2>/dev/null)${'\n'} || :`
}

/** Prints mode, owner and group as attributes, and leaves the size in $lb_size; ends the look when nothing is there. */
export function putOwnership(path: string): Script {
  return sh`
    ${fromAhead(sh`lb_stats`, `${path}\t`, sh`lb_stat`, sh`lb_stat=$(exec stat -L -c '%a %U %G %s' -- ${path} 2>/dev/null) || return 0`)}
    lb_size=\${lb_stat##* }; lb_stat=\${lb_stat% *}
    lb_mode=\${lb_stat%% *}; lb_stat=\${lb_stat#* }
    case $lb_mode in ????*) ;; *) lb_mode=0$lb_mode ;; esac
    put mode "$lb_mode" owner "\${lb_stat% *}" group "\${lb_stat#* }"
  `
}
