import { createRequire } from 'node:module'
import type { ListrTask } from 'listr2'
import type { RunEvent } from '../model/event.ts'
import type { HostOutcome } from '../model/report.ts'
import type { Paint } from './paint.ts'
import { doing, endWords, type Progress, type ProgressInput } from './progress.ts'
import { screenOn } from './screen.ts'
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
  const running = runList([...rows.values()], input.paint, screen.stream)
  const ticking = setInterval(() => rows.forEach(showTime), 1000).unref()
  const leave = () => {
    clearInterval(ticking)
    for (const row of rows.values()) row.over.resolve('ok')
  }
  return {
    on: (event) => note(event, rows, input),
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
  const news = doing(event)
  const row = rows.get(event.type === 'host' ? event.report.host : (news?.host ?? ''))
  if (!row) return
  if (event.type === 'result' && isChange(event.step.outcome)) row.changes += 1
  if (news) update(row, news.phase === 'waiting' ? idleText(row) : clean(news.text), news.phase === 'waiting')
  if (event.type !== 'host') return
  update(row, `${endWords(event.report, check, clean)}  ${duration(event.report.seconds)}`, true)
  row.over.resolve(event.report.outcome)
  rows.delete(event.report.host)
}

function idleText({ changes }: Row): string {
  return changes > 0 ? `waiting, ${counted(changes, 'change')} so far` : 'waiting'
}

function rowsOf({ hosts, clean }: ProgressInput): Map<string, Row> {
  const names = hosts.map(clean)
  const width = Math.max(...names.map((name) => name.length))
  const rowOf = (name: string): Row => ({
    name: name.padEnd(width),
    over: Promise.withResolvers(),
    show: () => {},
    text: 'waiting',
    since: performance.now(),
    idle: true,
    changes: 0,
  })
  return new Map(hosts.map((host, index) => [host, rowOf(names[index]!)]))
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
