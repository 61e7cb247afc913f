import { readBounded } from '../../disk/read.ts'
import { reasonOf } from '../text/files.ts'

/** A site of thousands has plans and reports that are larger than other files. */
const mostBytes = 256 * 1024 * 1024

/** A document that lbprov has written. */
export function readDocument(file: string): unknown {
  return JSON.parse(readBounded(file, mostBytes).toString('utf8'))
}

/** Why a file is none, as a person says it. */
export function whyNoDocument(error: unknown): string {
  if (error instanceof SyntaxError) return 'this is not JSON'
  return reasonOf(error as NodeJS.ErrnoException)
}
