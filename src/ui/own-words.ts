import type { HostReport } from '../model/report.ts'

/** Puts signs in place of a host's own words, its name and address: what is left is the same on hosts that differ in nothing else. `onOwn` is told when there was one. */
export function withoutOwn({ host, address }: HostReport, onOwn: () => void = () => {}): (text: string) => string {
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
    return text.replace(pattern, (word) => {
      onOwn()
      return sign.get(word)!
    })
  }
}

/** Hosts that ended alike, but for their own words. */
export function alikeHosts(hosts: readonly HostReport[]): readonly (readonly HostReport[])[] {
  const keyOf = (report: HostReport) => {
    const general = withoutOwn(report)
    return JSON.stringify([report.outcome, general(report.message ?? ''), general(report.hint ?? '')])
  }
  return [...Map.groupBy(hosts, keyOf).values()]
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
