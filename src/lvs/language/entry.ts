import type { JsonSchema } from '../../model/schema.ts'
import { compareVersions } from './version.ts'

/** What stands behind a word (see kindsOf); by the version from which on, where that changed: `{ '1.2.2': 'address', '2.1.0': 'address int(0,32)?' }`. */
type Takes = string | Readonly<Record<string, string>>

/** All that is known of a word of keepalived's in one block. */
export interface Entry {
  /** The first version that knows it; left out: it is a word of the variables alone. */
  readonly since?: string
  /** The last version that knows it. */
  readonly until?: string
  /** Left out: a block, or nothing is known of it. */
  readonly takes?: Takes
  /** What the variables may say, as JSON Schema; left out: they do not have the word. */
  readonly model?: JsonSchema
  /** Of a word that the variables do not have on purpose: what to write in its place or, where nothing does the same, why to leave it out; in a sentence or two. */
  readonly instead?: string
  /** false says more than leaving it out, since it may be true for another reason: it is written. */
  readonly isWrittenWhenFalse?: true
  /** The first version that the variables may have it for, where that is not `since`: the serializer says the same in another way, or the keepalived of a release was built without it. */
  readonly from?: string
  /** Of a keepalived that says what it was built with, one of these must be among it; left out: every one has the word. */
  readonly needs?: readonly string[]
  /** The first version of a value that is newer than the word: `{ mh: '2.0.7' }`. */
  readonly values?: Readonly<Record<string, string>>
}

/** The words of a block. Those of the variables are in the order in which they are written. */
export type Block = Readonly<Record<string, Entry>>

/** Words that the variables do not have, each with what to do. */
export type Others = Readonly<Record<string, Entry & { readonly instead: string }>>

/** The properties of a block in the variables. */
export type Properties<B> = {
  readonly [K in keyof B as B[K] extends { readonly model: unknown } ? K : never]: B[K] extends {
    readonly model: infer M
  }
    ? M
    : never
}

/** JSON Schemas of the words that the variables have. */
export function propertiesOf<const B extends Block>(block: B): Properties<B> {
  const known = Object.entries(block).flatMap(([word, { model }]) => (model === undefined ? [] : [[word, model]]))
  return Object.fromEntries(known) as Properties<B>
}

/** The annotation of a schema that says of keepalived's words which are no keys what to write. */
export interface LeftOutWords {
  readonly 'x-left-out': Readonly<Record<string, string>>
}

/** For the schema of a block, of the words that the variables do not have. */
export function leftOut(further: Others): LeftOutWords {
  return {
    'x-left-out': Object.fromEntries(Object.entries(further).map(([word, { instead }]) => [word, instead])),
  }
}

/** The block with descriptions that say from which version on: of words that came later than the block, unless the description speaks of versions itself. */
export function dated<const B extends Block>(block: B, oldest = '1.2.2'): B {
  return Object.fromEntries(Object.entries(block).map(([word, entry]) => [word, datedEntry(entry, oldest)])) as B
}

function datedEntry(entry: Entry, oldest: string): Entry {
  const { model, since = '0', from = since } = entry
  const description = String(model?.description ?? '')
  if (!model || compareVersions(from, oldest) <= 0 || /\bkeepalived \d/.test(description)) return entry
  return { ...entry, model: { ...model, description: `${description} keepalived ${from} or newer.`.trim() } }
}

/** The words of the variables but those in `written`, in the order of the block. */
export function wordsBut(block: Block, written: readonly string[]): readonly string[] {
  return Object.keys(propertiesOf(block)).filter((word) => !written.includes(word))
}

/** The words of the block of which false is written. */
export function writtenWhenFalse(block: Block): readonly string[] {
  return Object.keys(block).filter((word) => block[word]!.isWrittenWhenFalse)
}

/** Words that the variables do not have, for one reason (`instead`); several of one kind at once. */
export function others(
  instead: string,
  ...groups: readonly (readonly [entry: Omit<Entry, 'instead' | 'model'>, words: string])[]
): Others {
  return Object.fromEntries(
    groups.flatMap(([entry, words]) =>
      words
        .trim()
        .split(/\s+/)
        .map((word) => [word, { ...entry, instead }] as const),
    ),
  )
}
