import { lstatSync, readFileSync, readlinkSync, realpathSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isPrivate, trusted } from './accounts.ts'

/** Why others than root and the user who runs lbprov can change what a path leads to, and what to do about it; undefined when they can't. Groups are read from `etc`. */
export function othersCanChange(
  path: string,
  etc = '/etc',
): { readonly reason: string; readonly remedy: string } | undefined {
  const user = process.getuid?.()
  if (user === undefined) return undefined
  const steps = [...new Set(stepsTo(path))].map((step) => ({ step, stats: lstatSync(step) }))
  const foreign = steps.find(({ stats }) => !isTrusted(stats, user))
  if (foreign) {
    const reason = `${foreign.step} belongs to another user (uid ${foreign.stats.uid})`
    return { reason, remedy: `See that you want what is there, then: chown ${user} ${foreign.step}` }
  }
  const open = steps.filter(({ stats }) => isOpen(stats, user, etc)).map(({ step }) => step)
  if (open.length === 0) return undefined
  return {
    reason: `others may write ${open.join(', ')}`,
    remedy: `See that you want what is there, then: chmod go-w ${open.join(' ')}`,
  }
}

/** Every folder and link that decides what a path is, and the path. */
function* stepsTo(path: string): Generator<string> {
  const folder = dirname(path)
  if (folder !== path) yield* stepsTo(folder)
  yield path
  if (lstatSync(path).isSymbolicLink()) yield* stepsTo(resolve(realpathSync(folder), readlinkSync(path)))
}

function isTrusted(stats: Stats, user: number): boolean {
  return trusted(user).includes(stats.uid) || (stats.isDirectory() && stats.uid === unknownOwner())
}

// In a user namespace, root's own folders outside it belong to nobody.
function unknownOwner(): number | undefined {
  const read = (name: string) => readFileSync(`/proc/${name}`, 'utf8').trim()
  try {
    return /^0\s+0\s+4294967295$/.test(read('self/uid_map')) ? undefined : Number(read('sys/kernel/overflowuid'))
  } catch {
    return undefined
  }
}

function isOpen(stats: Stats, user: number, etc: string): boolean {
  // In a folder like /tmp nobody takes away what is somebody else's.
  if (stats.isSymbolicLink() || (stats.isDirectory() && stats.mode & 0o1000)) return false
  return (stats.mode & 0o002) !== 0 || ((stats.mode & 0o020) !== 0 && !isPrivate(stats.gid, user, etc))
}
