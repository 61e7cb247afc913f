import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { declare } from './declare.ts'

export interface PkgState {
  readonly installed: true
  /** The full version as the package tool prints it; left out: any. */
  readonly version?: string
}

type Desired = { installed: boolean; version?: string }

/** A package by its exact name; null: not installed. */
export function pkg(name: string, state: PkgState | null = { installed: true }, meta: Meta = {}): Resource {
  return declare(pkgKind, name, state as Desired | null, null, meta)
}

/** Waits for the lock of another apt; keeps configuration files that somebody changed; asks nothing. */
const aptGet = sh`
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold`

const apt: Provider<Desired, null> = {
  name: 'apt',
  suits: (facts) => facts.packageTool === 'apt',
  probe: ({ name }) => sh`
    lb_status=$(dpkg-query -W -f '\${Status} \${Version}' -- ${name} 2>/dev/null) || return 0
    case $lb_status in 'install ok installed '* | 'hold ok installed '*) put installed true; put version "\${lb_status##* }" ;; esac
  `,
  apply({ name, desired }) {
    if (desired === null) return sh`${aptGet} remove ${name}`
    const wanted = desired.version ? `${name}=${desired.version}` : name
    return sh`${aptGet} install ${wanted} || { apt-get -q update && ${aptGet} install ${wanted}; }`
  },
}

const yumLike = (tool: 'dnf' | 'yum'): Provider<Desired, null> => ({
  name: tool,
  suits: (facts) => facts.packageTool === tool,
  probe: ({ name }) => sh`
    lb_version=$(rpm -q --qf '%{VERSION}-%{RELEASE}' -- ${name} 2>/dev/null) || return 0
    put installed true; put version "$lb_version"
  `,
  apply({ name, desired }): Script {
    if (desired === null) return sh`${tool} -y remove ${name}`
    return sh`${tool} -y install ${desired.version ? `${name}-${desired.version}` : name}`
  },
})

const pkgKind: Kind<Desired, null> = {
  name: 'pkg',
  chosenBy: 'packageTool',
  providers: [apt, yumLike('dnf'), yumLike('yum')],
}
