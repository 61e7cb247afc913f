import { canonicalAddress } from './address.ts'
import type { Finding } from './finding.ts'
import { type CheckerName, type CheckerWords, checkerNames } from './schema/checker.ts'
import type { VirtualServerWords } from './schema/virtual-server.ts'

export interface Checker {
  readonly name: CheckerName
  /** In keepalived's words; which ones there are depends on the name. */
  readonly words: Readonly<Record<string, unknown>> & CheckerWords<'TCP_CHECK'>
}

/** The one checker of a virtual server; null when there is none. */
export function resolveChecker(
  words: VirtualServerWords,
  index: number,
  report: (finding: Finding) => void,
): Checker | null {
  const refuse = (path: readonly string[], message: string, hint: string) =>
    report({ rule: 'checker', variable: 'virtual_servers', path: [index, ...path], message, hint })
  const [name, second] = checkerNames.filter((known) => words[known] !== undefined)
  if (name === undefined) return null
  if (second)
    refuse([second], `both ${name} and ${second} are given`, 'give one checker; it holds for all real servers')
  const checker: Checker = { name, words: words[name] as Checker['words'] }
  for (const key of ['connect_ip', 'bindto'] as const) {
    const address = checker.words[key]
    if (address === undefined || canonicalAddress(address) !== null) continue
    refuse([name, key], `${JSON.stringify(address)} is no address`, 'expected a bare address: 192.168.1.222')
  }
  return checker
}
