import type { RunEvent } from '../model/event.ts'
import type { HostOutcome, HostReport } from '../model/report.ts'
import { cursor, doing, endWords, isBad, type Progress, type ProgressInput } from './progress.ts'
import { duration, hostStyles, hostWords, shortened } from './words.ts'

const refreshEvery = 200
const slowest = 3

interface Work {
  readonly name: string
  readonly since: number
  readonly phase: string
  readonly text: string
}

/** Counts of a run. `working` is in the order in which the hosts began, or went on after waiting. */
interface State {
  readonly working: Map<string, Work>
  readonly ended: Map<HostOutcome, number>
  readonly bad: string[]
}

/** Progress on a terminal for many hosts: a few lines of counts and the slowest hosts, redrawn in place five times a second. */
export function regionProgress(input: ProgressInput): Progress {
  const state: State = { working: new Map(), ended: new Map(), bad: [] }
  const region = regionOn(input, state)
  return { on: (event) => note(event, state, input), finish: async () => region.close(), stop: region.leave }
}

function note(event: RunEvent, state: State, input: ProgressInput): void {
  const news = doing(event)
  if (event.type === 'host') noteEnd(event.report, state, input)
  if (!news) return
  const before = state.working.get(news.host)
  const begins = before === undefined || before.phase === 'waiting'
  if (begins) state.working.delete(news.host)
  const since = begins ? performance.now() : before.since
  const name = before?.name ?? input.clean(news.host)
  state.working.set(news.host, { name, since, phase: news.phase, text: input.clean(news.text) })
}

function noteEnd(report: HostReport, state: State, { paint, check, clean }: ProgressInput): void {
  state.working.delete(report.host)
  state.ended.set(report.outcome, (state.ended.get(report.outcome) ?? 0) + 1)
  if (isBad(report)) state.bad.push(paint('red', `✖ ${clean(report.host)}: ${endWords(report, check, clean)}`))
}

function regionOn(input: ProgressInput, state: State) {
  const { sink } = input
  const begin = performance.now()
  let height = 0
  const erase = () => (height > 0 ? `\r\u001b[${height}A\u001b[0J` : '')
  const draw = (lines: readonly string[]) => {
    const above = state.bad.splice(0)
    sink.write(erase() + [...above, ...lines].map((line) => `${line}\n`).join(''))
    height = lines.length
  }
  sink.write(cursor.hide)
  const timer = setInterval(() => draw(regionLines(input, state, begin)), refreshEvery).unref()
  const leave = () => {
    clearInterval(timer)
    height = 0
    sink.write(cursor.show)
  }
  const close = () => {
    draw([])
    leave()
  }
  return { close, leave }
}

function regionLines({ hosts, check, paint, sink }: ProgressInput, state: State, begin: number): string[] {
  const begun = [...state.working.values()]
  const working = begun.filter(({ phase }) => phase !== 'waiting')
  const ended = [...state.ended.values()].reduce((sum, count) => sum + count, 0)
  const toCome = hosts.length - ended - begun.length
  const time = duration((performance.now() - begin) / 1000)
  const outcomes = (Object.keys(hostStyles) as HostOutcome[]).filter((word) => state.ended.has(word))
  const results = outcomes.map((word) => `${hostWords(word, check)} ${state.ended.get(word)}`)
  const phases = [...Map.groupBy(working, ({ phase }) => phase)].map(([phase, same]) => `${phase} ${same.length}`)
  const lines = [
    [`${hosts.length} hosts: ${ended} done`, ...results].join(', '),
    [...phases, `waiting ${begun.length - working.length}`, `to come ${toCome}`, time].join(', '),
    ...working
      .slice(0, slowest)
      .map(({ name, text, since }) => `  ${name}  ${text}  ${duration((performance.now() - since) / 1000)}`),
  ]
  return lines.map((line, index) => paint(index === 0 ? 'bold' : 'dim', shortened(line, sink.width() - 1)))
}
