import type { Kind, Meta, Resource } from '../model/resource.ts'
import { needed, object, type Values } from '../model/type.ts'
import { once, type Script, sh } from '../shell/script.ts'
import { printWhole, replaceFile } from './atomic-write.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { path as absolutePath, line as oneLine } from './names.ts'
import { bearsOnPackages } from './package-files.ts'

const attributes = {
  /** An extended regular expression; of several lines that match, the last one counts. */
  match: needed(oneLine),
  line: needed(oneLine),
}

/** Which line, and what it becomes. */
export type LineState = Values<typeof attributes>

const checkCall = callOf('line', ['the path', absolutePath], object(attributes))

type Desired = { line: string }
type Options = { path: string; match: string }

/** One line of a file that belongs to somebody else: the one that matches becomes `line`; none matches: it is added at the end. */
export function line(path: string, state: LineState, meta: Meta = {}): Resource {
  checkCall(path, state, meta)
  const { match, line: text } = state
  return declare(lineKind, `${path} ${match}`, { line: text }, { path, match }, meta)
}

export const lineKind: Kind<Desired, Options> = {
  name: 'line',
  bearsOnPackages,
  providers: [{ name: 'awk', probe, apply }],
  leftovers: {
    take: () => "a line of somebody else's file is not taken out of it",
    within: (name) => `path ${name.split(' ', 1)[0]}`,
  },
}

function probe({ options: { path, match } }: Resource<Desired, Options>): Script {
  return once(sh`lb_line`, putLine, sh`${path} ${match}`)
}

const putLine = sh`
  [ -f "$1" ] || return 0
  if lb_line=$(lb_match=$2 awk '$0 ~ ENVIRON["lb_match"] { last = $0; found = 1 } END { print last; exit !found }' <"$1")
  then put line "$lb_line"; fi
`

function apply({ desired, options: { path, match } }: Resource<Desired, Options>): Script {
  return replaceFile({ path, produce: withLine(match, desired!.line) })
}

/** For replaceFile: prints the file $f with that line in place of the last one that matches, or at the end. */
export function withLine(match: string, line: string): Script {
  return sh`
    if [ -e "$f" ]; then
      ${printWhole(sh`lb_match=${match} lb_line=${line} awk '
        { text[NR] = $0; if ($0 ~ ENVIRON["lb_match"]) last = NR }
        END {
          for (i = 1; i <= NR; i++) print (i == last ? ENVIRON["lb_line"] : text[i])
          if (!last) print ENVIRON["lb_line"]
          printf "."
        }' <"$f"`)}
    else printf '%s\n' ${line}; fi
  `
}
