import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the suites need at most. In a container /dev/shm may be smaller. */
const enough = 2 ** 30

/**
 * Has the temporary files of tests and of the scripts they run made in memory, where there is room and TMPDIR names no
 * other place: on a disk the files of one little host cost half a second of CPU. Returns what clears them away.
 */
export function scratchInMemory(memory = '/dev/shm'): () => void {
  const folder = process.env.TMPDIR ? null : inMemory(memory)
  if (folder === null) return () => {}
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/** A folder that all may write, as /tmp; null where there is no room, or programs in it can't be run. */
function inMemory(memory: string): string | null {
  try {
    const { bavail, bsize } = statfsSync(memory)
    if (bavail * bsize < enough) return null
    const folder = mkdtempSync(join(memory, 'lbprov-tests-'))
    chmodSync(folder, 0o1777)
    const program = join(folder, 'program')
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
    if (spawnSync(program).status === 0) return folder
    rmSync(folder, { recursive: true })
  } catch {
    // Not there, or not to be written: then it is the disk.
  }
  return null
}
