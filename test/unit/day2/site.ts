import type { Held, Note } from '../../../src/model/held.ts'
import type { Site } from '../../../src/model/play.ts'
import type { HostOutcome, Report } from '../../../src/model/report.ts'
import { changed, exampleInventory, exampleVars, siteOf } from '../lvs/support/site.ts'

export const note: Note = { since: '2026-11-28T13:00:00Z', by: 'anna@desk', why: 'kernel' }

/** That those are drained, and who leads. */
export const heldOf = (drained: readonly string[], leads: Held['leads'] = new Map()): Held => ({
  drained: new Map(drained.map((name) => [name, note])),
  leads,
})

/** The example's site while that holds, with changes to its variables. */
export function siteWhile(
  held: Held,
  ...changes: readonly (readonly [path: readonly (string | number)[], value: unknown])[]
): Site {
  const vars = changes.reduce((all, [path, value]) => changed(all, path as never, value), exampleVars())
  return siteOf({ ...exampleInventory(vars), held })
}

const nowhere = { file: 'site.yaml', line: 1, column: 1 }

/** A run over one file of one host. */
export function reportOf(host: string, outcome: HostOutcome): Report {
  const step = {
    play: 'directors',
    role: 'keepalived-master',
    tags: [],
    resource: 'file[/etc/a]',
    outcome: outcome === 'changed' ? ('updated' as const) : ('unchanged' as const),
    changes: [],
    refreshed: false,
    declared: nowhere,
    requested: nowhere,
  }
  const hosts = [{ host, outcome, notes: [], steps: [step], seconds: 1 }]
  return { playbook: 'site.yaml', check: false, startedAt: '2026-11-28T13:00:00.000Z', seconds: 1, hosts }
}
