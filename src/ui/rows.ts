import { createRequire } from 'node:module'
import type { ListrTask } from 'listr2'
import type { RunEvent } from '../model/event.ts'
import type { HostOutcome } from '../model/report.ts'
import type { Paint } from './paint.ts'
import { doing, endWords, type Progress, type ProgressInput } from './progress.ts'
import type { Scrub } from './redact.ts'
import { screenOn } from './screen.ts'
import { padded, widthOf } from './width.ts'
import { counted, duration, isChange } from './words.ts'

const slowSeconds = 5

/** Loaded only for a terminal. */
const listr2 = () => createRequire(import.meta.url)('listr2') as typeof import('listr2')

interface Row {
  readonly name: string
  readonly over: PromiseWithResolvers<HostOutcome>
  show: (text: string) => void
  text: string
  since: number
  idle: boolean
  changes: number
}

/** Progress on a terminal, a row a host, redrawn ten times a second whatever happens. The rows go away at the end: the recap says it all. */
export function rowsProgress(input: ProgressInput): Progress {
  const screen = screenOn(input.sink)
  const rows = rowsOf(input)
  const total = totalRow(input)
  const running = runList([...rows.values(), total], input.paint, screen.stream)
  const ticking = setInterval(() => {
    rows.forEach(showTime)
    showTotal(total, rows.size, input)
  }, 1000).unref()
  const leave = () => {
    clearInterval(ticking)
    for (const row of [...rows.values(), total]) row.over.resolve('ok')
  }
  return {
    on: (event) => {
      if (event.type === 'result' && isChange(event.step.outcome)) total.changes += 1
      note(event, rows, input)
      if (event.type === 'host') showTotal(total, rows.size, input)
    },
    finish: async () => {
      leave()
      await running
    },
    stop: () => {
      screen.close()
      leave()
    },
  }
}

function note(event: RunEvent, rows: Map<string, Row>, { check, clean }: ProgressInput): void {
  if (event.type === 'waiting') noteWaiting(event, rows, clean)
  const news = doing(event)
  const row = rows.get(event.type === 'host' ? event.report.host : (news?.host ?? ''))
  if (!row) return
  if (event.type === 'result' && isChange(event.step.outcome)) row.changes += 1
  if (event.type === 'output') row.text = clean(news!.text)
  else if (news) {
    const idle = news.phase === 'waiting'
    update(row, clean(news.text) + (idle ? soFar(row) : ''), idle)
  }
  if (event.type !== 'host') return
  update(row, `${endWords(event.report, check, clean)}  ${duration(event.report.seconds)}`, true)
  row.over.resolve(event.report.outcome)
  rows.delete(event.report.host)
}

function noteWaiting(
  { hosts, what }: Extract<RunEvent, { readonly type: 'waiting' }>,
  rows: ReadonlyMap<string, Row>,
  clean: Scrub,
): void {
  for (const host of hosts) {
    const row = rows.get(host)
    if (row) update(row, `waiting ${clean(what)}${soFar(row)}`, true)
  }
}

function soFar({ changes }: Row): string {
  return changes > 0 ? `, ${counted(changes, 'change')} so far` : ''
}

function rowsOf({ hosts, clean }: ProgressInput): Map<string, Row> {
  const names = hosts.map(clean)
  const width = Math.max(...names.map(widthOf))
  return new Map(hosts.map((host, index) => [host, rowOf(padded(names[index]!, width))]))
}

function rowOf(name: string): Row {
  return {
    name,
    over: Promise.withResolvers(),
    show: () => {},
    text: 'waiting',
    since: performance.now(),
    idle: true,
    changes: 0,
  }
}

/** The row below all others: how far the run is. */
function totalRow({ hosts }: ProgressInput): Row {
  return { ...rowOf('all'), text: `0 of ${counted(hosts.length, 'host')} done` }
}

function showTotal(row: Row, left: number, { hosts, check }: ProgressInput): void {
  const changes = `${counted(row.changes, 'change')}${check ? ' to make' : ''}`
  const time = duration((performance.now() - row.since) / 1000)
  row.show(`${hosts.length - left} of ${counted(hosts.length, 'host')} done, ${changes}, ${time}`)
}

function update(row: Row, text: string, idle: boolean): void {
  row.text = text
  row.idle = idle
  row.since = performance.now()
  row.show(text)
}

function showTime(row: Row): void {
  const seconds = (performance.now() - row.since) / 1000
  if (!row.idle && seconds >= slowSeconds) row.show(`${row.text}  ${Math.floor(seconds)} s`)
}

/** A title set on the task itself asks for no redraw: the spinner's next turn shows it. */
function runList(rows: readonly Row[], paint: Paint, stream: NodeJS.WriteStream): Promise<unknown> {
  const options = rendererOptions(paint, stream)
  const { DefaultRenderer, Listr } = listr2()
  const list = new Listr<unknown, 'default', typeof DefaultRenderer>(rows.map(taskOf), {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: 'default',
    rendererOptions: options,
    fallbackRenderer: DefaultRenderer,
    fallbackRendererOptions: options,
  })
  rows.forEach((row, index) => {
    row.show = (text) => {
      list.tasks[index]!.title = `${row.name}  ${text}`
    }
  })
  return list.run().catch(() => {})
}

function taskOf(row: Row): ListrTask {
  return {
    title: `${row.name}  ${row.text}`,
    task: async (_, task) => {
      const outcome = await row.over.promise
      if (outcome === 'skipped') task.skip(task.title)
      if (outcome === 'failed' || outcome === 'unreachable') throw new Error(outcome)
    },
  }
}

function rendererOptions(paint: Paint, stream: NodeJS.WriteStream) {
  const { ListrLogger, ProcessOutput } = listr2()
  const green = (text = '') => paint('green', text)
  const red = (text = '') => paint('red', text)
  const yellow = (text = '') => paint('yellow', text)
  return {
    clearOutput: true,
    formatOutput: 'truncate' as const,
    showErrorMessage: false,
    icon: { COMPLETED: '✔', FAILED: '✖', SKIPPED_WITH_COLLAPSE: '↓' },
    color: { COMPLETED: green, FAILED: red, PENDING: yellow, SKIPPED_WITH_COLLAPSE: yellow },
    logger: new ListrLogger({ useIcons: true, processOutput: new ProcessOutput(stream, stream) }),
  }
}
