import type { SourcePosition } from '../../model/position.ts'
import { atLeast, between } from '../language/version.ts'
import type { Feature } from './feature.ts'
import { type Flaw, syntaxFlaw } from './flaw.ts'
import { type Line, positionAt, slice, trim } from './line.ts'

/** A file by its name, with its content. */
export interface ConfFile {
  readonly file: string
  readonly text: string
}

/** A file that an `include` names, or why it is not read and what to do. */
export type IncludedFile =
  | ConfFile
  | { readonly file: string; readonly why: string; readonly hint: string; readonly isFolder?: boolean }

type UnreadFile = Exclude<IncludedFile, ConfFile>

/** How a keepalived.conf is to be read. */
export interface ConfOptions {
  /** Name of the file, for positions. */
  readonly file: string
  /** The files that match the pattern of an `include` in the file `from`; null: they can't be read. */
  readonly read?: ((pattern: string, from: string) => readonly IncludedFile[] | null) | undefined
  /** What `@word` lines are compared with: keepalived's --config-id, by default the node's name. */
  readonly configId?: string | undefined
  /** keepalived's `instance`, for `$_INSTANCE`. */
  readonly instance?: string | undefined
  /** keepalived that reads it: before 1.2.20 braces are another matter. By default a newer one. */
  readonly version?: string
}

/** What a line includes, and what is wrong with that. */
interface Inclusion {
  readonly files: readonly ConfFile[]
  readonly flaws: readonly Flaw[]
  readonly features: readonly Feature[]
}

/** What the line includes; null when it is no include. `reading`: files that are being read, outermost first. */
export function inclusionOf(
  line: Line,
  { read, version = '2.2.0' }: ConfOptions,
  reading: readonly string[],
): Inclusion | null {
  const match = /^include([rmwba]?)[ \t]+/.exec(line.text)
  if (!match) return null
  const pattern = trim(slice(line, match[0].length))
  const where = positionAt(pattern, 0)
  const found = read?.(pattern.text, line.file) ?? null
  const flaw = (message: string, hint: string) => syntaxFlaw(where, message, hint)
  const flaws = (found ?? []).flatMap((inner) => {
    if ('why' in inner) return [unread(inner, where, version)]
    return reading.includes(inner.file) ? [flaw(`${inner.file} includes itself`, 'take one include away')] : []
  })
  return {
    files: (found ?? []).filter((inner): inner is ConfFile => 'text' in inner && !reading.includes(inner.file)),
    flaws: [...flaws, ...nothingFound(found, pattern, match[1]!)],
    features: featuresOf(pattern, found),
  }
}

/** L63: before 2.2.0 a folder is read as an empty file. */
function unread({ file, why, hint, isFolder }: UnreadFile, where: SourcePosition, version: string): Flaw {
  const flaw = syntaxFlaw(where, `${file} is not read: ${why}`, hint)
  if (!isFolder || atLeast(version, '2.2.0') || between(version, '1.3.0', '1.3.9')) return flaw
  const message = `include has no effect with ${file}, which is a folder`
  return { ...flaw, rule: 'L63', severity: 'warning', message, hint: `write ${file}/*.conf` }
}

const isPattern = ({ text }: Line) => /[*?[{]/.test(text)

/** Before 2.2.0 a pattern may name a folder that is not there. */
function nothingFound(found: readonly IncludedFile[] | null, pattern: Line, check: string): readonly Flaw[] {
  const flaw = (message: string, hint: string) => syntaxFlaw(positionAt(pattern, 0), message, hint)
  if (found?.length === 0 && 'wa'.includes(check || '-'))
    return [flaw(`no file matches ${pattern.text}`, 'mend the name, or write a plain include')]
  if (found) return []
  const unread = flaw(`${pattern.text} is not read`, 'give the file beside this one, as include names it')
  return [isPattern(pattern) ? { ...unread, from: '2.2.0' } : unread]
}

/** Older ones change into a folder that is called as the file, and say that there is none. */
function featuresOf(pattern: Line, found: readonly IncludedFile[] | null): readonly Feature[] {
  const where = positionAt(pattern, 0)
  const isEmpty = !found?.length && isPattern(pattern)
  const isFolder = found?.some((inner) => 'isFolder' in inner && inner.isFolder)
  return [
    ...(pattern.text.includes('/') || isFolder
      ? []
      : [{ name: 'include of a file without its folder', since: '1.3.9', where }]),
    ...(isEmpty ? [{ name: 'include that may find no file', from: '1.3.1', since: '1.3.8', where }] : []),
  ]
}
