import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { orNull } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { replaceFile } from '../atomic-write.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { file } from '../file.ts'
import { mayLockOut } from '../leftover.ts'
import { withLine } from '../line.ts'
import { sudoersName, text } from '../names.ts'
import { isRead } from './sudoers-includes.ts'

const checkCall = callOf('sudoers', ['the name', sudoersName], orNull(text))

type Desired = { content: string; mode: string; owner: string; group: string; included: string }

/** `rules`: the file as a resource of its own, which looks at it and writes it. */
type Options = { rules: Resource; validate: (temporaryPath: Script) => Script }

const includeLine = '#includedir /etc/sudoers.d'
const validate = (temporary: Script) => sh`visudo -c -f ${temporary}`
const included = 'by #includedir in /etc/sudoers'

/**
 * A file of rules in /etc/sudoers.d, tested by visudo before it is in place: one bad line there takes sudo away from everybody. Where
 * sudo does not read the folder (EL6.0's /etc/sudoers has no line for it, and an edited one keeps its text through every update), the line is
 * added to /etc/sudoers, tested likewise. null: no such file; the line stays.
 */
export function sudoers(name: string, rules: string | null, meta: Meta = {}): Resource {
  checkCall(name, rules, meta)
  const path = `/etc/sudoers.d/${name}`
  const content = `# Written by lbprov; edits are overwritten.\n${rules?.trimEnd()}\n`
  const owned = { mode: '0440', owner: 'root', group: 'root' }
  const state = rules === null ? null : { content, ...owned }
  const options = { rules: file(path, state, { validate }), validate }
  return declare(sudoersKind, path, state && { ...state, included }, options, meta)
}

export const sudoersKind: Kind<Desired, Options> = {
  name: 'sudoers',
  providers: [{ name: 'visudo', probe, apply }],
  leftovers: { take: () => mayLockOut },
}

const posix = ({ rules }: Options) => rules.kind.providers[0]!

function probe({ name, options, desired }: Resource<Desired, Options>): Script {
  const seen = posix(options).probe(options.rules)
  if (desired === null) return seen
  return sh`
    ${isRead}
    lb_included=''
    if lb_is_read; then lb_included=${included}; else put included 'by no line'; fi
    ${seen}
    if [ -n "$lb_included" ] && [ -f ${name} ]; then put included "$lb_included"; fi
  `
}

function apply({ options, desired }: Resource<Desired, Options>, how: { readonly refresh: boolean }): Script {
  const written = posix(options).apply(options.rules, how)
  if (desired === null) return written
  return sh`
    ( ${written}
    )
    ${isRead}
    if ! lb_is_read; then
      ${replaceFile({ path: '/etc/sudoers', produce: withLine(`^${includeLine}$`, includeLine), validate })}
    fi
  `
}
