import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { IncludedFile } from '../../../../src/lvs/conf/include.ts'
import { lintKeepalivedConf } from '../../../../src/lvs/lint/keepalived-conf.ts'

const folder = join(import.meta.dirname, '../../../fixtures/lvs/oracle')

/** The versions that were asked. */
export const versions = ['1.2.13', '1.3.5', '2.0.10', '2.1.5', '2.2.7', '2.2.8', '2.3.4'] as const

/** What one version of the real keepalived did with one text. */
export interface Row {
  readonly id: string
  readonly file: string
  /** The one change that is made to the file. */
  readonly change?: Change
  readonly kind?: string
  readonly what?: string
  /** `lost`: it says nothing, and understood something else. `unseen`: nothing is known. */
  readonly verdict: 'fine' | 'told' | 'lost' | 'unseen'
  readonly does: string
  /** The line that is wrong, and the one that keepalived names. */
  readonly line: number
  readonly told?: number
  /** It depends on the machine. */
  readonly host?: boolean
  /** A file that is fine; without it the file before its change. */
  readonly against?: string
}

interface Change {
  readonly line: number
  readonly to?: number
  readonly op: 'replace' | 'delete' | 'duplicate' | 'insert'
  readonly with?: string
}

export type Verdict = 'agree' | 'elsewhere' | 'miss' | 'alarm' | 'advice' | 'crash'

/** The rows of a version that say something of the text alone. */
export function rowsOf(version: string): readonly Row[] {
  const lines = readFileSync(join(folder, `${version}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Row).filter(({ verdict, host }) => verdict !== 'unseen' && !host)
}

/** The text that a row is about. */
export function textOf({ file, change }: Row): string {
  const text = readFileSync(join(folder, 'files', file), 'utf8')
  return change ? changed(text.split('\n'), change).join('\n') : text
}

function changed(lines: readonly string[], { line, to = line, op, with: put }: Change): readonly string[] {
  const [before, after] = [lines.slice(0, line - 1), lines.slice(to)]
  const given = put === undefined ? [] : put.split('\n')
  if (op === 'replace') return [...before, ...given, ...after]
  if (op === 'delete') return [...before, ...after]
  return [...lines.slice(0, line), ...(op === 'insert' ? given : [lines[line - 1]!]), ...lines.slice(line)]
}

/** The text of a file beside the rows. */
export const plainOf = ({ file, against }: Row): string => readFileSync(join(folder, 'files', against ?? file), 'utf8')

/** Kinds that say what keepalived would not take; all others are advice about the cluster. */
const language = new Set(
  'syntax value address checker target reference track_interface load real-server L25 L26 L27 L28 L29 L30 L31 L32'.split(
    ' ',
  ),
)

interface Told {
  readonly rule: string
  readonly message: string
  readonly line: number | undefined
}

/** What lint says of a text, an included file beside it; null when it throws. */
export function told(text: string, file: string, version: string): readonly Told[] | null {
  try {
    const { errors, warnings } = lintKeepalivedConf(text, { file, version, read: readBeside(file) })
    return [...errors, ...warnings].map(({ rule, message, where }) => ({
      rule: rule ?? '',
      message,
      line: where?.line,
    }))
  } catch {
    return null
  }
}

function readBeside(file: string) {
  return (pattern: string, from: string): readonly IncludedFile[] | null => {
    const home = join(folder, 'files', dirname(file), dirname(from === file ? '' : from))
    const place = join(home, dirname(pattern))
    if (existsSync(join(home, pattern)) && statSync(join(home, pattern)).isDirectory())
      return [{ file: pattern, why: 'it is a directory', hint: 'name a file that can be read', isFolder: true }]
    const isMatch = new RegExp(`^${basename(pattern).replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
    if (!existsSync(place)) return null
    const names = readdirSync(place).filter((name) => isMatch.test(name) && statSync(join(place, name)).isFile())
    if (names.length === 0 && !/[*?[]/.test(pattern)) return null
    return names.map((name) => ({
      file: join(dirname(pattern), name),
      text: readFileSync(join(place, name), 'utf8'),
    }))
  }
}

const plain = new Map<string, readonly Told[] | null>()

/** Whether lint and keepalived are of one mind about a row. */
export function judge(row: Row, version: string): Verdict {
  const now = told(textOf(row), row.file, version)
  if (!now) return 'crash'
  const fresh = newOf(now, plainTold(row, version) ?? [])
  if (row.verdict === 'fine') {
    if (fresh.length === 0) return 'agree'
    return fresh.some(({ rule }) => language.has(rule)) ? 'alarm' : 'advice'
  }
  if (fresh.length === 0) return 'miss'
  return fresh.some(({ line }) => line !== undefined && (line === row.line || line === row.told))
    ? 'agree'
    : 'elsewhere'
}

function plainTold(row: Row, version: string): readonly Told[] | null {
  const name = row.against ?? row.file
  const key = `${version} ${name}`
  if (!plain.has(key)) plain.set(key, told(plainOf(row), name, version))
  return plain.get(key)!
}

function newOf(now: readonly Told[], before: readonly Told[]): readonly Told[] {
  const key = ({ rule, message }: Told) => `${rule} ${message.replaceAll(/\S*\.conf\b/g, 'FILE')}`
  const left = new Map<string, number>()
  for (const one of before) left.set(key(one), (left.get(key(one)) ?? 0) + 1)
  return now.filter((one) => {
    const count = left.get(key(one)) ?? 0
    if (count > 0) left.set(key(one), count - 1)
    return count === 0
  })
}
