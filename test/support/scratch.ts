import { spawnSync } from 'node:child_process'
import { chmodSync, globSync, lstatSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What the suites need at most. In a container /dev/shm may be smaller. */
const enough = 2 ** 30

const day = 24 * 60 * 60 * 1000

/** Before any suite of any project: what is made by tmpdir() or mktemp goes into one folder, and is gone after the last, passed or not. */
export default (): (() => void) => ownScratch()

/**
 * Gives the temporary files of tests and of the scripts they run a folder of their own: where TMPDIR says, else in memory, or where there is no
 * room on the disk, where the files of one little host cost half a second of CPU. It is not below /tmp, of which each little host has its own.
 * Returns what clears it away.
 */
export function ownScratch(memory = '/dev/shm', disk = '/var/tmp'): () => void {
  const named = process.env.TMPDIR
  for (const place of named ? [named] : [memory, disk]) clearAbandoned(place)
  const folder = named ? madeIn(named) : (inMemory(memory) ?? madeIn(disk))
  process.env.TMPDIR = folder
  // A process that a test has ended may still be writing.
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Folders of runs that were killed: none lasts a day. What is mounted in one is not looked into. */
function clearAbandoned(place: string): void {
  const folders = globSync('lbprov-tests-*', { cwd: place }).map((name) => join(place, name))
  const abandoned = folders.filter((folder) => {
    const stat = lstatSync(folder, { throwIfNoEntry: false })
    return stat && stat.uid === process.getuid?.() && Date.now() - stat.mtimeMs > day
  })
  spawnSync('rm', ['-rf', '--one-file-system', '--', ...abandoned])
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
  const folder = mkdtempSync(resolve(place, 'lbprov-tests-'))
  chmodSync(folder, 0o1777)
  return folder
}
