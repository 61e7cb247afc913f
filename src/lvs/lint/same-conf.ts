import { own } from '../../model/own.ts'
import { normalWords, within } from '../conf/normal.ts'
import type { Around } from '../conf/normal-address.ts'
import { parseConf } from '../conf/parse.ts'
import { type ConfNode, keywordOf, type Statement, statements, valuesOf } from '../conf/tree.ts'
import { atLeast } from '../language/version.ts'
import { lintKeepalivedConf } from './keepalived-conf.ts'

/** The director that a file is of. */
export interface SameOptions {
  readonly name: string
  /** Its keepalived. */
  readonly version: string
}

/**
 * Whether a keepalived.conf that is there does what the one that lbprov would write does. Layout, comments, synonyms and
 * what goes without saying do not count, nor does order from 2.0.0 on: older parsers act on each word as it comes. False
 * wherever lint objects to something in the file there that the other does not have, such as a blank that is none to
 * keepalived, and where it includes other files.
 */
export function sameConf(given: string, rendered: string, { name, version }: SameOptions): boolean {
  const [left, right] = [given, rendered].map((text) => parseConf(text, { file: name }))
  const conditional = left!.features.some((feature) => feature.name === '@ conditions')
  if (conditional || left!.flaws.length > 0) return false
  const sorted = atLeast(version, '2.0.0')
  const [one, other] = [left, right].map((conf) =>
    normal(conf!.nodes, { name, sorted }, { block: '', device: '', version }),
  )
  if (one !== other) return false
  const accepted = objectionsTo(rendered, { name, version })
  return [...objectionsTo(given, { name, version })].every(([what, count]) => count <= (accepted.get(what) ?? 0))
}

/** What lint has an error or a warning of, and how often. */
function objectionsTo(text: string, { name, version }: SameOptions): ReadonlyMap<string, number> {
  const { errors, warnings } = lintKeepalivedConf(text, { file: name, version })
  const what = [...errors, ...warnings].map(({ rule, message }) => `${rule} ${message}`)
  return new Map([...Map.groupBy(what, (each) => each)].map(([each, all]) => [each, all.length]))
}

interface Normalizing {
  readonly name: string
  readonly sorted: boolean
}

/** One text for all trees that mean the same. */
function normal(nodes: readonly ConfNode[], how: Normalizing, around: Around, owner: Statement | null = null): string {
  const lines = statements(nodes).flatMap((statement) => {
    if (goesWithoutSaying(statement, owner, how.name)) return []
    const head = JSON.stringify(normalWords(statement, around))
    if (statement.body === null) return [head]
    const body = normal(statement.body, how, within(statement, around), statement)
    return body === '' && keywordOf(statement) === 'global_defs' ? [] : [`${head}{${body}}`]
  })
  return (how.sorted ? lines.toSorted() : lines).join('\n')
}

/** What keepalived takes where a block does not say it, in every version. Not `protocol`: 2.2.7 takes UDP then. */
const defaults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  vrrp_instance: { advert_int: '1' },
  virtual_server: { delay_loop: '60', lb_algo: 'wlc', lvs_sched: 'wlc', lb_kind: 'NAT', lvs_method: 'NAT' },
  real_server: { weight: '1' },
  global_defs: { vrrp_garp_interval: '0', vrrp_gna_interval: '0' },
}

function goesWithoutSaying(statement: Statement, owner: Statement | null, name: string): boolean {
  if (owner === null || statement.body !== null) return false
  const [block, keyword, value] = [keywordOf(owner), keywordOf(statement), valuesOf(statement)]
  if (block === 'vrrp_instance' && keyword === 'state') return value === 'BACKUP' || electionDecides(owner)
  if (block === 'global_defs' && keyword === 'router_id') return value === name
  return own(own(defaults, block), keyword) === value
}

/** `state MASTER` is how a director begins; which one is master the priority decides, unless the file says that it may not. */
function electionDecides({ body }: Statement): boolean {
  return !statements(body).some(
    (each) =>
      ['nopreempt', 'preempt_delay'].includes(keywordOf(each)) ||
      (keywordOf(each) === 'priority' && valuesOf(each) === '255'),
  )
}
