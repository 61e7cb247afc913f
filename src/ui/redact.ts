/** Replaces what must not be seen. */
export type Scrub = (text: string) => string

const placeholder = '‹secret›'
const word = '[\\p{L}\\p{N}_]'

/**
 * Hides every secret, also as a shell word, in a JSON string and in base64; longer ones first.
 * Secrets under 4 characters are hidden where they stand as whole words, or nowhere with `short: false`.
 */
export function redactor(secrets: readonly string[], { short = true } = {}): Scrub {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  const long = forms.filter((form) => form.length >= 4).map(escaped)
  const brief = short ? forms.filter((form) => form.length < 4).map(escaped) : []
  if (long.length + brief.length === 0) return (text) => text
  const words = brief.map((form) => `(?<!${word})${form}(?!${word})`)
  const pattern = new RegExp(['(‹(?:new )?secret›)', ...long, ...words].join('|'), 'gu')
  return (text) => text.replace(pattern, (_, kept?: string) => kept ?? placeholder)
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
    copy ??= Object.assign(Array.isArray(item) ? [] : {}, item) as typeof item
    copy[key] = inner
  }
  return copy ?? item
}

function formsOf(secret: string): string[] {
  const text = secret.trim()
  if (text === '') return []
  const shell = text.replaceAll("'", "'\\''")
  const json = JSON.stringify(text).slice(1, -1)
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '')
  return [secret, text, shell, json, ...(text.length < 4 ? [] : [base64]), ...linesOf(text)]
}

/** The last lines of an output may hold the end of a private key only. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= 8)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
