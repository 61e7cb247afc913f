import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isThorough } from './thorough.ts'

/** What a checker of texts, which always says the same of the same one, had nothing to say of in the last run. */
export class Passed {
  readonly #file: string
  readonly #checker: string
  readonly #before: ReadonlySet<string>

  /** `words`: the program, and what it is given; where a program of these was installed anew, it is another checker. */
  constructor(name: string, words: readonly string[], folder = cache, everything = isThorough) {
    this.#file = join(folder, `${name}.json`)
    this.#checker = words.join(' ').split(/\s+/).map(stampOf).join(' ')
    this.#before = new Set(everything ? [] : read(this.#file))
  }

  has(text: string): boolean {
    return this.#before.has(this.#keyOf(text))
  }

  /** These have passed now; others are forgotten. */
  keep(texts: readonly string[]): void {
    try {
      mkdirSync(dirname(this.#file), { recursive: true })
      writeFileSync(this.#file, JSON.stringify(texts.map((text) => this.#keyOf(text))))
    } catch {
      // Not to be written: then the next run asks of all of them.
    }
  }

  #keyOf(text: string): string {
    return createHash('sha256').update(`${this.#checker}\n${text}`).digest('base64')
  }
}

const cache = join(import.meta.dirname, '../../node_modules/.cache/passed')

/** Where the program is found, and when it was installed; of other words the word. */
function stampOf(word: string): string {
  const found = process.env.PATH!.split(':').flatMap((folder) => {
    const file = join(folder, word)
    const stats = word.includes('/') ? undefined : statSync(file, { throwIfNoEntry: false })
    return stats?.isFile() ? [`${file} ${stats.mtimeMs} ${stats.size}`] : []
  })
  return found[0] ?? word
}

function read(file: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}
