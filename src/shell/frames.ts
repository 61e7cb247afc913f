import { lives } from './lives.ts'
import { callIn, hoisted, joined, type Script, sh } from './script.ts'

/**
 * The wire format of one script: its stdout and stderr are cut into frames by marker lines that hold a random token.
 * A frame's body is everything between two markers, byte for byte. On stdout: `begin`, `step ID`, `= NAME` (an attribute;
 * the body is its value), `done ID CODE`, `raw` (whatever programs print unasked), `end`; the body of `begin` is what `interrupting` takes. On stderr: `err ID`, the body is what that
 * part wrote; `looks`, nobody's until `was ID` says whose it was. Everything before `begin` is login noise. On stdout a number comes before the
 * word; what comes again under a number is passed over (see `prelude`).
 */
export interface Transcript {
  /** False: no begin marker came, so nothing of the script ran. */
  readonly begun: boolean
  /** False: the end of the script was not seen, whatever the exit code says. */
  readonly ended: boolean
  /** True: there were more marks than any script has, and the rest was not read. */
  readonly flooded: boolean
  /** As the host tells of them: ids that were never sent may be among them, and it is for the reader to ask only for those that were. */
  readonly sections: ReadonlyMap<string, Section>
}

export interface Section {
  /** Null: the section did not end, or ended with no number. */
  readonly exitCode: number | null
  /** What it printed with `put` and `attr`. Without a prototype: the names are the host's words. */
  readonly values: Readonly<Record<string, string>>
  readonly stdout: string
  readonly stderr: string
}

/**
 * A part of a script that is answered under its own id. `look`: a function in the script's own shell (no fork); always
 * runs. `act`: a subshell under `set -e`; skipped once an earlier part failed.
 */
export interface Part {
  readonly id: string
  readonly mode: 'look' | 'act'
  readonly body: Script
}

/** Bytes kept before they are written: adding to a long text takes the shell long. */
const mostKept = 8192

/**
 * What `put` and the looks' marks say is kept in `lb_frames` and written as few times as can be: sshd makes a packet of every write, and a
 * packet costs as much as a small probe. `lb_open`: what programs print is an attribute's value until something else is written. A `put` of a
 * subshell, which is what each part of a pipeline is, writes at once, since what it keeps would be lost with it: first what it took over from
 * the shell, which writes that again later, then its own, under no number but `sub`. POSIXLY_CORRECT of the login is kept
 * from programs, which else take an option behind an operand for an operand; as a variable of the shell alone it keeps bash in its POSIX mode.
 * All of it is functions; a shell that is kept gets them once: see `parted`.
 */
const prelude = sh`
  lb_settle() {
    LC_ALL=C; LANGUAGE=C; export LC_ALL LANGUAGE
    if [ -n "\${POSIXLY_CORRECT+on}" ]; then unset POSIXLY_CORRECT; POSIXLY_CORRECT=on; fi
    PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin:$PATH; export PATH
    umask 022
  }
  lb_begin() {
    lb_frames='' lb_open='' lb_failed='' lb_no=0 lb_pid=none lb_at=''
    { read -r lb_pid ${Array<string>(20).fill('_')} lb_at _ </proc/self/stat; } 2>/dev/null
    trap lb_flush EXIT; trap lb_failed=1 USR1
    lb_add begin "$lb_pid $lb_at"
  }
  lb_end() { lb_add end; lb_say; trap - EXIT; }
  lb_add() { lb_frames=$lb_frames${'\n'}"$lb_token $lb_no $1"${'\n'}$2; [ $lb_no = sub ] || lb_no=$((lb_no + 1)); }
  lb_say() { printf %s "$lb_frames"; lb_frames='' lb_open=''; }
  lb_flush() { if [ -n "$lb_frames" ]; then lb_add raw; lb_say; fi; }
  lb_own() { if [ $lb_no != sub ] && ! [ /proc/self -ef "/proc/$lb_pid" ]; then lb_no=sub; lb_flush; fi; }
  lb_keep() { if [ -n "$lb_open" ] || [ $lb_no = sub ] || [ \${#lb_frames} -gt ${mostKept} ]; then lb_flush; fi; }
  lb_err() { printf '\n%s\n' "$lb_token $1" >&2; }
  put() { lb_own; while [ $# -gt 1 ]; do lb_add "= $1" "$2"; shift 2; done; lb_keep; }
  attr() { lb_own; lb_add "= $1"; lb_say; lb_open=1; }
  lb_done() { lb_add "done $1 $2"; [ "$2" = 0 ] || lb_failed=1; }
  lb_looked() { lb_done "$1" "$2"; lb_keep; [ "$2" = 0 ] || lb_err "was $1"; }
  lb_run() { shift; "$@"; }
  lb_part() { lb_add "step $1"; lb_run "$@"; lb_looked "$1" $?; }
`

/** Has a framed script begin no further act, once the one that it is at has ended; `process` is what its `begin` says. */
export function interrupting(process: string): Script {
  const [number = '', since = ''] = process.split(' ')
  return sh`
    ${lives}
    if lb_lives ${number} ${since}; then kill -USR1 ${number}; fi
  `
}

/**
 * The whole script for one `sh -s`. It is one function, read in full before it starts and run with stdin from
 * /dev/null: a script cut short on its way does nothing, and no command can eat the rest of it. The end of a part is
 * marked together with what comes next.
 */
export function framed(token: string, parts: readonly Part[]): Script {
  const own = sh`
    lb_token=${token}; lb_settle
    lb_main() {
    lb_begin
    ${joined(parts.map((part, i) => section(part, parts[i - 1])))}
    lb_end
    }
    lb_main </dev/null
  `
  return joined([prelude, hoisted(own)])
}

/** The functions that a framed script begins with, the same in each, and the rest, which is all that a shell needs that has them; no functions: it is another script. */
export function parted(script: string): { readonly functions: string; readonly rest: string } {
  const { text } = prelude
  return script.startsWith(`${text}\n`)
    ? { functions: text, rest: script.slice(text.length + 1) }
    : { functions: '', rest: script }
}

function section(part: Part, before: Part | undefined): Script {
  return part.mode === 'look' ? lookPart(part, before?.mode) : actPart(part)
}

/** Probing that begins after an act is reported at once, to who watches. What is written by looks goes to stderr behind one mark. */
function lookPart({ id, body }: Part, before: Part['mode'] | undefined): Script {
  const { definition, words } = callIn(body) ?? { definition: inFunction(body), words: sh`lb_look` }
  if (before === 'act')
    return sh`
      ${definition}
      lb_add ${`step ${id}`}; lb_flush; lb_err looks
      ${words}
      lb_looked ${id} $?
    `
  return sh`
    ${definition}
    ${before === undefined ? sh`lb_err looks; ` : sh``}lb_part ${id} ${words}
  `
}

function actPart({ id, body }: Part): Script {
  return sh`
    if [ -z "$lb_failed" ]; then
    lb_add ${`step ${id}`}; lb_say; lb_err ${`err ${id}`}
    ${inSubshell(body)}
    lb_done ${id} $?
    fi
  `
}

const inSubshell = (body: Script) => sh`
  ( set -e
  ${body}
  )
`

const inFunction = (body: Script) => sh`
  lb_look() { :
  ${body}
  }
`

interface Draft {
  exitCode: number | null
  values: Record<string, string>
  stdout: string
  stderr: string
}

/** A host with a thousand resources answers with some ten thousand. Millions would keep this process, and so all other hosts, waiting. */
export const mostFrames = 32_768

/** Reads what came back of a `framed` script. */
export function readTranscript(
  token: string,
  streams: { readonly stdout: Buffer; readonly stderr: Buffer },
): Transcript {
  const sections = new Map<string, Draft>()
  // Of a terminal both come in one stream.
  const frames = [...framesOf(token, streams.stdout), ...framesOf(token, streams.stderr)]
  const { out = [], err = [] } = Object.groupBy(frames, ({ mark }) => (/^(\d+|sub) /.test(mark) ? 'out' : 'err'))
  const seen = readOut(out, sections)
  readErr(err, sections)
  return { begun: seen.has('begin'), ended: seen.has('end'), flooded: frames.length >= mostFrames, sections }
}

type Frames = Iterable<{ readonly mark: string; readonly body: string }>

/** Gives the words of the marks. */
function readOut(frames: Frames, sections: Map<string, Draft>): ReadonlySet<string> {
  const seen = new Set<string>()
  const numbers = new Set<string>()
  let current: Draft | undefined
  for (const { mark, body } of frames) {
    const [number = '', word = '', id = '', code] = mark.split(' ', 4)
    if (numbers.has(number)) continue
    if (number !== 'sub') numbers.add(number)
    seen.add(word)
    if (word === 'step') current = sectionOf(sections, id)
    if (word === 'done') sectionOf(sections, id).exitCode = codeIn(code)
    else if (word === '=' && current) current.values[id] = body
    else if (current) current.stdout += body
  }
  return seen
}

const codeIn = (text = '') => (/^\d{1,3}$/.test(text) ? Number(text) : null)

/** What is nobody's in the end is that of a look which ended the shell. */
function readErr(frames: Frames, sections: Map<string, Draft>): void {
  let unclaimed = ''
  for (const { mark, body } of frames) {
    const [word, id = ''] = mark.split(' ', 2)
    if (word === 'err') sectionOf(sections, id).stderr += body
    if (word === 'was') sectionOf(sections, id).stderr += unclaimed
    unclaimed = word === 'err' ? '' : body
  }
  const last = [...sections.values()].findLast(({ exitCode }) => exitCode === null)
  if (last) last.stderr += unclaimed
}

function sectionOf(sections: Map<string, Draft>, id: string): Draft {
  const section: Draft = sections.get(id) ?? { exitCode: null, values: Object.create(null), stdout: '', stderr: '' }
  sections.set(id, section)
  return section
}

// Each body a text of its own: a part of a larger text would keep all of it in memory.
function* framesOf(token: string, bytes: Buffer): Generator<{ mark: string; body: string }> {
  const marker = `\n${token} `
  for (let at = bytes.indexOf(marker), count = 0; at !== -1 && count < mostFrames; count++) {
    const lineEnd = bytes.indexOf(10, at + marker.length)
    if (lineEnd === -1) return
    const next = bytes.indexOf(marker, lineEnd)
    const mark = bytes.toString('latin1', at + marker.length, lineEnd)
    yield { mark, body: bytes.toString('utf8', lineEnd + 1, next === -1 ? bytes.length : next) }
    at = next
  }
}
