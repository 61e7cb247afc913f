import { program } from '../conf/block.ts'
import { atLeast } from '../language/version.ts'

/**
 * A program that keepalived runs, and its arguments. 2.3.0 and newer take one below /bin for insecure where that is a link
 * to /usr/bin, as on every system that has them.
 */
export function script(name: string, line: string | undefined, version: string): readonly string[] {
  return program(name, atLeast(version, '2.3.0') ? line?.replace(/^\/s?bin\//, '/usr$&') : line)
}
