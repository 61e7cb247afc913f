import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { needed, object, oneOf, orNull } from '../../model/type.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { printWhole, replaceFile } from '../atomic-write.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { makeDirectory } from '../directory.ts'
import { wasThere } from '../leftover.ts'
import { owner, publicKey } from '../names.ts'

type Desired = { line: string }
/** What tells one key from another: its type and its body. */
type Options = { user: string; body: string }

const bodyOf = (line: string) => /(?:^|\s)((?:ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/]{16,}=*)(?:\s|$)/.exec(line)?.[1]

const allowed = orNull(object({ allowed: needed(oneOf(true)) }))
const checkCall = callOf('authorized-key', ['the user', owner], object({ line: needed(publicKey), state: allowed }))

/**
 * One line of a user's ~/.ssh/authorized_keys, as in a .pub file, with options in front where wanted; null: no line with
 * that key. Directory and file belong to the user alone; links there are refused, since root would follow them.
 */
export function authorizedKey(
  user: string,
  line: string,
  state: { readonly allowed: true } | null = { allowed: true },
  meta: Meta = {},
): Resource {
  checkCall(user, { line, state }, meta)
  const text = line.trim()
  const body = bodyOf(text)!
  return declare(keyKind, `${user} …${body.slice(-12)}`, state && { line: text }, { user, body }, meta)
}

export const keyKind: Kind<Desired, Options> = {
  name: 'authorized-key',
  bearsOnPackages: () => false,
  providers: [{ name: 'posix', probe, apply }],
  leftovers: {
    keep: ({ desired, options: { user } }) => JSON.stringify([user, desired?.line]),
    take: ({ origin, kept }) => {
      const [user, line] = JSON.parse(kept) as [string, string]
      return origin === 'made' ? (authorizedKey(user, line, null) as Resource<Desired, Options>) : wasThere
    },
  },
}

/** Leaves the home directory in $lb_home. */
const findHome = (user: string, otherwise: Script) => sh`
  lb_home=$(exec getent passwd ${user}) || ${otherwise}
  lb_home=\${lb_home%:*}; lb_home=\${lb_home##*:}
`

function probe({ options: { user, body } }: Resource<Desired, Options>): Script {
  return sh`
    ${findHome(user, sh`return 0`)}
    [ -r "$lb_home/.ssh/authorized_keys" ] || return 0
    while read -r lb_line || [ -n "$lb_line" ]; do
      case " $lb_line " in *${` ${body} `}*) put line "$lb_line" ;; esac
    done <"$lb_home/.ssh/authorized_keys"
  `
}

function apply({ desired, options: { user, body } }: Resource<Desired, Options>): Script {
  const filter = sh`lb_body=${` ${body} `} awk '!index(" " $0 " ", ENVIRON["lb_body"]); END { printf "." }' <"$f"`
  const others = sh`
    if [ -f "$f" ]; then ${printWhole(filter)}
    fi
  `
  const produce = desired ? joined([others, sh`printf '%s\n' ${desired.line}`]) : others
  // `user:` is the user and the group it logs in with.
  const ready = sh`
    if [ ! -d "$lb_home/.ssh" ]; then
      ( ${makeDirectory(sh`"$lb_home/.ssh"`, { mode: '0700', owner: `${user}:` })}
      )
    fi
  `
  return sh`
    ${findHome(user, desired ? sh`{ echo ${`there is no user ${user}`} >&2; exit 1; }` : sh`exit 0`)}
    if [ -L "$lb_home/.ssh" ] || [ -L "$lb_home/.ssh/authorized_keys" ]; then
      echo "$lb_home/.ssh or authorized_keys in it is a link, which is not followed" >&2; exit 1
    fi
    ${desired ? ready : sh`if [ ! -f "$lb_home/.ssh/authorized_keys" ]; then exit 0; fi`}
    ${replaceFile({ path: sh`"$lb_home/.ssh/authorized_keys"`, produce, mode: '0600', owner: `${user}:`, keeps: true })}
  `
}
