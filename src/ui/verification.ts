import type { Assertion, Verdict, Verification } from '../model/verification.ts'
import { isGap, verificationExitCode } from '../model/verification.ts'
import { cleaner, concealer } from './clean.ts'
import { hintLines } from './hint.ts'
import { hostList } from './hosts.ts'
import { type Paint, painter, type Style } from './paint.ts'
import { mapStrings } from './redact.ts'
import { counted, duration, hanging, indented } from './words.ts'

export interface VerificationLook {
  readonly color: boolean
  readonly verbose: number
  readonly secrets: readonly string[]
}

const words: Readonly<Record<Verdict, { readonly title: string; readonly style: Style }>> = {
  failed: { title: 'FAILED', style: 'red' },
  unchecked: { title: 'NOT CHECKED', style: 'yellow' },
  ok: { title: 'ok', style: 'green' },
}

/** What holds and what does not, by assertion: what failed first, with hosts, what was expected and seen, and what to do. */
export function verificationText(raw: Verification, { color, verbose, secrets }: VerificationLook): string {
  const verification = mapStrings(raw, cleaner(secrets), new Set(['verdict']))
  const paint = painter(color)
  const of = (verdict: Verdict) => verification.assertions.filter((one) => one.verdict === verdict)
  const told = [...blocks(of('failed'), paint), ...blocks(of('unchecked'), paint)]
  const holding = [...Map.groupBy(of('ok'), ({ claim }) => claim)].map(([claim, own]) =>
    okLines(claim, own, verbose, paint),
  )
  return `${[...told, ...(holding.length > 0 ? [holding.join('\n')] : []), ...drillLines(verification), total(verification, paint)].join('\n\n')}\n`
}

function blocks(assertions: readonly Assertion[], paint: Paint): readonly string[] {
  return [...Map.groupBy(assertions, ({ claim }) => claim).values()].map((own) => {
    const { id, claim, verdict } = own[0]!
    const { title, style } = words[verdict]
    return [`${paint(style, `${title} ${id}`)}: ${claim}`, ...alike(own).flatMap((same) => lines(same, paint))].join(
      '\n',
    )
  })
}

/** What differs in nothing but the host stands once. */
function alike(assertions: readonly Assertion[]): readonly (readonly Assertion[])[] {
  const key = ({ subject, expected, seen, remedy, hosts }: Assertion) =>
    JSON.stringify([subject, expected, seen, remedy?.replaceAll(hosts.join(','), '')])
  return [...Map.groupBy(assertions, key).values()]
}

function lines(same: readonly Assertion[], paint: Paint): readonly string[] {
  const { expected, seen, remedy, hosts } = same[0]!
  const subject = hanging(same[0]!.subject)
  const all = [...new Set(same.flatMap((one) => one.hosts))]
  const where = hostList(all)
  const told = remedy?.replaceAll(`--limit ${hosts.join(',')}`, `--limit ${all.join(',')}`)
  return [
    `  ${paint('bold', where === subject || where === '' ? subject : `${where}: ${subject}`)}`,
    indented(`expected  ${expected}`, '    '),
    indented(`seen      ${seen}`, '    '),
    ...hintLines(told, '    ', paint),
  ]
}

function okLines(claim: string, own: readonly Assertion[], verbose: number, paint: Paint): string {
  const head = `${paint(words.ok.style, words.ok.title)}  ${claim}`
  if (verbose === 0) return own.length === 1 ? head : `${head} (${own.length})`
  const each = own.map(
    ({ subject, hosts, seen }) => `      ${subject}${hosts.join() === subject ? '' : `, ${hosts.join(', ')}`}: ${seen}`,
  )
  return [head, ...each].join('\n')
}

function drillLines({ drill }: Verification): readonly string[] {
  if (!drill) return []
  const told = (gap: number | null) => (gap === null ? 'not measured' : `${gap.toFixed(2)} s`)
  return [
    `drill: ${drill.from} to ${drill.to}, longest time without a new connection ${told(drill.gap)}; and back, ${told(drill.gapBack)}`,
  ]
}

function total(verification: Verification, paint: Paint): string {
  const { assertions, seconds, from, unreachable } = verification
  const count = (verdict: Verdict) => assertions.filter((one) => one.verdict === verdict).length
  const parts = [
    `${count('ok')} hold`,
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    ...(count('unchecked') > 0 ? [`${count('unchecked')} not checked`] : []),
    ...(unreachable.length > 0 ? [`unreachable: ${hostList(unreachable)}`] : []),
  ]
  const gaps = assertions.filter(isGap).length
  const unproven = count('failed') === 0 && gaps > 0 ? ` ${gaps} of them must be looked at: not verified.` : ''
  const client = from === null ? ' No client looked: --from HOST, or --from local.' : ''
  const line = `${counted(assertions.length, 'assertion')}: ${parts.join(', ')}. ${duration(seconds)}.${unproven}${client}`
  return verificationExitCode(verification) === 0 ? line : paint('bold', line)
}

/** The document of `--format json`; `schemas/verification.json` describes it. */
export function verificationJson(verification: Verification, lbprov: string, secrets: readonly string[]): string {
  const document = { lbprov, exitCode: verificationExitCode(verification), ...verification }
  const kept = new Set(['lbprov', 'id', 'claim', 'verdict', 'startedAt'])
  return `${JSON.stringify(mapStrings(document, concealer(secrets), kept), null, 2)}\n`
}
