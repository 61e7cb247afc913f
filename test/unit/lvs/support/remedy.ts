import type { ClusterCase, Found } from './corpus.ts'
import { textsOf } from './corpus.ts'

/** What one way out of a finding changes: in files a text for another, or a whole new file; in what hosts are; or the keepalived. */
export interface Way {
  /** Words that the hint leaves to the user: a password, a free address. */
  readonly chosen?: readonly string[]
  readonly facts?: ClusterCase['facts']
  readonly keepalived?: string
  readonly files?: Readonly<Record<string, string | null | Readonly<Record<string, string>>>>
}

/** The hint in its ways out: `add x, or leave it out` has two. */
export const waysOut = (hint: string): readonly string[] => hint.split(/[,;] or /)

/** The cluster after one way out was taken. Throws where a text that is to be changed is not there exactly once. */
export function mended(cluster: ClusterCase, { files = {}, facts = {}, keepalived }: Way): ClusterCase {
  const before = textsOf(cluster)
  const changed = Object.entries(files).map(([file, change]) => {
    if (typeof change !== 'object' || change === null) return [file, change] as const
    return [
      file,
      Object.entries(change).reduce((text, [from, to]) => exchanged(text, from, to, file), before[file] ?? ''),
    ] as const
  })
  const all = { ...cluster.files, ...Object.fromEntries(changed) }
  return {
    ...cluster,
    ...(keepalived === undefined ? {} : { keepalived }),
    facts: Object.fromEntries(
      Object.entries({ ...facts, ...cluster.facts }).map(([host, own]) => [host, { ...own, ...facts[host] }]),
    ),
    files: Object.fromEntries(Object.entries(all).filter(([, text]) => text !== null)) as ClusterCase['files'],
  }
}

function exchanged(text: string, from: string, to: string, file: string): string {
  const [before, after, more] = text.split(from)
  if (after === undefined || more !== undefined) throw new Error(`${JSON.stringify(from)} is not once in ${file}`)
  return `${before}${to}${after}`
}

const wordsOf = (text: string) => text.match(/[\p{L}\p{N}_][\p{L}\p{N}_.:/-]*(?<![.:])/gu) ?? []

/** Words that a way out writes, and that neither the hints nor the cluster have. */
export function unsaid(cluster: ClusterCase, { files = {}, chosen = [] }: Way, found: readonly Found[]) {
  const said = found.map(({ message, hint = '' }) => `${message} ${hint}`).join(' ')
  const known = new Set([...wordsOf(said), ...wordsOf(Object.values(textsOf(cluster)).join(' '))])
  if (/ignore L\d+|ignore \w+ with/.test(said)) known.add('lint_ignore')
  const written = Object.values(files).flatMap((change) =>
    change === null ? [] : typeof change === 'string' ? [change] : Object.values(change),
  )
  const places = found.flatMap(({ hint = '' }) =>
    waysOut(hint).length > 1 ? [] : (hint.match(/(host|group)_vars\/[\w.]+yml/g) ?? []),
  )
  const fresh = [...new Set(written.flatMap(wordsOf))].filter((word) => !known.has(word))
  return {
    unsaid: fresh.filter((word) => !chosen.includes(word)),
    idle: chosen.filter((word) => !fresh.includes(word)),
    elsewhere: places.filter((place) => !Object.hasOwn(files, place)),
  }
}
