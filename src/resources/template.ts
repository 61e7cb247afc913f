import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { readBounded } from '../disk/read.ts'

/** Loaded with the first template: most runs have none. */
const handlebars = () => createRequire(import.meta.url)('handlebars') as typeof import('handlebars')

/**
 * A handlebars file rendered with `data`: nothing is HTML-escaped, and a name that `data` doesn't have is an error.
 * `source` is a path or, for a template beside a role, `new URL('./x.hbs', import.meta.url)`.
 */
export function template(source: string | URL, data: Readonly<Record<string, unknown>>): string {
  const path = typeof source === 'string' ? source : fileURLToPath(source)
  try {
    const text = readBounded(path).toString('utf8')
    return handlebars().compile(text, { noEscape: true, strict: true, knownHelpersOnly: false })(data)
  } catch (error) {
    throw new Error(`${path}: ${readable(error as Error)}`, { cause: error })
  }
}

/** handlebars says `"x" not defined in [object Object] - 3:5`. */
function readable({ message }: Error): string {
  const missing = /^"(.+)" not defined in .* - (\d+):(\d+)$/.exec(message)
  if (!missing) return message
  return `line ${missing[2]}, column ${Number(missing[3]) + 1}: the template uses ${missing[1]}, which it was not given`
}
