import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const staleLockMs = 10_000

const queues = new Map<string, Promise<unknown>>()

/**
 * Runs `work` while nobody else of this program, in this process or another, holds the file.
 * The lock is `FILE.lock` beside it; the folder is made (0700) when missing.
 */
export async function whileLocked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(file) ?? Promise.resolve()
  const mine = before.catch(() => undefined).then(() => locked(file, work))
  queues.set(file, mine)
  return mine
}

/** Adds a line to the end in one write; a new file is 0600. */
export async function appendLine(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600)
  try {
    const { size } = await handle.stat()
    const last = Buffer.alloc(1, '\n')
    if (size > 0) await handle.read(last, 0, 1, size - 1)
    await handle.write(`${last.toString() === '\n' ? '' : '\n'}${line}\n`)
  } finally {
    await handle.close()
  }
}

async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await take(lock)
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function take(lock: string): Promise<void> {
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close()
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    await dropWhenStale(lock)
    await sleep(5 + Math.random() * 20)
  }
}

// The holder keeps it for milliseconds: an old one was left behind by a process that was killed.
async function dropWhenStale(lock: string): Promise<void> {
  const held = await stat(lock).catch(() => undefined)
  if (held && Date.now() - held.mtimeMs > staleLockMs) await rm(lock, { force: true })
}
