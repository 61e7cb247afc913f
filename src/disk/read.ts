import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Largest file that is read by a name that comes from outside. */
const mostBytes = 16 * 1024 * 1024

/** What a shell gives a program to read, as `<(…)` does. */
const handedOver = /^\/dev\/(null|stdin|fd\/\d+)$/

/**
 * The bytes of a regular file of at most 16 MiB. Throws what `readFileSync` does and, for a device, a pipe or a larger
 * file, an error that says so: those may have no end, or never answer.
 */
export function readBounded(path: string, most = mostBytes): Buffer {
  return reading(path, (file, size) => readUpTo(file, most, Math.min(size, most)))
}

/** The first bytes of a regular file. Throws what `readBounded` does. */
export function readBeginning(path: string, count: number): Buffer {
  return reading(path, (file) => {
    const bytes = Buffer.alloc(count)
    return bytes.subarray(0, readSync(file, bytes))
  })
}

function reading(path: string, read: (file: number, size: number) => Buffer): Buffer {
  // Not blocking: opening a pipe would wait until somebody writes to it.
  const isGiven = handedOver.test(path)
  const file = openSync(path, constants.O_RDONLY | (isGiven ? 0 : constants.O_NONBLOCK))
  try {
    const stat = fstatSync(file)
    if (stat.isDirectory()) throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' })
    if (!stat.isFile() && !isGiven) throw new Error('it is not a regular file')
    return read(file, stat.size)
  } finally {
    closeSync(file)
  }
}

/** The size is what the file says: those of /proc say 0. */
function readUpTo(file: number, most: number, size: number): Buffer {
  const chunks: Buffer[] = []
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(Math.max(size - total, 0) + 64 * 1024)
    const read = readSync(file, chunk)
    if (read === 0) return Buffer.concat(chunks, total)
    total += read
    if (total > most) throw new Error(`it has more than ${most / 1024 / 1024} MiB`)
    chunks.push(chunk.subarray(0, read))
  }
}
