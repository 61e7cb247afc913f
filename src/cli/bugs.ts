import { showError } from '../ui/errors.ts'
import type { Out } from './out.ts'

/** What nobody foresaw in the course of a command that went on for the other hosts. */
export interface Bugs {
  readonly onBug: (host: string, error: unknown) => void
  /** Prints each once on stderr, with its stack; true when there were any. */
  readonly tell: () => boolean
}

/** Keeps bugs until the report is out. */
export function bugList(out: Out): Bugs {
  const found: unknown[] = []
  return {
    onBug: (_, error) => void found.push(error),
    tell: () => {
      const look = { color: out.color.stderr, secrets: out.secrets }
      for (const text of new Set(found.map((error) => showError(error, look)))) out.stderr.write(text)
      return found.length > 0
    },
  }
}
