import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Problem, WriteError } from '../../model/errors.ts'
import { isDirectory, reasonOf } from './files.ts'

/** Makes a folder and those above it. Throws WriteError. */
export function makeFolder(folder: string): void {
  const missing: string[] = []
  // Node's own `recursive` never ends in /proc.
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.unshift(at)
  writing(folder, () => {
    for (const one of missing) mkdirSync(one)
  })
  if (!isDirectory(folder)) throw new WriteError(cannotWrite(folder, 'there is a file of that name'))
}

/** Writes a new file, whole or not at all. Throws WriteError. */
export function writeNew(path: string, text: string, mode?: number): void {
  writing(path, () => create(path, text, mode))
}

/** Writes a file, whole or not at all, over the one that is there. Throws WriteError. */
export function writeOver(path: string, text: string, mode?: number): void {
  const fresh = `${path}.${randomBytes(4).toString('hex')}.new`
  writing(path, () => {
    create(fresh, text, mode)
    orRemove(fresh, () => renameSync(fresh, path))
  })
}

function create(path: string, text: string, mode?: number): void {
  const file = openSync(path, 'wx', mode)
  // A full disk leaves half of it.
  orRemove(path, () => {
    try {
      writeFileSync(file, text)
    } finally {
      closeSync(file)
    }
  })
}

function orRemove(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

function writing(path: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new WriteError(cannotWrite(path, reasonOf(error as NodeJS.ErrnoException)))
  }
}

function cannotWrite(path: string, why: string): Problem {
  return { message: `cannot write ${path}: ${why}`, hint: 'Name a place in a folder that you may write to.' }
}
