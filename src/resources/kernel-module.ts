import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { needed, object, oneOf, orNull } from '../model/type.ts'
import { once, type Script, sh } from '../shell/script.ts'
import { replaceFile } from './atomic-write.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { moduleName } from './names.ts'

type Desired = { loaded: boolean; boot: boolean }
/** `unused`: left over, and unloaded where nobody uses it. */
type Left = 'unused' | null

const checkCall = callOf('kernel-module', ['the name', moduleName], orNull(object({ loaded: needed(oneOf(true)) })))

/** A kernel module, loaded now and at boot; null: no longer at boot (what is loaded stays loaded). */
export function kernelModule(
  name: string,
  state: { readonly loaded: true } | null = { loaded: true },
  meta: Meta = {},
): Resource {
  checkCall(name, state, meta)
  return declare(moduleKind, name, state && { loaded: true, boot: true }, null, meta)
}

/** A file that has the module loaded at boot, by release. */
interface BootFile {
  readonly path: (name: string) => string
  readonly text: (name: string) => string
  readonly mode: string
  /** Succeeds where a file of somebody else has it loaded; $2: the pattern for its name. */
  readonly elsewhere: Script
}

const inEitherSpelling = (name: string) => name.replaceAll(/[-_]/g, '[-_]')

/** Of Debian's /etc/modules systemd reads what a link in modules-load.d leads to. */
const modulesLoad: BootFile = {
  path: (name) => `/etc/modules-load.d/lbprov-${name}.conf`,
  text: (name) => name,
  mode: '0644',
  elsewhere: sh`grep -qsE "^[[:space:]]*$2[[:space:]]*\$" /etc/modules-load.d/*.conf`,
}

/** EL6: rc.sysinit runs what is executable in there, and does so before it sets the sysctls. */
const sysconfigModules: BootFile = {
  path: (name) => `/etc/sysconfig/modules/lbprov-${name}.modules`,
  text: (name) => `#!/bin/sh\n# Written by lbprov; edits are overwritten.\nexec /sbin/modprobe ${name}`,
  mode: '0755',
  elsewhere: sh`
    for lb_file in /etc/sysconfig/modules/*.modules; do
      if [ -x "$lb_file" ] && grep -qsE "^[^#]*modprobe( [^#]*)? $2([ ;&]|\$)" "$lb_file"; then break; fi
      false
    done
  `,
}

export const moduleKind: Kind<Desired, Left> = {
  name: 'kernel-module',
  bearsOnPackages: () => false,
  chosenBy: 'init',
  providers: [
    { name: 'modules-load.d', suits: ({ init }) => init === 'systemd' || init === 'sysvinit', ...by(modulesLoad) },
    { name: 'sysconfig/modules', suits: ({ init }) => init === 'sysv', ...by(sysconfigModules) },
  ],
  leftovers: {
    keep: (_, { observed, kept }) => kept ?? (observed?.loaded === 'true' ? 'loaded' : ''),
    take: ({ name, kept }) => {
      checkCall(name, null, {})
      return declare(moduleKind, name, null, kept === 'loaded' ? null : 'unused')
    },
    identity: (name) => `module ${name.replaceAll('-', '_')}`,
  },
  hint: (name) =>
    `on the host: modinfo ${name}; EL8 and later keep some modules in the packages kernel-modules and kernel-modules-extra, of the kernel that runs (uname -r)`,
}

function by(boot: BootFile): Pick<Provider<Desired, Left>, 'probe' | 'apply'> {
  return { probe: (resource) => probe(resource, boot), apply: (resource) => apply(resource, boot) }
}

/** A module that is built into the kernel counts as loaded; it need not show in /sys/module. */
/** Of the network devices of a tunnel's module all but the one that comes with it are somebody's. */
const devices: Readonly<Record<string, string>> = { ipip: 'ipip', ip6_tunnel: 'ip6tnl' }

function isUnused(name: string): Script {
  const used = sh`/sys/module/${name.replaceAll('-', '_')}/refcnt`
  const counted = sh`[ "$(cat ${used} 2>/dev/null)" = 0 ]`
  const device = devices[name]
  return device === undefined ? counted : sh`${counted} && [ "$(ip -o link show type ${device} | wc -l)" -le 1 ]`
}

function probe({ name, desired, options }: Resource<Desired, Left>, boot: BootFile): Script {
  if (desired === null)
    return sh`
      if [ -e ${boot.path(name)} ]; then put boot true; fi
      ${options === null ? sh`:` : sh`if ${isUnused(name)}; then put loaded true; fi`}
    `
  return once(
    sh`lb_module`,
    putModule(boot),
    sh`${boot.path(name)} ${inEitherSpelling(name)} ${name.replaceAll('-', '_')}`,
  )
}

const putModule = ({ mode, elsewhere }: BootFile) => sh`
  if [ -d "/sys/module/$3" ] || grep -q "/$2[.]ko" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null; then put loaded true; fi
  if [ ${mode === '0755' ? sh`-x` : sh`-e`} "$1" ] || ${elsewhere}; then put boot true; fi
`

function apply({ name, desired, options }: Resource<Desired, Left>, { path, text, mode }: BootFile): Script {
  if (desired === null)
    return sh`
      rm -f -- ${path(name)}
      ${options === null ? sh`:` : sh`if ${isUnused(name)}; then modprobe -r -- ${name}; fi`}
    `
  const produce = sh`printf '%s\n' ${text(name)}`
  return sh`
    modprobe -- ${name}
    ${replaceFile({ path: path(name), produce, mode, owner: 'root', group: 'root' })}
  `
}
