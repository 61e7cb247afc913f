import type { Provider, Resource } from '../../model/resource.ts'
import { literally } from '../../shell/quote.ts'
import { joined, once, type Script, sh } from '../../shell/script.ts'
import { fromAhead } from '../look-ahead.ts'
import type { Desired, Options } from './desired.ts'
import { aptLock, waitForLock } from './lock.ts'
import { outliving } from './outlive.ts'
import { type NameOf, together } from './together.ts'

/** Keeps configuration files that somebody changed; asks nothing. */
const aptGet = sh`
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold`

/**
 * Of a package that it doesn't know apt installs all that fit the name as a pattern, and drops a + at the end: python3.1 would
 * bring python3.11-doc. A pattern for the name alone brings that package or none.
 */
function exactly(name: string): string {
  const [, plain = '', arch = ''] = /^([^:]*)(.*)$/.exec(name)!
  return /\.|\+$/.test(plain) ? `^${literally(plain)}$${arch}` : name
}

const nameOf: NameOf = (name, { version }) => exactly(name) + (version ? `=${version}` : '')

/** dpkg keeps a file here for each change of a package's state until it ends well; while there is one, only `--configure -a` is let through. */
const journal = sh`/var/lib/dpkg/updates/[0-9]*`

const configure = sh`
  echo 'dpkg was interrupted: dpkg --configure -a, apt-get -f install'
  DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure -a || :
  ${aptGet} -f install`

/** Brings to its end what an earlier dpkg was killed at. */
const mended = sh`
  ${outliving}
  lb_interrupted() { for lb_file in ${journal}; do if [ -e "$lb_file" ]; then return 0; fi; done; [ -n "$lb_broken" ]; }
  if lb_interrupted; then
    ${waitForLock(aptLock)}
    if lb_interrupted; then lb_outlive ${configure.text} || :; fi
  fi
`

/** A bare host has no package lists, and one long left alone has lists of packages that are gone. */
function install(names: readonly string[]): Script {
  const work = sh`${aptGet} install -- ${names} || { apt-get -q update && ${aptGet} install -- ${names}; }`
  return atWork(work)
}

const atWork = (work: Script) => joined([waitForLock(aptLock), sh`lb_outlive ${work.text}`])

const status = (name: string | Script) => sh`exec dpkg-query -W -f '\${Status} \${Version}' -- ${name} 2>/dev/null`

/** Asks of all these packages at once, into $lb_packages, what `status` says of one. */
function statusAll(resources: readonly Resource[]): Script {
  const names = resources.map(({ name }) => name)
  return sh`lb_packages=${'\n'}$(exec dpkg-query -W -f '\${Package}\t\${Status} \${Version}\n' -- ${names} 2>/dev/null)${'\n'} || :`
}

const putInstalled = sh`
  for lb_file in ${journal}; do if [ -e "$lb_file" ]; then put installed 'dpkg was interrupted'; return 0; fi; done
  ${fromAhead(sh`lb_packages`, sh`"$1"${'\t'}`)} || lb_it=$(${status(sh`"$1"`)}) || return 0
  case $lb_it in 'install ok installed '* | 'hold ok installed '*) put installed true version "\${lb_it##* }" ;; esac
`

export const apt: Provider<Desired, Options> = {
  name: 'apt',
  suits: (facts) => facts.packageTool === 'apt',
  lookAhead: statusAll,
  probe: ({ name }) => once(sh`lb_dpkg`, putInstalled, sh`${name}`),
  apply({ name, desired, options }) {
    const there = sh`*' ok installed '${desired?.version ?? sh`*`}`
    if (desired === null)
      return sh`
      ${mended}
      case $(${status(name)}) in ${there}) ;; *) exit 0 ;; esac
      ${atWork(sh`${aptGet} ${options ?? 'remove'} -- ${exactly(name)}`)}
    `
    return sh`
      ${mended}
      case $(${status(name)}) in ${there}) exit 0 ;; esac
      ${install([nameOf(name, desired)])}
    `
  },
  together: together((names) => joined([mended, install(names)]), nameOf),
}
