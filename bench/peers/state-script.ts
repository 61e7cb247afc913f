import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mode } from '../options.ts'

/** The end state by hand, for the peers that are no tools. */
export function stateScript(mode: Mode): string {
  const text = readFileSync(join(import.meta.dirname, '../site/state.sh'), 'utf8')
  return mode === 'check' ? `CHECK=1\n${text}` : `CHECK=\n${text}`
}
