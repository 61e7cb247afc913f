import { createRequire } from 'node:module'

/** Loaded with the first texts to compare. */
const diff = () => createRequire(import.meta.url)('diff') as typeof import('diff')

/** How two texts differ, by lines; `lines` is null when they are too unlike to say quickly. */
export interface Patch {
  readonly added: number
  readonly removed: number
  readonly lines: readonly string[] | null
}

/** A unified patch with three lines of context. Null texts are absent ones. */
export function patchOf(path: string, from: string | null, to: string | null): Patch {
  const title = (text: string | null) => (text === null ? '(absent)' : path)
  const patch = diff().structuredPatch('', '', from ?? '', to ?? '', undefined, undefined, {
    context: 3,
    timeout: 1000,
  })
  if (!patch) return { added: countLines(to), removed: countLines(from), lines: null }
  const body = patch.hunks.flatMap((hunk) => [
    `@@ -${place(hunk.oldStart, hunk.oldLines)} +${place(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ])
  const starting = (sign: string) => body.filter((line) => line.startsWith(sign)).length
  return {
    added: starting('+'),
    removed: starting('-'),
    lines: [`--- before: ${title(from)}`, `+++ after: ${title(to)}`, ...body],
  }
}

/** A patch counts lines from 1, and an empty range from the line before it. */
function place(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`
}

/** Lines of a text; the last one need not end. */
export function countLines(text: string | null): number {
  if (!text) return 0
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
