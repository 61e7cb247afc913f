import { exitCodes } from '../model/report.ts'
import { showError } from '../ui/errors.ts'
import { wantsColor } from '../ui/paint.ts'

/** Prints a document on stdout; the exit code is handed on. */
export function print(text: string, code: number = exitCodes.done): number {
  process.stdout.write(text)
  return code
}

/** Prints an error on stderr, secrets masked, and tells the exit code: 3 for a mistake that no host can mend, 4 for a host that can't be entered. */
export function fail(error: unknown, secrets: readonly string[]): number {
  process.stderr.write(showError(error, { color: wantsColor(process.stderr, process.env), secrets }))
  const name = error instanceof Error ? error.name : ''
  if (name === 'ConnectError') return exitCodes.unreachable
  return ['ConfigError', 'UnsupportedError'].includes(name) ? exitCodes.config : exitCodes.failed
}
