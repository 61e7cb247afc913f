import type { Path } from '../../model/host.ts'
import { canonicalAddress } from '../../model/ip-address.ts'
import { type CheckerName, type CheckerWords, checkerNames } from '../language/checker.ts'
import type { Finding } from './finding.ts'

/** One health check of a real server. */
export interface Checker {
  readonly name: CheckerName
  /** In keepalived's words; which ones there are depends on the name. */
  readonly words: Readonly<Record<string, unknown>> & CheckerWords<'TCP_CHECK'>
  /** Place inside `virtual_servers`. */
  readonly path: Path
}

/** The checkers of a virtual server or a real server, in keepalived's order of names. */
export function resolveCheckers(words: object, path: Path, report: (finding: Finding) => void): readonly Checker[] {
  const checkers: Checker[] = []
  for (const name of checkerNames) {
    const own = (words as Readonly<Record<string, unknown>>)[name]
    if (own !== undefined) checkers.push(...given(name, own, path))
  }
  for (const checker of checkers) checkAddresses(checker, report)
  return checkers
}

function given(name: CheckerName, words: unknown, path: Path): readonly Checker[] {
  if (!Array.isArray(words)) return [{ name, words: words as Checker['words'], path: [...path, name] }]
  return words.map((each, i) => ({ name, words: each as Checker['words'], path: [...path, name, i] }))
}

function checkAddresses({ words, path }: Checker, report: (finding: Finding) => void): void {
  for (const key of ['connect_ip', 'bindto'] as const) {
    const address = words[key]
    if (address === undefined || canonicalAddress(address) !== null) continue
    const message = `${JSON.stringify(address)} is no address`
    const hint = 'expected a bare address: 192.168.1.222'
    report({ rule: 'checker', variable: 'virtual_servers', path: [...path, key], message, hint })
  }
}
