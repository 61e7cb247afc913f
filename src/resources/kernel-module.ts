import type { Kind, Meta, Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { writeWhole } from './atomic-write.ts'
import { declare } from './declare.ts'

type Desired = { loaded: boolean; boot: boolean }

/** A kernel module, loaded now and at boot; null: no longer at boot (what is loaded stays loaded). */
export function kernelModule(
  name: string,
  state: { readonly loaded: true } | null = { loaded: true },
  meta: Meta = {},
): Resource {
  return declare(moduleKind, name, state && { loaded: true, boot: true }, null, meta)
}

const moduleKind: Kind<Desired, null> = {
  name: 'kernel-module',
  chosenBy: 'init',
  providers: [{ name: 'modules-load.d', suits: (facts) => facts.init === 'systemd', probe, apply }],
}

const bootFile = (name: string) => `/etc/modules-load.d/lbprov-${name}.conf`

/** A module that is built into the kernel counts as loaded; it need not show in /sys/module. */
function probe({ name, desired }: Resource<Desired, null>): Script {
  const loaded = sh`
    if [ -d /sys/module/${name.replaceAll('-', '_')} ]; then put loaded true
    elif grep -q ${`/${name}\\.ko`} "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null; then put loaded true; fi
  `
  return sh`
    ${desired === null ? sh`:` : loaded}
    if [ -e ${bootFile(name)} ]; then put boot true; fi
  `
}

function apply({ name, desired }: Resource<Desired, null>): Script {
  if (desired === null) return sh`rm -f -- ${bootFile(name)}`
  return sh`
    modprobe -- ${name}
    ${writeWhole({ path: bootFile(name), produce: sh`printf '%s\n' ${name}`, mode: '0644', owner: 'root', group: 'root' })}
  `
}
