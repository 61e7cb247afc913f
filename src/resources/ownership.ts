import { type Script, sh } from '../shell/script.ts'

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

const isOurs = (path: Script) => sh`[ -O ${path} ] && [ -G ${path} ]`

/** Sets what is given of mode, owner and group on something that is there. */
export function setGiven({ mode, owner, group }: Ownership, target: Script): Script {
  return sh`
    ${setOwner(`${owner ?? ''}${group === undefined ? '' : `:${group}`}`, target)}
    ${mode === undefined ? sh`:` : sh`chmod -- ${mode} ${target}`}
  `
}

/** What root makes is root's: then chown, a process, is left out. Of /etc it is seen whether we are root: it is root's on every system. */
function setOwner(who: string, target: Script): Script {
  if (who === '') return sh`:`
  const chown = sh`chown -- ${who} ${target}`
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
