import type { Provider, Resource } from '../../model/resource.ts'
import { joined, once, type Script, sh } from '../../shell/script.ts'
import { fromAhead } from '../look-ahead.ts'
import type { Desired, Options } from './desired.ts'
import { rpmLock, waitForLock } from './lock.ts'
import { outliving } from './outlive.ts'
import { type NameOf, together } from './together.ts'

const nameOf: NameOf = (name, { version }) => (version ? `${name}-${version}` : name)

/** Of several versions side by side (kernels) the last one counts. */
const versionOf = (name: string | Script) => sh`exec rpm -q --qf '%{VERSION}-%{RELEASE}\n' -- ${name} 2>/dev/null`

/** Asks of all these packages at once, into $lb_packages, what `versionOf` says of one. */
function versionsAhead(resources: readonly Resource[]): Script {
  const names = resources.map(({ name }) => name)
  return sh`lb_packages=${'\n'}$(exec rpm -q --qf '%{NAME}\t%{VERSION}-%{RELEASE}\n' -- ${names} 2>/dev/null)${'\n'} || :`
}

/** A killed rpm may leave its database locked, up to EL8; of yum's notes on what is still to be done yum-utils makes an end. */
const complete = sh`
  echo 'package work was interrupted: its end comes first'
  rpm -qa >/dev/null 2>&1 || { rm -f /var/lib/rpm/__db.*; rpm --rebuilddb; }
  if [ -n "$lb_unfinished" ] && command -v yum-complete-transaction >/dev/null 2>&1; then yum-complete-transaction -y; fi`

/**
 * Brings to its end what was interrupted of lbprov's own work. An unfinished transaction of somebody else, perhaps years old, is left alone:
 * to complete it may take away what the host needs by now.
 */
const mended = sh`
  ${outliving}
  if [ -n "$lb_broken" ]; then
    lb_unfinished=''
    for lb_file in /var/lib/yum/transaction-all.*; do if [ "$lb_file" -nt "$lb_work/process" ]; then lb_unfinished=1; fi; done
    export lb_unfinished
    ${waitForLock(rpmLock)}
    lb_outlive ${complete.text} || :
  fi
`

const putInstalled = sh`
  ${fromAhead(sh`lb_packages`, sh`"$1"${'\t'}`)} || lb_it=$(${versionOf(sh`"$1"`)}) || return 0
  for lb_version in $lb_it; do :; done
  put installed true version "$lb_version"
`

function rpm(tool: 'dnf' | 'yum'): Provider<Desired, Options> {
  const atWork = (work: Script) => joined([waitForLock(rpmLock), sh`lb_outlive ${work.text}`])
  const install = (names: readonly string[]) => atWork(sh`${tool} -y install ${names}`)
  return {
    name: tool,
    suits: (facts) => facts.packageTool === tool,
    lookAhead: versionsAhead,
    probe: ({ name }) => once(sh`lb_rpm`, putInstalled, sh`${name}`),
    apply({ name, desired }): Script {
      if (desired === null)
        return sh`
          ${mended}
          if rpm -q -- ${name} >/dev/null 2>&1; then
            ${atWork(sh`${tool} -y remove ${name}`)}
          fi
        `
      return sh`
        ${mended}
        if lb_versions=$(${versionOf(name)}); then
          for lb_version in $lb_versions; do
            case $lb_version in ${desired.version ?? sh`*`}) exit 0 ;; esac
          done
        fi
        ${install([nameOf(name, desired)])}
      `
    },
    together: together((names) => joined([mended, install(names)]), nameOf),
    hint: () =>
      'where a repository does not answer: the role bootstrap points CentOS and EPEL 6 to their archives, and optional_repositories: [NAME] lets others be missing',
  }
}

export const dnf = rpm('dnf')
export const yum = rpm('yum')
