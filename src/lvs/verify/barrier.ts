import type { HostSight } from './sight.ts'

/** The rules of a host that keep back, or send elsewhere, what is for or from one of these addresses or, whoever it is for, what is for one of these ports. */
export function barriersTo(
  sight: HostSight | undefined,
  addresses: readonly string[],
  ports: readonly number[],
): readonly string[] {
  return (sight?.barriers ?? []).filter((rule) => {
    const words = rule.split(/[\s,]+/)
    const named = words.filter((_, i) => ['-s', '-d', 'saddr', 'daddr'].includes(words[i - 1] ?? ''))
    if (named.length > 0) return named.some((word) => addresses.includes(word.replace(/\/(32|128)$/, '')))
    return ports.some((port) => words.some((word, i) => word === String(port) && /port/.test(words[i - 1] ?? '')))
  })
}

/** The command that takes a rule away. */
export function withoutRule(name: string, rule: string): string {
  if (rule.startsWith('nft '))
    return `on ${name}: nft -a list ruleset shows the handle of "${rule.slice(4)}"; nft delete rule takes it away`
  return `on ${name}: ${rule.replace(/ -A /, ' -D ')}`
}
