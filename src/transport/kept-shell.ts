import type { Process } from './process.ts'

/** Room for the shell that a script has left, until it ends or the next script takes it. */
export function keptShell() {
  let kept: Process | undefined
  return {
    keep(process: Process): void {
      kept = process
      process.closed.then(() => {
        if (kept === process) kept = undefined
      })
    },
    take(): Process | undefined {
      const process = kept
      kept = undefined
      return process
    },
  }
}
