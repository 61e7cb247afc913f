import { compact, fullName } from './compact.ts'
import { quote } from './quote.ts'

/** A value that travels to the host but is shown as `shown` in every plan, diff, script and log. */
export class Secret {
  readonly value: string
  readonly shown: string

  constructor(value: string, shown = '‹secret›') {
    this.value = value
    this.shown = shown
  }

  toString(): string {
    return this.shown
  }

  toJSON(): string {
    return this.shown
  }
}

/** A piece of POSIX `sh`. Only the `sh` tag and `joined` make one, so nothing reaches a host unquoted. */
class Script {
  /** What the host's `sh` reads. */
  readonly text: string
  readonly #shown: () => string
  #display: string | undefined

  constructor(text: string, shown: () => string) {
    this.text = text
    this.#shown = shown
  }

  /** The same for a person's eyes: secrets masked, names in full. */
  get display(): string {
    this.#display ??= this.#shown()
    return this.#display
  }

  toString(): string {
    return this.display
  }
}

export type { Script }

/** What may stand in a `sh` template: data is quoted, Scripts go in as they are, lists become several words. */
export type Value = string | number | Secret | Script | readonly (string | Secret)[]

/** Writes a Script. Backslashes stay as typed (`\n` reaches printf), except `\${` and `` \` ``; common indentation is dropped. */
export function plain(strings: TemplateStringsArray, ...values: Value[]): Script {
  const { full } = literalsOf(strings)
  return new Script(spliced(full, values, real), () => spliced(full, values, shown))
}

/** The same for lbprov's own templates, which are sent as `compact` has them. */
export function sh(strings: TemplateStringsArray, ...values: Value[]): Script {
  const { full, short } = literalsOf(strings)
  return new Script(spliced(short, values, real), () => spliced(full, values, shown))
}

// By +, which copies nothing until the whole is sent: a script is made of scripts many deep.
function spliced(literals: readonly string[], values: readonly Value[], word: (value: Value) => string): string {
  return values.reduce((text: string, value, i) => text + word(value) + literals[i + 1], literals[0]!)
}

/** A program of awk as a word. It is sent without the spaces that its lines begin with: no text in it may go over the end of one. */
export function awkProgram(text: string): Script {
  return new Script(quote(text.replaceAll(/\n\s+/g, '\n')), () => quote(text))
}

/** What is written between the values of each template in the code: the same at every use. */
const known = new WeakMap<TemplateStringsArray, Literals>()

interface Literals {
  readonly full: readonly string[]
  readonly short: readonly string[]
}

function literalsOf(strings: TemplateStringsArray): Literals {
  const before = known.get(strings)
  if (before) return before
  const full = dedent(strings.raw).map((part) => part.replace(/\\(\$\{|`)/g, '$1'))
  const literals = { full, short: compact(full) }
  known.set(strings, literals)
  return literals
}

const lineFeed = new Script('\n', () => '\n')

/** Several Scripts one after another, a line each unless another separator (itself a Script) is given. */
export function joined(scripts: readonly Script[], separator: Script = lineFeed): Script {
  return new Script(strung(scripts, separator, real), () => strung(scripts, separator, shown))
}

function strung([first, ...rest]: readonly Script[], separator: Script, word: (value: Value) => string): string {
  return rest.reduce((text, script) => text + word(separator) + word(script), first ? word(first) : '')
}

/** On the lines around a function's definition: a comment that no text from elsewhere can hold. */
const mark = `f${crypto.randomUUID().replaceAll('-', '')}`
const definitions = new RegExp(`#${mark} (\\w+)\\n((?:[^#]|#(?!${mark}))*?\\n)#${mark}\\n`, 'g')

/** Defines a function of that name, on lines of its own: a script in which several parts have it has its text once, see `hoisted`. */
export function defined(name: Script, body: Script): Script {
  return sh`
    #${mark} ${name}
    ${name}() {
    ${body}
    }
    #${mark}
  `
}

/** Runs `body` as such a function, with these words. It begins with the definition, so nothing stands before it on its line but `if`, `while` or `{`. */
export function once(name: Script, body: Script, words?: Script): Script {
  const call: Call = { definition: defined(name, body), words: sh`${name}${words ? sh` ${words}` : sh``}` }
  const script = sh`
    ${call.definition}
    ${call.words}
  `
  calls.set(script, call)
  return script
}

/** A function, and its name with the words that it is called with. */
export interface Call {
  readonly definition: Script
  readonly words: Script
}

const calls = new WeakMap<Script, Call>()

/** Of what `once` made. */
export const callIn = (script: Script): Call | undefined => calls.get(script)

/** The script with the functions of `once` at its beginning, each once. Throws where two have one name. */
export function hoisted(script: Script): Script {
  return new Script(hoist(script.text), () => hoist(script.display))
}

function hoist(text: string): string {
  const found = new Map<string, string>()
  const take = (_: string, name: string, definition: string) => {
    if ((found.get(name) ?? definition) !== definition)
      throw new Error(`two functions of the shell have the name ${fullName(name)}`)
    found.set(name, definition)
    return ''
  }
  // A function may have others in it: the innermost come first.
  let rest = text
  for (let before = ''; before !== rest; ) [before, rest] = [rest, rest.replace(definitions, take)]
  return found.size === 0 ? text : [...found.values(), rest].join('')
}

/** True for what `sh` made. */
export function isScript(value: unknown): value is Script {
  return value instanceof Script
}

function real(value: Value): string {
  if (value instanceof Script) return value.text
  if (value instanceof Secret) return quote(value.value)
  if (Array.isArray(value)) return value.map(real).join(' ')
  return quote(String(value))
}

function shown(value: Value): string {
  if (value instanceof Script) return value.display
  if (value instanceof Secret) return quote(value.shown)
  if (Array.isArray(value)) return value.map(shown).join(' ')
  return quote(String(value))
}

function dedent(parts: readonly string[]): string[] {
  const indents = parts
    .join('x')
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const depth = indents.length === 0 ? 0 : Math.min(...indents)
  const stripped = parts.map((part) => part.replaceAll(new RegExp(`\\n {0,${depth}}`, 'g'), '\n'))
  stripped[0] = stripped[0]!.replace(/^\s*\n/, '')
  stripped[stripped.length - 1] = stripped.at(-1)!.replace(/\s*$/, '')
  return stripped
}
