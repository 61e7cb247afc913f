import type { Report } from '../model/report.ts'
import { quote } from '../shell/quote.ts'

/** The command for the hosts that a run which was broken off did not bring to their end; undefined: there are none. */
export function restOf({ hosts, stoppedBy }: Report, words: readonly string[]): string | undefined {
  const left = hosts.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'changed').map(({ host }) => host)
  if (stoppedBy === undefined || left.length === 0) return undefined
  return ['lbprov', ...words.filter((word, i) => !isLimit(word, words[i - 1])), '-l', left.join(',')]
    .map(quote)
    .join(' ')
}

/** The new limit says which of the hosts that the old one let through. */
function isLimit(word: string, before = ''): boolean {
  return /^(-l|--limit(=|$))/.test(word) || /^(-l|--limit)$/.test(before)
}
