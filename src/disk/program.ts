import { accessSync, constants } from 'node:fs'
import { readBeginning } from './read.ts'

/** Whether who runs lbprov may execute the file. */
export function mayBeRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** True for what begins with `#!` or is no text. Other text that is run is given to /bin/sh (execvp), which runs its lines and shows them in its errors. Throws what `readBeginning` does. */
export function isProgram(path: string): boolean {
  const bytes = readBeginning(path, 512)
  return bytes.toString('latin1', 0, 2) === '#!' || bytes.includes(0)
}
