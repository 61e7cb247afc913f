import { type Problem, WriteError } from '../model/errors.ts'
import { exitCodes } from '../model/report.ts'
import { type Clean, cleaner } from '../ui/clean.ts'
import { showError, showWarning } from '../ui/errors.ts'
import { wantsColor } from '../ui/paint.ts'
import { printableBetweenColours } from '../ui/printable.ts'
import { redactor } from '../ui/redact.ts'
import { createSink, type Sink } from '../ui/sink.ts'

/** The one way out of a command: nothing leaves it with a secret in it, and a reader that has gone away (`| head`) ends it quietly. */
export interface Out {
  /** What the command was called with behind `lbprov`, for messages that repeat it. */
  readonly words: readonly string[]
  readonly stdout: Sink
  readonly stderr: Sink
  /** Whether each may have colours. */
  readonly color: { readonly stdout: boolean; readonly stderr: boolean }
  /** Values that must not be seen from now on. */
  readonly secrets: readonly string[]
  hide(secrets: readonly string[]): void
  /** Makes one value fit to be shown: printable, without secrets, of bounded length. */
  readonly clean: Clean
}

/** On the streams of this process. */
export function openOut(words: readonly string[] = []): Out {
  const secrets: string[] = []
  let scrub = (text: string) => text
  // What is written has been made of cleaned values. This is for what was forgotten.
  const net = (text: string) => scrub(printableBetweenColours(text))
  let clean = cleaner(secrets)
  const stderr = createSink(process.stderr, net)
  return {
    words,
    stdout: createSink(process.stdout, net, stderr.write),
    stderr,
    color: { stdout: wantsColor(process.stdout, process.env), stderr: wantsColor(process.stderr, process.env) },
    secrets,
    hide: (more) => {
      secrets.push(...more)
      scrub = redactor(secrets, { short: false })
      clean = cleaner(secrets)
    },
    clean: (text, key) => clean(text, key),
  }
}

/** Prints a document on stdout; the exit code is handed on. */
export function print(out: Out, text: string, code: number = exitCodes.done): number {
  out.stdout.write(text)
  return code
}

/** Prints warnings on stderr, each once. */
export function warn(out: Out, warnings: readonly Problem[]): void {
  for (const text of new Set(warnings.map((warning) => showWarning(warning, out.clean)))) out.stderr.write(text)
}

const changing = new Set(['run', 'retire', 'drain', 'undrain', 'failover', 'roll', 'exec'])

/** The others never change a host, so that nobody asks whether one was. */
const mayChange = ([command = '', ...words]: readonly string[]) =>
  changing.has(command) || (command === 'verify' && words.includes('--drill'))

/** Prints an error on stderr; the exit code: 3 for a mistake that no host can mend, 4 for a host that can't be entered, 5 for one that another run has. */
export function fail(out: Out, error: unknown): number {
  const { color, secrets, words } = out
  out.stderr.write(showError(error, { color: color.stderr, secrets, mayChange: mayChange(words) }))
  if (error instanceof WriteError) return error.isLate ? exitCodes.failed : exitCodes.config
  const name = error instanceof Error ? error.name : ''
  if (name === 'ConnectError') return exitCodes.unreachable
  if (name === 'LockedError') return exitCodes.locked
  return ['ConfigError', 'UnsupportedError'].includes(name) ? exitCodes.config : exitCodes.failed
}
