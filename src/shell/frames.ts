import { joined, type Script, sh } from './script.ts'

/**
 * The wire format of one script: its stdout and stderr are cut into frames by marker lines that hold a random token.
 * A frame's body is everything between two markers, byte for byte. On stdout: `begin`, `step ID`, `= NAME` (an attribute;
 * the body is its value), `done ID CODE`, `end`. On stderr: `err ID`. Everything before `begin` is login noise.
 */
export interface Transcript {
  /** False: no begin marker came, so nothing of the script ran. */
  readonly begun: boolean
  /** False: the end of the script was not seen, whatever the exit code says. */
  readonly ended: boolean
  readonly sections: ReadonlyMap<string, Section>
}

export interface Section {
  /** Null: the section did not end. */
  readonly exitCode: number | null
  /** What it printed with `put` and `attr`. */
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

/** Each word of theirs that prints is one write: sshd makes a packet of every write, and a packet costs as much as a small probe. */
const prelude = (token: string) => sh`
  LC_ALL=C; LANGUAGE=C; export LC_ALL LANGUAGE
  PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin:$PATH; export PATH
  umask 022
  lb_mark() { printf ${`\n${token} %s\n`} "$@"; }
  put() { printf ${`\n${token} = %s\n%s`} "$@"; }
  attr() { lb_mark "= $1"; }
  lb_step() { lb_mark "$lb_over" "step $1"; lb_mark "err $1" >&2; }
  lb_done() { lb_over="done $1 $2"; [ "$2" = 0 ] || lb_failed=1; }
`

/**
 * The whole script for one `sh -s`. It is one function, read in full before it starts and run with stdin from
 * /dev/null: a script cut short on its way does nothing, and no command can eat the rest of it. The end of a part is
 * marked together with what comes next.
 */
export function framed(token: string, parts: readonly Part[]): Script {
  return sh`
    ${prelude(token)}
    lb_main() {
    lb_failed='' lb_over=begin
    ${joined(parts.map(section))}
    lb_mark "$lb_over" end
    }
    lb_main </dev/null
  `
}

function section({ id, mode, body }: Part): Script {
  const whole = sh`
    lb_step ${id}
    ${mode === 'act' ? inSubshell(body) : inFunction(body)}
    lb_done ${id} $?
  `
  return mode === 'look' ? whole : joined([sh`if [ -z "$lb_failed" ]; then`, whole, sh`fi`])
}

const inSubshell = (body: Script) => sh`
  ( set -e
  ${body}
  )
`

const inFunction = (body: Script) => sh`
  lb_look() { :
  ${body}
  }; lb_look
`

interface Draft {
  exitCode: number | null
  values: Record<string, string>
  stdout: string
  stderr: string
}

/** Reads what came back of a `framed` script. */
export function readTranscript(
  token: string,
  streams: { readonly stdout: Buffer; readonly stderr: Buffer },
): Transcript {
  const sections = new Map<string, Draft>()
  const seen = new Set<string>()
  let current: Draft | undefined
  for (const { mark, body } of [...framesOf(token, streams.stdout), ...framesOf(token, streams.stderr)]) {
    const [word = '', id = '', code] = mark.split(' ')
    seen.add(word)
    if (word === 'step' || word === 'err') current = sectionOf(sections, id)
    if (word === 'done') sectionOf(sections, id).exitCode = Number(code)
    else if (word === 'step' && current) current.stdout += body
    else if (word === 'err' && current) current.stderr += body
    else if (word === '=' && current) current.values[id] = body
  }
  return { begun: seen.has('begin'), ended: seen.has('end'), sections }
}

function sectionOf(sections: Map<string, Draft>, id: string): Draft {
  const section = sections.get(id) ?? { exitCode: null, values: {}, stdout: '', stderr: '' }
  sections.set(id, section)
  return section
}

function* framesOf(token: string, bytes: Buffer): Generator<{ mark: string; body: string }> {
  const marker = Buffer.from(`\n${token} `)
  for (let at = bytes.indexOf(marker); at !== -1; ) {
    const lineEnd = bytes.indexOf('\n', at + marker.length)
    if (lineEnd === -1) return
    const next = bytes.indexOf(marker, lineEnd)
    const body = bytes.subarray(lineEnd + 1, next === -1 ? bytes.length : next)
    yield { mark: bytes.toString('utf8', at + marker.length, lineEnd), body: body.toString('utf8') }
    at = next
  }
}

/** Calls `onStep` with the id of each section as it begins, from stdout as it streams in. */
export function stepWatcher(token: string, onStep: (id: string) => void): (chunk: Buffer) => void {
  const pattern = new RegExp(`\\n${token} step (\\S+)\\n`, 'g')
  let rest = ''
  return (chunk) => {
    rest += chunk.toString('latin1')
    let read = 0
    for (const match of rest.matchAll(pattern)) {
      onStep(match[1]!)
      read = match.index + match[0].length
    }
    rest = rest.slice(Math.max(read, rest.length - token.length - 100))
  }
}
