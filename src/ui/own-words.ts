import type { HostReport } from '../model/report.ts'

/** Puts signs in place of a host's own words, its name and address: what is left is the same on hosts that differ in nothing else. */
export function withoutOwn({ host, address }: Pick<HostReport, 'host' | 'address'>): (text: string) => string {
  const label = host.split('.')[0]!
  const place = address?.replace(/:\d+$/, '')
  const own = [address, place, host, label].filter((word) => word !== undefined && word !== '')
  const words = [...new Set(own as string[])].toSorted((a, b) => b.length - a.length)
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_.-])(?:${words.map(escaped).join('|')})(?![\\p{L}\\p{N}_-]|\\.\\d)`,
    'gu',
  )
  const sign = new Map(words.map((word) => [word, word === host || word === label ? '\0name' : '\0address']))
  return (text) => {
    // Most texts have none, and to look for a word costs less than a pattern.
    if (!words.some((word) => text.includes(word))) return text
    return text.replace(pattern, (word) => sign.get(word)!)
  }
}

/** What is alike: to the letter (`same`), or but for the own words of hosts. A text that names several hosts is the same on each of them. */
export function alike<T>(
  items: readonly T[],
  literal: (item: T) => string,
  general: (item: T) => string,
): readonly { readonly members: readonly T[]; readonly same: boolean }[] {
  const groups = [...Map.groupBy(items, literal).values()]
  const merged = Map.groupBy(groups, ([first]) => general(first!))
  return [...merged.values()].map((own) => ({ members: own.flat(), same: own.length === 1 }))
}

/** Hosts that ended alike, but for their own words. */
export function alikeHosts(hosts: readonly HostReport[]): readonly (readonly HostReport[])[] {
  const keyOf = ({ outcome, message = '', hint = '' }: HostReport, general: (text: string) => string) =>
    JSON.stringify([outcome, general(message), general(hint)])
  const groups = alike(
    hosts,
    (report) => keyOf(report, (text) => text),
    (report) => keyOf(report, withoutOwn(report)),
  )
  return groups.map(({ members }) => members)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
