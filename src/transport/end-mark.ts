import { quote } from '../shell/quote.ts'
import { sh } from '../shell/script.ts'
import type { Streams } from './transport.ts'

/** How the end of a script is known while its shell lives on: a mark on both streams, with the exit code on stdout. */
export interface EndMark {
  /** The functions that the shell keeps, the script in a subshell, so that it leaves nothing else there, and the marks. */
  readonly script: string
  /** Takes note of what comes; true once both marks have. */
  seen(stream: 'out' | 'err', chunk: Buffer): boolean
  /** What the script itself wrote, and its exit code. */
  cut(stdout: Buffer, stderr: Buffer): Streams
}

/** The shell knows that scripts run in children of it. */
const marking = sh`lb_kept=kept`.text

/** What the shell gets around the script. */
export interface Around {
  /** New for each script, so that nothing it prints is taken for the mark. */
  readonly token: string
  /** What the shell does when it ends, even if nobody listens any more. */
  readonly atExit: string | undefined
  /** What it knows from now on; empty: nothing, or it does already. */
  readonly functions: string
}

export function endMark(script: string, { token, atExit, functions }: Around): EndMark {
  const mark = `lbprov-over-${token}`
  // In two parts: a script may print its own text.
  const said = `lbprov-over-""${token}`
  const ends = { out: new RegExp(`\\n${mark} \\d+\\n`), err: new RegExp(`\\n${mark}\\n`) }
  const tails = { out: '', err: '' }
  const found = { out: false, err: false }
  const traps = atExit === undefined ? '' : `trap ${quote(atExit)} EXIT; trap : PIPE; ${marking}\n`
  return {
    script: `${functions}${functions && '\n'}${traps}( ${script}\n)\nset -- $?; printf '\\n%s %s\\n' ${said} "$1"; printf '\\n%s\\n' ${said} >&2\n`,
    seen(stream, chunk) {
      const text = tails[stream] + chunk.toString('latin1')
      tails[stream] = text.slice(-mark.length - 8)
      found[stream] ||= ends[stream].test(text)
      return found.out && found.err
    },
    cut(stdout, stderr) {
      const at = stdout.lastIndexOf(`\n${mark} `)
      const exitCode = Number.parseInt(stdout.toString('latin1', at + mark.length + 2), 10)
      return { stdout: stdout.subarray(0, at), stderr: stderr.subarray(0, stderr.lastIndexOf(`\n${mark}\n`)), exitCode }
    },
  }
}
