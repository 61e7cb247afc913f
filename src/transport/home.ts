import { homedir } from 'node:os'
import { join } from 'node:path'

/** `~/x` below the user's home directory; anything else as it is. */
export function expandHome(file: string): string {
  return file.startsWith('~/') ? join(process.env.HOME ?? homedir(), file.slice(2)) : file
}
