import type { HostOutcome } from '../model/report.ts'
import { type Clean, cleaner, concealer } from './clean.ts'
import { failureBlocks } from './failures.ts'
import { hostList } from './hosts.ts'
import { painter } from './paint.ts'
import { mapStrings } from './redact.ts'
import { counted, hostStyles, indented } from './words.ts'

/** What came of one host. */
export interface HostAnswer {
  readonly host: string
  readonly address: string
  readonly outcome: Extract<HostOutcome, 'ok' | 'failed' | 'unreachable'>
  /** Behind the host's name. */
  readonly head: string
  /** Below it; may be empty. */
  readonly text: string
  /** Why it is unreachable, and what to do. */
  readonly message?: string | undefined
  readonly hint?: string | undefined
  /** The same for programs. */
  readonly data: Readonly<Record<string, unknown>>
}

interface Look {
  readonly color: boolean
  readonly width: number
  readonly secrets: readonly string[]
}

/** Hosts that said the same stand once, in the order of the inventory; then those that could not be entered, and how many there are of each. */
export function adHocText(answers: readonly HostAnswer[], { color, width, secrets }: Look): string {
  const clean = whole(cleaner(secrets))
  const paint = painter(color)
  const entered = answers.filter(({ message }) => message === undefined)
  const alike = [...Map.groupBy(entered, ({ outcome, head, text }) => JSON.stringify([outcome, head, text])).values()]
  const blocks = alike.map((same) => {
    const { outcome, head, text } = same[0]!
    const names = paint(hostStyles[outcome], clean(hostList(same.map(({ host }) => host))))
    const body = clean(text).trimEnd()
    return `${names}${head === '' ? '' : `  ${clean(head)}`}${body === '' ? '' : `\n${indented(body, '  ')}`}`
  })
  const lost = mapStrings(
    answers.flatMap(({ host, address, outcome, message, hint }) =>
      message === undefined ? [] : [{ host, address, outcome, message, hint, notes: [], steps: [], seconds: 0 }],
    ),
    cleaner(secrets),
    new Set(['outcome']),
  )
  const look = { paint, width, diff: false, verbose: 0, check: false }
  return `${[...blocks, ...failureBlocks(lost, look), summary(answers)].join('\n')}\n`
}

/** What was asked for is shown whole. */
const whole = (clean: Clean) => (text: string) => clean(text, 'from')

function summary(answers: readonly HostAnswer[]): string {
  const counts = Map.groupBy(answers, ({ outcome }) => outcome)
  const parts = [...counts].map(([outcome, some]) => `${some.length} ${outcome}`)
  return `\n${counted(answers.length, 'host')}: ${parts.join(', ')}.`
}

/** The same as one document; `schemas/ad-hoc.json` describes it. */
export function adHocJson(answers: readonly HostAnswer[], lbprov: string, secrets: readonly string[]): string {
  const conceal = whole(concealer(secrets))
  const hosts = answers.map(({ host, outcome, message, hint, data }) => ({ host, outcome, message, hint, ...data }))
  return `${JSON.stringify(mapStrings({ lbprov, hosts }, conceal, new Set(['lbprov', 'outcome'])), null, 2)}\n`
}
