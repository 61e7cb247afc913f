import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAddress } from '../model/address.ts'
import { foreignLine, keyType } from './known-hosts.ts'

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

/**
 * Adds a host's key to the end in one write; a new file is 0600. Throws where a word is none, and where the file is
 * something else than known_hosts: a key is never written among other things.
 */
export async function addKey(file: string, name: string, key: Buffer): Promise<void> {
  const line = lineOf(name, key)
  const handle = await open(file, 'a+', 0o600)
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is no regular file')
    const text = await handle.readFile('utf8')
    const foreign = foreignLine(text)
    if (foreign !== undefined) throw new Error(`it is no file of known hosts: see its line ${foreign}`)
    await handle.write(`${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`)
  } finally {
    await handle.close()
  }
}

/** The line of a host's key. Throws where one of its words would be read as more than a name or a type. */
export function lineOf(name: string, key: Buffer): string {
  const [, bracketed, port] = /^\[(.*)\]:(\d{1,5})$/.exec(name) ?? []
  if (!isAddress(bracketed ?? name)) throw new Error(`${JSON.stringify(name)} is no name of a host`)
  const type = keyType(key)
  if (type === '') throw new Error('the host showed no key')
  return `${port === undefined ? name : `[${bracketed}]:${port}`} ${type} ${key.toString('base64')}`
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
