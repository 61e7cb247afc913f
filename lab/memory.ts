import { readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { stateFolder } from './paths.ts'

/** A folder for the machines' memory: in memory if it can be, with room for `megabytes`, and not mounted noexec (their programs run out of it). */
export function memoryFolder(megabytes: number): string {
  const folders = ['/dev/shm', process.env.XDG_RUNTIME_DIR, tmpdir(), stateFolder].filter(
    (folder) => folder !== undefined,
  )
  const fits = folders.find((folder) => canExecute(folder) && free(folder) >= megabytes)
  if (fits) return fits
  throw new Error(
    `no folder for the machines' memory among ${folders.join(', ')}: each is noexec or has not ${megabytes} MB`,
  )
}

/** A temporary folder for what is large or has devices: not in memory, where tests have theirs. */
export function diskFolder(): string {
  return tmpdir().startsWith('/dev/') ? '/var/tmp' : tmpdir()
}

function free(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return (bavail * bsize) / 2 ** 20
  } catch {
    return 0
  }
}

/** By the longest mount point above the folder; of two mounted there, the later one counts. */
function canExecute(folder: string): boolean {
  const lines = readFileSync('/proc/self/mounts', 'utf8').trimEnd().split('\n')
  const mounts = lines.map((line) => line.split(' '))
  const above = mounts.filter(([, point = '']) => point === '/' || folder === point || folder.startsWith(`${point}/`))
  const longest = Math.max(...above.map(([, point = '']) => point.length))
  const [, , , options = ''] = above.findLast(([, point = '']) => point.length === longest) ?? []
  return !options.split(',').includes('noexec')
}
