import type { Values } from '../model/type.ts'
import { type Script, sh } from '../shell/script.ts'
import type { ownership } from './names.ts'

/** Who owns a file, and its mode as four octal digits: `0644`. What is left out is not managed. */
export type Ownership = Values<typeof ownership>

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
