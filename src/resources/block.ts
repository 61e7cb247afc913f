import type { ConfirmableMeta, Kind, Resource } from '../model/resource.ts'
import { aFunction, needed, object, oneOf, orNull, type, type Values } from '../model/type.ts'
import { type Script, sh } from '../shell/script.ts'
import { copyBack, printWhole, replaceFile } from './atomic-write.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { mayLockOut } from './leftover.ts'
import { path, text } from './names.ts'
import { bearsOnPackages } from './package-files.ts'

const begin = '# begin lbprov: lines up to the end mark are overwritten'
const end = '# end lbprov'

const content = type<string>(
  'text without NUL bytes and without a marker line',
  (value) => text.accepts(value) && !value.split('\n').some((line) => line === begin || line === end),
)

const attributes = {
  /** The lines between lbprov's two marker lines. */
  content: needed(content),
  /** Where a block that isn't there yet goes; top is for files in which the first word counts, as sshd_config. */
  at: oneOf('top', 'end'),
}

const options = {
  /** Tests the new file beside the old one; a status other than 0 fails the step and the old file stays. */
  validate: aFunction<(temporaryPath: Script) => Script>(),
}

/** The lines, and where they go. */
export type BlockState = Values<typeof attributes>
/** How the new file is tested, beside what every kind takes. */
export type BlockMeta = ConfirmableMeta & Values<typeof options>

const checkCall = callOf('block', ['the path', path], orNull(object(attributes)), options)

type Desired = { content: string }
type Options = { validate?: BlockMeta['validate'] | undefined; at: 'top' | 'end' }

/** Some lines of a file that belongs to somebody else, between two marker lines; null: no such lines. The file must be there. */
export function block(name: string, state: BlockState | null, options: BlockMeta = {}): Resource {
  checkCall(name, state, options)
  const { validate, ...meta } = options
  const content = state?.content.replace(/\n$/, '')
  return declare(
    blockKind,
    name,
    content === undefined ? null : { content },
    { validate, at: state?.at ?? 'end' },
    meta,
  )
}

export const blockKind: Kind<Desired, Options> = {
  name: 'block',
  bearsOnPackages,
  providers: [{ name: 'posix', probe, apply, undo }],
  leftovers: {
    keep: ({ confirm }) => (confirm ? 'confirm' : ''),
    take: ({ name, kept }) => (kept === '' ? (block(name, null) as Resource<Desired, Options>) : mayLockOut),
    within: (name) => `path ${name}`,
  },
}

function probe({ name }: Resource<Desired, Options>): Script {
  return sh`
    [ -f ${name} ] || return 0
    lb_in='' lb_text='' lb_found=''
    while IFS= read -r lb_line || [ -n "$lb_line" ]; do
      case $lb_line in
        ${begin}) lb_in=1 lb_found=1 ;;
        ${end}) lb_in='' ;;
        *) if [ -n "$lb_in" ]; then lb_text="$lb_text$lb_line
    "; fi ;;
      esac
    done <${name}
    if [ -n "$lb_found" ]; then put content "\${lb_text%
    }"; fi
  `
}

function apply({ name, desired, options: { at, validate } }: Resource<Desired, Options>): Script {
  const edit = sh`
    lb_text=${desired ? `${begin}\n${desired.content}\n${end}` : ''} lb_begin=${begin} lb_end=${end} lb_at=${at} awk '
      function write() { if (!done && ENVIRON["lb_text"] != "") print ENVIRON["lb_text"]; done = 1 }
      { line[NR] = $0; if ($0 == ENVIRON["lb_begin"]) there = 1 }
      END {
        if (!there && ENVIRON["lb_at"] == "top") write()
        for (i = 1; i <= NR; i++) {
          if (line[i] == ENVIRON["lb_begin"]) { write(); inside = 1 }
          else if (inside && line[i] == ENVIRON["lb_end"]) inside = 0
          else if (!inside) print line[i]
        }
        write()
        printf "."
      }' <"$f"
  `
  const produce = printWhole(edit)
  if (desired === null)
    return sh`if [ -e ${name} ]; then ${replaceFile({ path: name, produce, validate })}
    fi`
  return replaceFile({ path: name, produce, validate })
}

function undo({ name }: Resource<Desired, Options>): { save: Script; restore: Script } {
  return { save: sh`cp -p -- ${name} "$lb_undo/file"`, restore: copyBack(sh`"$lb_undo/file"`, name) }
}
