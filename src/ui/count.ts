import type { RunEvent } from '../model/event.ts'
import type { HostOutcome, HostReport } from '../model/report.ts'
import { doing, endWords, firstOfCause, isBad, type ProgressInput } from './progress.ts'
import { duration, hostStyles, hostWords } from './words.ts'

interface Work {
  readonly name: string
  readonly since: number
  readonly phase: string
  readonly text: string
}

/** Counts of a run. `working` is in the order in which the hosts began, or went on after waiting. */
export interface Count {
  readonly begin: number
  readonly working: Map<string, Work>
  readonly ended: Map<HostOutcome, number>
  /** What went wrong since it was last taken out, each cause once. */
  readonly bad: string[]
  readonly isFirst: (report: HostReport) => boolean
  /** What the hosts wait for that wait. */
  holding: string
}

/** Nothing has happened yet. */
export function newCount(): Count {
  return {
    begin: performance.now(),
    working: new Map(),
    ended: new Map(),
    bad: [],
    isFirst: firstOfCause(),
    holding: '',
  }
}

/** Enters an event. */
export function noteIn(count: Count, event: RunEvent, input: ProgressInput): void {
  if (event.type === 'host') noteEnd(event.report, count, input)
  if (event.type === 'waiting') count.holding = input.clean(event.what)
  const news = doing(event)
  if (!news) return
  const before = count.working.get(news.host)
  const begins = before === undefined || before.phase === 'waiting'
  if (begins) count.working.delete(news.host)
  const since = begins ? performance.now() : before.since
  const name = before?.name ?? input.clean(news.host)
  count.working.set(news.host, { name, since, phase: news.phase, text: input.clean(news.text) })
}

function noteEnd(report: HostReport, count: Count, { paint, check, clean }: ProgressInput): void {
  count.working.delete(report.host)
  count.ended.set(report.outcome, (count.ended.get(report.outcome) ?? 0) + 1)
  if (isBad(report) && count.isFirst(report))
    count.bad.push(paint('red', `✖ ${clean(report.host)}: ${endWords(report, check, clean)}`))
}

/** How far all hosts are, and what they are at. */
export function countLines(count: Count, { hosts, check }: ProgressInput): readonly [string, string] {
  const begun = [...count.working.values()]
  const working = begun.filter(({ phase }) => phase !== 'waiting')
  const ended = [...count.ended.values()].reduce((sum, each) => sum + each, 0)
  const outcomes = (Object.keys(hostStyles) as HostOutcome[]).filter((word) => count.ended.has(word))
  const results = outcomes.map((word) => `${hostWords(word, check)} ${count.ended.get(word)}`)
  const phases = [...Map.groupBy(working, ({ phase }) => phase)].map(([phase, same]) => `${phase} ${same.length}`)
  const waits = begun.length - working.length
  const waiting = waits > 0 && count.holding !== '' ? `waiting ${waits} ${count.holding}` : `waiting ${waits}`
  const toCome = hosts.length - ended - begun.length
  return [
    [`${hosts.length} hosts: ${ended} done`, ...results].join(', '),
    [...phases, waiting, `to come ${toCome}`, duration((performance.now() - count.begin) / 1000)].join(', '),
  ]
}

/** Those that have been at work for longest. */
export function slowestLines(count: Count, most: number): readonly string[] {
  const working = [...count.working.values()].filter(({ phase }) => phase !== 'waiting').slice(0, most)
  return working.map(({ name, text, since }) => `  ${name}  ${text}  ${duration((performance.now() - since) / 1000)}`)
}
