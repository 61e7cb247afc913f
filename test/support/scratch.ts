import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the suites need at most. In a container /dev/shm may be smaller. */
const enough = 2 ** 30

/**
 * Gives the temporary files of tests and of the scripts they run a folder, where TMPDIR names none: in memory, or where there is no room on the
 * disk, where the files of one little host cost half a second of CPU. It is not below /tmp, of which each little host has its own. Returns what
 * clears it away.
 */
export function ownScratch(memory = '/dev/shm', disk = '/var/tmp'): () => void {
  if (process.env.TMPDIR) return () => {}
  const folder = inMemory(memory) ?? madeIn(disk)
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Null where there is no room, or programs in it can't be run. */
function inMemory(memory: string): string | null {
  try {
    const { bavail, bsize } = statfsSync(memory)
    if (bavail * bsize < enough) return null
    const folder = madeIn(memory)
    const program = join(folder, 'program')
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
    if (spawnSync(program).status === 0) return folder
    rmSync(folder, { recursive: true })
  } catch {
    // Not there, or not to be written: then it is the disk.
  }
  return null
}

/** A folder that all may write, as /tmp. */
function madeIn(place: string): string {
  const folder = mkdtempSync(join(place, 'lbprov-tests-'))
  chmodSync(folder, 0o1777)
  return folder
}
