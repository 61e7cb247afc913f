import { printable } from './printable.ts'
import { redactor } from './redact.ts'

/** Makes a value fit to be shown; `key` is that under which it stands in a document. */
export type Clean = (text: string, key?: string) => string

/** For people: printable, without secrets, of bounded length. */
export function cleaner(secrets: readonly string[]): Clean {
  const scrub = redactor(secrets)
  return (text, key) => bounded(scrub(printable(scrub(text))), key)
}

/** For programs, whose parser takes every character: without secrets, of bounded length. */
export function concealer(secrets: readonly string[]): Clean {
  const scrub = redactor(secrets)
  return (text, key) => bounded(scrub(text), key)
}

/** Most that is shown of one message: what a host says must not push everything else away. */
const most = { characters: 4000, lines: 40 } as const

/** Where the content of files stands in a report: the probe has bounded it, and a diff needs all. */
const contents: ReadonlySet<string | undefined> = new Set(['from', 'to'])

function bounded(text: string, key?: string): string {
  if (contents.has(key)) return text
  const head = text.slice(0, most.characters).split('\n').slice(0, most.lines).join('\n')
  return head.length === text.length ? text : `${head} … (${text.length - head.length} more characters)`
}
