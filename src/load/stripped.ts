import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readBounded } from '../disk/read.ts'
import { othersCanChange } from './playbook/others.ts'
import { writeOver } from './text/written.ts'

/**
 * A TypeScript file without its types, lines and columns as they were; kept by content in the user's cache folder, since what takes types away costs
 * more to start than all else of a small run. Undefined where it has words that can not be taken away: Node.js says which.
 */
export function stripped(file: string): string | undefined {
  const source = readBounded(file).toString('utf8')
  const folder = cacheFolder()
  const name = createHash('sha256').update(`${process.version}\0${source}`).digest('hex')
  const kept = folder && join(folder, `${name}.js`)
  try {
    if (kept && !othersCanChange(kept)) return readFileSync(kept, 'utf8')
  } catch {
    // It is not there yet.
  }
  try {
    const plain = stripTypeScriptTypes(source)
    if (kept) keep(kept, plain)
    return plain
  } catch {
    return undefined
  }
}

/** The folder, for its owner alone; undefined where there can be none, or others may write on the way to it: what is kept there is run. */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME } = process.env
  const folder = join(XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'lbprov/roles')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return othersCanChange(folder) ? undefined : folder
  } catch {
    return undefined
  }
}

/** A cache that can't be written is none. */
function keep(path: string, text: string): void {
  try {
    writeOver(path, text, 0o600)
  } catch {
    // A full disk, or another run that does the same.
  }
}
