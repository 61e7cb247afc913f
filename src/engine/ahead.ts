import type { HostReport } from '../model/report.ts'
import type { Script } from '../shell/script.ts'
import { membersOf, turnsOf } from './apply-all.ts'
import { hostReport, partOf, recordPlanned } from './host-record.ts'
import type { Run } from './running.ts'

/** The hosts as a check would report them; the run itself goes on as if nobody had asked. */
export function hostsAhead(run: Run): HostReport[] {
  const copies = run.records.map((record) => record.report ?? { ...record, steps: [], notes: [...record.notes] })
  const open = copies.filter((copy) => 'link' in copy)
  for (const turn of run.stages.flatMap((_, stage) => turnsOf(run, stage)))
    for (const copy of membersOf({ ...run, records: open }, turn)) if (copy.survey) recordPlanned(copy, turn, 'done')
  return copies.map((copy) => ('link' in copy ? hostReport(copy) : copy))
}

/** What each host will be sent to bring the plan about, with TOKEN where a run has a random one. */
export function scriptsAhead(run: Run): ReadonlyMap<string, readonly Script[]> {
  const turns = run.stages.flatMap((_, stage) => turnsOf(run, stage))
  return new Map(
    run.records.map((record) => {
      const parts = turns.map((turn) => partOf(record, turn))
      const due = parts.filter(({ steps }) => steps.some(({ action }) => action !== 'none'))
      return [record.host.name, due.flatMap(({ scripts }) => scripts?.apply('TOKEN') ?? [])]
    }),
  )
}
