import type { Section } from './frames.ts'

/** How much of a host's answer is read, for each value of it. */
interface Limit {
  readonly bytes: number
  readonly lines: number
}

/** Of a host's facts, which are kept for the whole run: some thousand addresses. */
export const mostOfFacts: Limit = { bytes: 1 << 20, lines: 8192 }

/** Of what a cluster's hosts are asked for once: tables, counters, configuration files, what is on the wire. */
export const mostOfLooks: Limit = { bytes: 4 << 20, lines: 65_536 }

/** What to do about it. */
export const excessHint = 'see on the host what makes it so long: --print-script shows how it is asked'

/** Which value of a section is more than the limit, as a person is told; null: none is. */
export function excess(section: Section | undefined, { bytes, lines }: Limit): string | null {
  for (const [name, text] of Object.entries(section?.values ?? {})) {
    if (Buffer.byteLength(text) > bytes) return `${name} has more than ${bytes / 1024} KiB, which is not read`
    if (countOf('\n', text, lines) >= lines) return `${name} has more than ${lines} lines, which are not read`
  }
  return null
}

/** Counts no further than `enough`. */
function countOf(mark: string, text: string, enough: number): number {
  let count = 0
  for (let at = text.indexOf(mark); at !== -1 && count < enough; at = text.indexOf(mark, at + 1)) count++
  return count
}
