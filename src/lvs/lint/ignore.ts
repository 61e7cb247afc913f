import type { Host } from '../../model/host.ts'
import type { IgnoredProblem, RuleInfo, Severity } from '../../model/lint.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { SourcePosition } from '../../model/position.ts'
import { type Finding, located } from '../cluster/finding.ts'

/** `lint_ignore`: rule to the reason why it does not matter here. For editors; what lint itself says of it is more. */
export const lintIgnore = {
  type: 'object',
  additionalProperties: { type: 'string', minLength: 1 },
  description: 'Lint rules that do not matter here, each with the reason: L36: checked by the orchestrator.',
} as const

/** One entry of a `lint_ignore`, as a host has it. */
export interface Ignore {
  readonly rule: string
  readonly reason: string
  readonly host: string
  readonly where: SourcePosition | undefined
}

interface Read {
  readonly ignores: readonly Ignore[]
  /** What is wrong with the entries. */
  readonly findings: readonly { readonly finding: Finding; readonly host: Host }[]
}

/** A finding with its severity and the host whose variables it is about. */
export interface Told {
  readonly finding: Finding
  readonly severity: Severity
  readonly speaker: Host
}

/** Reads `lint_ignore` of the hosts. */
export function readIgnores(hosts: readonly Host[], rules: readonly RuleInfo[]): Read {
  const read = hosts.map((host) => readOne(host, rules))
  return { ignores: read.flatMap(({ ignores }) => ignores), findings: read.flatMap(({ findings }) => findings) }
}

/**
 * The entry that puts a finding aside: one of the host that it is about, or where it is about the cluster, one of any of
 * the cluster's hosts.
 */
export function ignoreOf({ finding }: Told, ignores: readonly Ignore[]): Ignore | undefined {
  return ignores.find(
    ({ rule, host }) => rule === finding.rule && (finding.host === undefined || finding.host === host),
  )
}

/** The finding as it is told when an entry puts it aside. */
export function ignored({ finding, severity, speaker }: Told, { reason }: Ignore): IgnoredProblem {
  return { problem: located(finding, speaker), severity, reason }
}

function readOne(host: Host, rules: readonly RuleInfo[]): Read {
  const value = host.vars.lint_ignore
  if (value === undefined) return { ignores: [], findings: [] }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const hint = 'expected a mapping of rules to reasons: lint_ignore: { L36: checked by the orchestrator }'
    return { ignores: [], findings: [{ host, finding: objection([], 'lint_ignore is no mapping', hint) }] }
  }
  const entries = Object.entries(value).map(([rule, reason]) => ({ rule, reason, fault: faultOf(rule, reason, rules) }))
  return {
    ignores: entries.flatMap(({ rule, reason, fault }) =>
      fault ? [] : [{ rule, reason, host: host.name, where: host.origin('lint_ignore', [rule]) }],
    ),
    findings: entries.flatMap(({ fault }) => (fault ? [{ host, finding: fault }] : [])),
  }
}

function faultOf(id: string, reason: unknown, rules: readonly RuleInfo[]): Finding | null {
  const rule = rules.find((known) => known.id === id)
  if (!rule) {
    const near = didYouMean(
      id,
      rules.map((known) => known.id).filter((known) => !isNumbered(id) || numberOf(known) === numberOf(id)),
    )
    return objection([id], `there is no rule ${id}`, near || 'take it out; lbprov lint --list has them all')
  }
  if (rule.always) {
    return objection([id], `${id} can not be ignored`, `take it out: no cluster works that breaks it (${rule.title})`)
  }
  if (typeof reason === 'string' && reason.trim() !== '') return null
  return objection(
    [id],
    `${id} is ignored without a reason`,
    `say why it does not matter here: ${id}: checked elsewhere`,
  )
}

/** Of two numbers that are near one is not a slip for the other. */
const isNumbered = (id: string) => /^L\d+$/i.test(id)
const numberOf = (id: string) => Number(id.slice(1))

function objection(path: readonly string[], message: string, hint: string): Finding {
  return { rule: 'lint_ignore', variable: 'lint_ignore', path, message, hint }
}
