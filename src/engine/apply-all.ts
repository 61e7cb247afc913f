import { isIdle } from '../model/plan.ts'
import type { StepReport } from '../model/report.ts'
import type { Stage } from '../model/stage.ts'
import type { Script } from '../shell/script.ts'
import { confirmed } from './confirm.ts'
import { converge } from './converge.ts'
import { type HostRecord, partOf, recordAfterword, recordPlanned, recordTurn } from './host-record.ts'
import { pace } from './pace.ts'
import { announce, onEach, type Run } from './running.ts'
import type { Turn } from './staged.ts'
import { brokenOff, given } from './stop.ts'

/** Shows what a run would do, stage after stage and play after play. */
export async function previewAll(run: Run): Promise<void> {
  for (const turn of run.stages.flatMap((_, stage) => turnsOf(run, stage)))
    await onEach(run, membersOf(run, turn), async (_, record) => preview(run, record, turn))
}

/** Does what is planned: stage after stage, in each play after play. A stage is begun where its hosts are all well. */
export async function applyAll(run: Run): Promise<void> {
  let stopped: string | null = null
  for (const [index, stage] of run.stages.entries()) {
    const { length } = run.stages
    if (length > 1 && stopped === null) run.emit({ type: 'stage', number: index + 1, of: length, title: stage.title })
    bar(run, stage, index)
    if (stage.together && stopped === null) await together(run, index)
    else stopped = await inTurn(run, index, stopped)
    if (index < length - 1 && stopped === null && !brokenOff(run.stop)) await look(run, index)
  }
}

/** The pieces of a stage, in order. */
export function turnsOf({ site }: Run, stage: number): readonly Turn[] {
  return site.plays.map((play) => ({ stage, play }))
}

/** The first stage has all hosts of the plays, so that each is told of. */
function isIn({ host, plans }: HostRecord, { stage, play }: Turn): boolean {
  return stage === 0 ? play.assignments.has(host) : plans?.get(stage)?.has(play) === true
}

/** Who has a part in it. */
export function membersOf({ records }: Run, turn: Turn): HostRecord[] {
  return records.filter((record) => isIn(record, turn))
}

function preview(run: Run, record: HostRecord, turn: Turn): void {
  if (!record.survey) return
  const { steps, scripts } = partOf(record, turn)
  if (!isIdle(steps) && scripts)
    run.onScript?.(record.host.name, `apply, ${turn.play.name}`, scripts.apply('TOKEN').display)
  report(run, record, turn, recordPlanned(record, turn, 'done'))
}

/** Puts the hosts of a stage out of the run where one that it needs has ended. */
function bar({ records }: Run, stage: Stage, index: number): void {
  const own = records.filter(({ host }) => stage.hosts.includes(host.name))
  const lost = records.filter(({ host, ended }) => ended !== undefined && stage.needs.includes(host.name))
  if (lost.length === 0) return
  const message = `stage ${index + 1}, ${stage.title}, was not begun because ${endsOf(lost)}`
  for (const record of own) record.ended ??= { outcome: 'skipped', message }
}

/** What looks at several hosts says whether the next stage may begin. */
async function look(run: Run, stage: number): Promise<void> {
  const looked = run.onStageEnd?.(stage, run.onBug)
  looked?.catch(() => {})
  const words = (await Promise.race([looked, given(run.stop?.soon)])) ?? []
  for (const record of run.records)
    for (const word of words) if (word.hosts.includes(record.host.name)) recordAfterword(record, word)
}

/** All hosts at once, each over a connection that is open before the first of them begins. */
async function together(run: Run, stage: number): Promise<void> {
  const turns = turnsOf(run, stage)
  const members = run.records.filter((record) => turns.some((turn) => isIn(record, turn)))
  const due = members.filter((record) => !record.ended && turns.some((turn) => !isIdle(partOf(record, turn).steps)))
  const ready = await Promise.allSettled(due.map(({ link }) => link.open()))
  const mute = due.filter((_, i) => ready[i]!.status === 'rejected')
  if (mute.length > 0) {
    const message = `nothing was changed in this stage: no connection to ${mute.map(({ host }) => host.name).join(', ')}`
    for (const record of due) record.ended ??= { outcome: mute.includes(record) ? 'unreachable' : 'skipped', message }
  }
  await onEach(run, members, async (_, record) => {
    for (const turn of turns) if (isIn(record, turn)) await applyOne(run, record, turn)
  })
}

/** Returns why the run has stopped, if it has. */
async function inTurn(run: Run, stage: number, why: string | null): Promise<string | null> {
  let stopped = why
  for (const turn of turnsOf(run, stage)) {
    const members = membersOf(run, turn)
    if (stopped === null && members.length > 0) begin(run, turn, members)
    const batches = batchesOf(members, turn.play.serial)
    for (const [index, batch] of batches.entries()) {
      if (stopped === null) hold(run, batches.slice(index + 1).flat(), batchWords(turn, index, batches.length))
      if (stopped !== null) skip(run, turn, batch, stopped)
      else await onEach(run, batch, (_, record) => applyOne(run, record, turn))
      stopped ??= turn.play.serial === null ? null : whyStopped(turn, batch)
    }
  }
  return stopped
}

function batchesOf(records: readonly HostRecord[], size: number | null): HostRecord[][] {
  const step = size ?? (records.length || 1)
  return Array.from({ length: Math.ceil(records.length / step) }, (_, i) => records.slice(i * step, (i + 1) * step))
}

/** A play that goes in batches stops the run with the first batch in which a host failed or was unreachable. */
function whyStopped({ play }: Turn, batch: readonly HostRecord[]): string | null {
  const lost = batch.filter(({ ended }) => ended !== undefined)
  return lost.length === 0 ? null : `not started: play "${play.name}" stopped because ${endsOf(lost)}`
}

function endsOf(lost: readonly HostRecord[]): string {
  return lost.map(({ host, ended }) => `${host.name} ${verb[ended!.outcome]}`).join(', ')
}

const verb: Readonly<Record<string, string>> = {
  failed: 'failed',
  unreachable: 'was unreachable',
  skipped: 'was skipped',
}

function skip(run: Run, turn: Turn, batch: readonly HostRecord[], why: string): void {
  for (const record of batch) {
    // A host that could not be probed was reported then.
    if (!record.survey) continue
    if (!isIdle(partOf(record, turn).steps)) record.ended ??= { outcome: 'skipped', message: why }
    report(run, record, turn, recordPlanned(record, turn, 'skipped'))
  }
}

function begin(run: Run, turn: Turn, members: readonly HostRecord[]): void {
  const { name } = turn.play
  run.emit({ type: 'play', name, hosts: members.map(({ host }) => host.name) })
  const others = run.records.filter((record) => !members.includes(record) && !record.report)
  hold(run, others, `for play ${name}`)
}

const batchWords = ({ play }: Turn, index: number, of: number) => `for batch ${index + 1} of ${of} of play ${play.name}`

/** Tells what hosts wait for that are still to come. */
function hold(run: Run, records: readonly HostRecord[], what: string): void {
  const hosts = records.filter(({ ended }) => ended === undefined).map(({ host }) => host.name)
  if (hosts.length > 0) run.emit({ type: 'waiting', hosts, what })
}

/** A host that is in no play keeps what it has while it is not sure that nobody sends to it any more. */
function keep({ records }: Run, record: HostRecord): void {
  const lost = records.filter(({ ended }) => ended !== undefined)
  if (!record.left || lost.length === 0) return
  record.ended ??= { outcome: 'skipped', message: `nothing was taken away because ${endsOf(lost)}` }
}

async function applyOne(run: Run, record: HostRecord, turn: Turn): Promise<void> {
  if (!record.survey) return
  keep(run, record)
  const { declarations, steps, scripts } = partOf(record, turn)
  const idle = isIdle(steps) && !record.touched
  const stopped = brokenOff(run.stop)
  if (stopped !== undefined && !isIdle(steps)) record.ended ??= { outcome: 'skipped', message: `not begun: ${stopped}` }
  if (record.ended || idle || !scripts) return report(run, record, turn, recordPlanned(record, turn, 'skipped'))
  const host = record.host.name
  run.emit({ type: 'phase', host, phase: 'applying' })
  const { rest, ...told } = pace(host, turn.play.name, run.emit)
  const went = await converge(
    record.link,
    { declarations, steps, scripts },
    {
      ...told,
      onWait: (what) => run.emit({ type: 'wait', host, what }),
      onVerifying: () => run.emit({ type: 'phase', host, phase: 'verifying' }),
      stop: run.stop,
      onProbingAgain: () => run.emit({ type: 'phase', host, phase: 'probing again' }),
      ...(run.onScript && {
        onScript: ({ display }: Script) => run.onScript!(host, `apply, ${turn.play.name}`, display),
      }),
    },
  )
  rest()
  if (went.bug !== undefined) run.onBug(host, went.bug)
  const kept = await confirmed(run.connect, record.link, record.host.connection, went)
  report(run, record, turn, recordTurn(record, turn, declarations, kept))
}

/** Tells the steps of one turn, and of the host as a whole when that was its last. */
function report(run: Run, record: HostRecord, turn: Turn, steps: readonly StepReport[]): void {
  for (const step of steps) run.emit({ type: 'result', host: record.host.name, step })
  const all = run.stages.flatMap((_, stage) => turnsOf(run, stage))
  const last = all.findLast((one) => isIn(record, one))
  if (last?.stage !== turn.stage || last.play !== turn.play) return
  announce(run, record)
  // The scripts of a host that is done take room for nothing.
  delete record.survey
  delete record.plans
}
