import type { Provider, Resource } from '../../model/resource.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { fromAhead } from '../look-ahead.ts'
import type { Desired } from './desired.ts'
import { rpmLock, waitForLock } from './lock.ts'
import { type NameOf, together } from './together.ts'

const nameOf: NameOf = (name, { version }) => (version ? `${name}-${version}` : name)

/** Of several versions side by side (kernels) the last one counts. */
const versionOf = (name: string) => sh`exec rpm -q --qf '%{VERSION}-%{RELEASE}\n' -- ${name} 2>/dev/null`

/** Asks of all these packages at once, into $lb_packages, what `versionOf` says of one. */
function versionsAhead(resources: readonly Resource[]): Script {
  const names = resources.map(({ name }) => name)
  return sh`lb_packages=${'\n'}$(exec rpm -q --qf '%{NAME}\t%{VERSION}-%{RELEASE}\n' -- ${names} 2>/dev/null)${'\n'} || :`
}

function rpm(tool: 'dnf' | 'yum'): Provider<Desired, null> {
  const install = (names: readonly string[]): Script => joined([waitForLock(rpmLock), sh`${tool} -y install ${names}`])
  return {
    name: tool,
    suits: (facts) => facts.packageTool === tool,
    lookAhead: versionsAhead,
    probe: ({ name }) => sh`
      ${fromAhead(sh`lb_packages`, `${name}\t`, sh`lb_versions`, sh`lb_versions=$(${versionOf(name)}) || return 0`)}
      for lb_version in $lb_versions; do :; done
      put installed true version "$lb_version"
    `,
    apply({ name, desired }): Script {
      if (desired === null)
        return sh`
          if rpm -q -- ${name} >/dev/null 2>&1; then
            ${waitForLock(rpmLock)}
            ${tool} -y remove ${name}
          fi
        `
      return sh`
        if lb_versions=$(${versionOf(name)}); then
          for lb_version in $lb_versions; do
            case $lb_version in ${desired.version ?? sh`*`}) exit 0 ;; esac
          done
        fi
        ${install([nameOf(name, desired)])}
      `
    },
    together: together(install, nameOf),
  }
}

export const dnf = rpm('dnf')
export const yum = rpm('yum')
