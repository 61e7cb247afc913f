import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { boolean, listOf, object, orNull, type Values } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { mayLockOut, wasThere } from '../leftover.ts'
import { owner, passwdPath, userName } from '../names.ts'

const attributes = {
  /** Made with a number of the system's and without a home. Counts when the user is made. */
  system: boolean,
  shell: passwdPath,
  home: passwdPath,
  /** Groups that the user is in besides its own; others are left. They must be there. */
  groups: listOf(owner),
}

/** What a user has; what is left out is not managed. */
export type UserState = Values<typeof attributes>

const checkCall = callOf('user', ['the name', userName], orNull(object(attributes)))

type Desired = { shell?: string; home?: string; groups?: string; exists: boolean }
type Options = { system: boolean }

/** A local user, without a password, with a group of its own name; null: no such user (what is in its home stays). */
export function user(name: string, state: UserState | null = {}, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  const { system = false, groups, ...rest } = state ?? {}
  const desired = { exists: true, ...rest, groups: groups?.toSorted().join(' ') }
  return declare(userKind, name, state && (desired as Desired), { system }, meta)
}

/** Debian's useradd, and that of shadow-utils 4.1 on EL6: the same words. */
export const userKind: Kind<Desired, Options> = {
  name: 'user',
  bearsOnPackages: () => false,
  providers: [{ name: 'useradd', probe, apply }],
  leftovers: {
    keep: ({ options: { system } }) => (system ? 'system' : 'login'),
    take: ({ name, origin, kept }) => {
      if (origin !== 'made') return wasThere
      return kept === 'system' ? (user(name, null) as Resource<Desired, Options>) : mayLockOut
    },
  },
}

/** Of the groups those that are asked for: the user may be in more. */
function probe({ name, desired }: Resource<Desired, Options>): Script {
  const wanted = desired?.groups?.split(' ') ?? []
  const putGroups = sh`
    lb_all=" $(exec id -Gn -- ${name} 2>/dev/null) " lb_in=''
    for lb_group in ${wanted}; do case $lb_all in *" $lb_group "*) lb_in="$lb_in $lb_group" ;; esac; done
    put groups "\${lb_in# }"
  `
  return sh`
    lb_entry=$(exec getent passwd ${name}) || return 0
    lb_shell=\${lb_entry##*:} lb_entry=\${lb_entry%:*}
    put exists true shell "$lb_shell" home "\${lb_entry##*:}"
    ${desired?.groups === undefined ? sh`:` : putGroups}
  `
}

function apply({ name, desired, options: { system } }: Resource<Desired, Options>): Script {
  if (desired === null) return sh`if getent passwd ${name} >/dev/null; then userdel -- ${name}; fi`
  const more = wordsOf(desired)
  const groups = desired.groups ? ['-G', desired.groups.replaceAll(' ', ',')] : []
  return sh`
    if getent passwd ${name} >/dev/null; then ${more.length + groups.length > 0 ? sh`usermod ${more} ${groups.length > 0 ? ['-a', ...groups] : []} -- ${name}` : sh`:`}
    elif getent group ${name} >/dev/null; then useradd -g ${name} ${system ? ['-r', '-M'] : ['-m']} ${more} ${groups} -- ${name}
    else useradd -U ${system ? ['-r', '-M'] : ['-m']} ${more} ${groups} -- ${name}; fi
  `
}

function wordsOf({ shell, home }: Desired): readonly string[] {
  return [...(shell === undefined ? [] : ['-s', shell]), ...(home === undefined ? [] : ['-d', home])]
}
