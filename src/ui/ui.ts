import type { Listener } from '../model/event.ts'
import type { Profile, Report, Shard } from '../model/report.ts'
import { type Clean, cleaner, concealer } from './clean.ts'
import { failureBlocks } from './failures.ts'
import { type GitHub, gitHub } from './github.ts'
import { type DocumentOptions, documentOf, jsonText } from './json.ts'
import { linesProgress } from './lines.ts'
import { ndjsonEnd, ndjsonListener } from './ndjson.ts'
import { painter } from './paint.ts'
import { profiler, profileText } from './profile.ts'
import type { Progress, ProgressInput } from './progress.ts'
import { manyHosts, recap } from './recap.ts'
import { mapStrings, redactor } from './redact.ts'
import { regionProgress } from './region.ts'
import { rowsProgress } from './rows.ts'
import { createSink, type Output, type Sink } from './sink.ts'
import { changeBlocks } from './stages.ts'
import { counted } from './words.ts'

export interface UiOptions {
  readonly format: 'human' | 'json' | 'ndjson' | 'junit'
  /** Texts of several lines as unified patches. */
  readonly diff: boolean
  /** 1: also unchanged resources, phases and roles; 2: also each step as it begins. */
  readonly verbose: number
  readonly stdout: Output
  readonly stderr: Output
  readonly color: boolean
  /** stdout is a terminal that may be redrawn. */
  readonly interactive: boolean
  readonly secrets: readonly string[]
  /** Of lbprov, for the JSON document. */
  readonly version: string
  /** Which part of the site it is, for the JSON document. */
  readonly shard?: Shard | undefined
  /** Also where the time went. */
  readonly profile?: boolean | undefined
  /** GitHub Actions reads the log. */
  readonly github?: boolean | undefined
  /** As `--detailed-exitcode`, for the JSON document. */
  readonly detailedExitcode?: boolean | undefined
}

export interface Ui {
  readonly listener: Listener
  /** Writes what a run is about to do, once the progress of looking is over; what comes next is shown anew. */
  showPlan(report: Report): Promise<void>
  /** Writes results, failures and recap (or the JSON document); resolves when they have left the process. */
  finish(report: Report): Promise<void>
  /** Puts the terminal in order at once: on a signal, before an error is printed. `finish` may still follow. */
  stop(): void
}

interface Context {
  readonly options: UiOptions
  readonly conceal: Clean
  readonly clean: Clean
  readonly stdout: Sink
  readonly stderr: Sink
  readonly github: GitHub | undefined
}

/** Shows runs to people and programs. Nothing is written that holds one of `secrets`. */
export function createUi(options: UiOptions): Ui {
  const context = contextOf(options)
  const plays = new Set<string>()
  const times = options.profile ? profiler() : undefined
  const stream = options.format === 'ndjson' ? ndjsonListener(context.stdout, context.conceal) : undefined
  let progress: Progress | undefined
  // Nothing is drawn while a question stands.
  let again: Parameters<typeof progressOf>[0] | undefined
  return {
    listener: (event) => {
      times?.listener(event)
      stream?.(event)
      if (again) progress = progressOf(again, context)
      again = undefined
      if (event.type === 'start') progress = progressOf(event, context)
      if (event.type === 'play') plays.add(event.name)
      if (event.type === 'result') plays.add(event.step.play)
      progress?.on(event)
    },
    showPlan: async (report) => {
      await progress?.finish()
      writeHuman(report, [...new Set(report.hosts.flatMap(({ steps }) => steps.map(({ play }) => play)))], context)
      await context.stdout.flushed()
      again = { hosts: report.hosts.map(({ host }) => host), check: false }
    },
    finish: async (report) => {
      await progress?.finish()
      if (options.format === 'junit') await writeJunit(report, context)
      else if (options.format !== 'human') writeJson(report, context, times?.profile())
      else writeHuman(report, [...plays], context, times?.profile())
      await Promise.all([context.stdout.flushed(), context.stderr.flushed()])
    },
    stop: () => progress?.stop(),
  }
}

function contextOf(options: UiOptions): Context {
  const secondNet = redactor(options.secrets, { short: false })
  const stderr = createSink(options.stderr, secondNet)
  const stdout = createSink(options.stdout, secondNet, stderr.write)
  const github = options.github && options.format === 'human' && !options.interactive ? gitHub() : undefined
  return { options, conceal: concealer(options.secrets), clean: cleaner(options.secrets), stdout, stderr, github }
}

function progressOf(start: { hosts: readonly string[]; check: boolean }, context: Context): Progress | undefined {
  const { options, stdout, stderr, clean, github } = context
  const { color, verbose, interactive } = options
  const paint = painter(color)
  const input = (sink: Sink): ProgressInput => ({ ...start, sink, clean, paint, verbose, github })
  if (options.format !== 'human') return verbose > 0 ? linesProgress(input(stderr)) : undefined
  const names = counted(start.hosts.length, 'host')
  if (start.check) stdout.write(paint('bold', `Check of ${names}: nothing is changed, this is what a run would do.\n`))
  if (start.hosts.length === 0) return undefined
  if (!interactive) return linesProgress(input(stdout))
  return start.hosts.length < manyHosts ? rowsProgress(input(stdout)) : regionProgress(input(stdout))
}

function writeJson(report: Report, { options, conceal, stdout }: Context, profile?: Profile): void {
  const { version: lbprov, detailedExitcode = false, shard, format } = options
  const own: DocumentOptions = { lbprov, detailedExitcode, shard, profile }
  stdout.writeClean(format === 'ndjson' ? ndjsonEnd(documentOf(report, own), conceal) : jsonText(report, own, conceal))
}

/** Loaded when it is asked for. */
async function writeJunit(report: Report, { options, stdout }: Context): Promise<void> {
  const { runJunit } = await import('./run-junit.ts')
  stdout.writeClean(runJunit(report, options.secrets))
}

function writeHuman(
  raw: Report,
  plays: readonly string[],
  { options, clean, stdout, github }: Context,
  profile?: Profile,
): void {
  const report = mapStrings(raw, clean, new Set(['outcome']))
  const { diff, verbose, color } = options
  const look = { paint: painter(color), width: stdout.width(), diff, verbose, check: report.check }
  const blocks = [
    ...changeBlocks(
      report,
      plays.map((play) => clean(play)),
      look,
    ),
    ...failureBlocks(report.hosts, look),
    recap(report, look),
    ...(report.rest === undefined ? [] : [`The rest:\n  ${report.rest}`]),
    ...(profile ? [profileText(profile, look.paint)] : []),
  ]
  stdout.write(`${stdout.used() ? '\n' : ''}${blocks.join('\n\n')}\n${github?.end(report.hosts) ?? ''}`)
}
