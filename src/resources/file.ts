import { createHash } from 'node:crypto'
import type { ConfirmableMeta, Kind, Resource } from '../model/resource.ts'
import { aFunction, object, orNull, type Values } from '../model/type.ts'
import { joined, once, type Script, Secret, sh } from '../shell/script.ts'
import { copyBack, replaceFile } from './atomic-write.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { mayLockOut, wasThere } from './leftover.ts'
import { ownership, path, text } from './names.ts'
import { setGiven } from './ownership.ts'
import { putOwnership, statAll } from './ownership-look.ts'
import { bearsOnPackages } from './package-files.ts'
import { labelNew, looks, place } from './place.ts'

const attributes = { content: text, ...ownership }

const options = {
  /** Whether the content that is there means the same as the desired one, and may stay. Asked where the bytes differ. */
  same: aFunction<(found: string, content: string) => boolean>(),
  /** Tests the new file beside the old one; a status other than 0 fails the step and the old file stays. */
  validate: aFunction<(temporaryPath: Script) => Script>(),
  /** The content, old or new, as it may be shown: with `‹secret›` in place of what is secret. */
  mask: aFunction<(content: string) => string>(),
}

/** A whole file. `content` is text; `mode` as four octal digits. What is left out is kept as it is on the host. */
export type FileState = Values<typeof attributes>
/** How a file is tested, compared and shown, beside what every kind takes. */
export type FileMeta = ConfirmableMeta & Values<typeof options>

type Options = Values<typeof options> & Pick<FileState, 'content'>

const checkCall = callOf('file', ['the path', path], orNull(object(attributes)), options)

type Desired = { content?: string; sha256?: string; mode?: string; owner?: string; group?: string }

/** Largest content, in bytes, that a probe fetches for a diff; above, a checksum is compared. */
const largestShown = 256 * 1024

/** Largest content, in bytes, that the shell reads by itself: dash and busybox take a byte at a time, and a process costs as much as some thousands. */
const largestRead = 4096

/** A file with this content, mode and owner; null: no such file. Content is replaced wholly or not at all. */
export function file(name: string, state: FileState | null, options: FileMeta = {}): Resource {
  checkCall(name, state, options)
  const { same, validate, mask, ...meta } = options
  return declare(fileKind, name, state && desiredOf(state), { content: state?.content, same, validate, mask }, meta)
}

function desiredOf({ content, ...ownership }: FileState): Desired {
  if (content === undefined) return ownership as Desired
  const bytes = Buffer.from(content)
  const large = bytes.length > largestShown
  return {
    ...(large ? { sha256: createHash('sha256').update(bytes).digest('hex') } : { content }),
    ...ownership,
  } as Desired
}

export const fileKind: Kind<Desired, Options> = {
  name: 'file',
  bearsOnPackages,
  providers: [{ name: 'posix', lookAhead: statAll, probe, apply, undo }],
  same: (attribute, found, content, { same }) => attribute === 'content' && (same?.(found, content) ?? false),
  mask: (attribute, value, { mask }) => (attribute === 'content' && mask ? mask(value) : value),
  leftovers: {
    keep: ({ confirm }) => (confirm ? 'confirm' : ''),
    take: ({ name, origin, kept }) => {
      if (origin !== 'made') return wasThere
      return kept === '' ? (file(name, null) as Resource<Desired, Options>) : mayLockOut
    },
    identity: (name) => `path ${name}`,
  },
}

/** Of a link to what is no file (a fifo, /dev/zero) the content is not asked for: that might never end. */
function probe({ name, desired }: Resource<Desired, Options>): Script {
  return desired?.sha256 === undefined
    ? once(sh`lb_file`, looking(putContent), sh`${name}`)
    : once(sh`lb_large_file`, looking(putSum), sh`${name}`)
}

const looking = (put: Script) => sh`
  [ -f "$1" ] || [ -L "$1" ] || return 0
  ${putOwnership(sh`"$1"`)} || return 0
  [ -f "$1" ] || return 0
  ${put}
`

const putSum = sh`lb_sum=$(sha256sum <"$1"); put sha256 "\${lb_sum%% *}"`

/** What `read` left out (a NUL) makes the text shorter than the file: then cat has the word. */
const putContent = sh`
  lb_text='' lb_line=''
  if [ "$lb_size" -le ${largestRead} ]; then
    while IFS= read -r lb_line; do lb_text=$lb_text$lb_line${'\n'}; done <"$1"
    lb_text=$lb_text$lb_line
  fi
  if [ "$lb_size" -gt ${largestShown} ]; then put content "($lb_size bytes, too large to show)"
  elif [ \${#lb_text} = "$lb_size" ]; then put content "$lb_text"
  else attr content; cat <"$1"; fi
`

function apply({ name, desired, options }: Resource<Desired, Options>): Script {
  if (desired === null) return joined([remove(name), readIn(name)])
  const { content, validate, mask } = options
  if (content === undefined) return setAttributes(name, desired)
  const text = mask ? new Secret(content, mask(content)) : content
  return joined([replaceFile({ ...desired, path: name, produce: sh`printf %s ${text}`, validate }), readIn(name)])
}

/** systemd goes by what it has read: a unit or a drop-in that is written is read in, whether or not a service of the plan changes with it. */
function readIn(name: string): Script {
  if (!name.startsWith('/etc/systemd/system/')) return sh`:`
  return sh`if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi`
}

function remove(name: string): Script {
  return sh`
    if [ -e ${name} ] || [ -L ${name} ]; then
      ${place(name)}
      if lb_trusted; then rm -f -- "$lb_path"; else lb_enter '' ''; rm -f -- "./$lb_name"; fi
    fi
  `
}

/** A file that others can have put there becomes nobody's but the folder's owner's: it may be a third party's, or be run with the rights of its owner. */
function setAttributes(name: string, desired: Desired): Script {
  const special = desired.mode !== undefined && !desired.mode.startsWith('0')
  return sh`
    ${place(name)}
    if ! lb_trusted; then lb_enter follow ''; fi
    if [ -z "$lb_foreign" ]; then
      if [ ! -e "$lb_path" ]; then : >"$lb_path"; fi
      if [ ! -f "$lb_path" ]; then lb_refuse 'it is no regular file'; fi
      ${setGiven(desired, sh`"$lb_path"`)}
    else
      lb_private; lb_pin
      if [ -e ./old ]; then
        lb_only_here; lb_owners "$(exec stat -c ${looks} ./old)"
        ${special ? sh`lb_refuse 'what others can have written is not made to run with the rights of its owner'` : sh`:`}
        ${setGiven(desired, sh`./old`)}
      else
        true >./new
        ${setGiven(desired, sh`./new`)}
        ${labelNew}
        lb_move
      fi
      lb_leave
    fi
  `
}

function undo({ name }: Resource<Desired, Options>): { save: Script; restore: Script } {
  return {
    save: sh`if [ -e ${name} ]; then cp -p -- ${name} "$lb_undo/file"; fi`,
    restore: sh`
      if [ -e "$lb_undo/file" ]; then ${copyBack(sh`"$lb_undo/file"`, name)}
      else ( ${remove(name)}
      ); fi
    `,
  }
}
