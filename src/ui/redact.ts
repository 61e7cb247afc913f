import { encodings, insideBase64, quoted } from './secret-forms.ts'

/** Replaces what must not be seen. */
export type Scrub = (text: string) => string

const placeholder = '‹secret›'
/** Stands for a moment where the letters beside it go, too. */
const partOfBase64 = '‹part of a secret›'
const besideBase64 = /[A-Za-z0-9+/_-]?‹part of a secret›[A-Za-z0-9+/_-]?/g
const word = '[\\p{L}\\p{N}_]'

/**
 * Hides every secret, also quoted or encoded as programs do it; longer ones first.
 * Secrets under 4 characters are hidden where they stand as whole words, or nowhere with `short: false`.
 */
export function redactor(secrets: readonly string[], { short = true } = {}): Scrub {
  const inside = new Set(secrets.filter((secret) => secret.trim().length >= 4).flatMap(insideBase64))
  const forms = [...new Set([...secrets.flatMap(formsOf), ...inside])].sort((a, b) => b.length - a.length)
  const long = forms.filter((form) => form.length >= 4).map(escaped)
  const brief = short ? forms.filter((form) => form.length < 4).map(escaped) : []
  if (long.length + brief.length === 0) return (text) => text
  const words = brief.map((form) => `(?<!${word})${form}(?!${word})`)
  const kept = namesWith(forms).map((name) => `(?<!${word})${name}(?!${word})`)
  const pattern = new RegExp([`(${['‹(?:new )?secret›', ...kept].join('|')})`, ...long, ...words].join('|'), 'gu')
  const hide = (form: string, kept?: string) => kept ?? (inside.has(form) ? partOfBase64 : placeholder)
  return (text) => {
    const hidden = text.replace(pattern, hide)
    return hidden === text ? text : hidden.replace(besideBase64, placeholder)
  }
}

/** Names that passwords are written behind. To hide a part of one would give the secret away: `auth_‹secret›`. */
const names = [
  'auth_pass',
  'auth_type',
  'authentication',
  'ansible_password',
  'ansible_ssh_pass',
  'ansible_ssh_password',
  'ansible_become_password',
  'ansible_become_pass',
  'ansible_sudo_pass',
  'password',
  'passphrase',
]

function namesWith(forms: readonly string[]): readonly string[] {
  return names.filter((name) => forms.some((form) => name !== form && name.includes(form)))
}

/** The same value with `change` applied to every string in it, except those under the keys `keep`. What holds nothing that changes is not copied. */
export function mapStrings<T>(
  value: T,
  change: (text: string, key?: string) => string,
  keep: ReadonlySet<string> = new Set(),
): T {
  const visit = (item: unknown, key?: string): unknown => {
    if (typeof item === 'string') return change(item, key)
    return typeof item === 'object' && item !== null ? mapped(item as Record<string, unknown>, keep, visit) : item
  }
  return visit(value) as T
}

/** `__proto__`, too, is a key like others. */
const plainly = { configurable: true, enumerable: true, writable: true }

/** An array, too: its keys are its indices. */
function mapped(
  item: Record<string, unknown>,
  keep: ReadonlySet<string>,
  visit: (inner: unknown, key: string) => unknown,
): Record<string, unknown> {
  let copy: typeof item | undefined
  for (const key in item) {
    const inner = keep.has(key) ? item[key] : visit(item[key], key)
    if (inner === item[key]) continue
    copy ??= (Array.isArray(item) ? [...item] : { ...item }) as typeof item
    Object.defineProperty(copy, key, { ...plainly, value: inner })
  }
  return copy ?? item
}

function formsOf(secret: string): string[] {
  const text = secret.trim()
  if (text === '') return []
  return [secret, text, ...(text.length < 4 ? [] : encodings(secret)), ...quoted(text), ...linesOf(text)]
}

/** The last lines of an output may hold the end of a private key only. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= 8)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
