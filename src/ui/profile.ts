import type { Listener } from '../model/event.ts'
import type { Phase } from '../model/phase.ts'
import type { PhaseTimes, Profile } from '../model/report.ts'
import type { Paint } from './paint.ts'

/** Takes the time of each phase from the events of a run; `now` in milliseconds since the process began. */
export function profiler(now: () => number = () => performance.now()): { listener: Listener; profile: () => Profile } {
  const times = new Map<string, Partial<Record<Phase, number>>>()
  const current = new Map<string, { readonly phase: Phase; readonly since: number }>()
  let startUp = 0
  const enter = (host: string, phase: Phase | undefined) => {
    const last = current.get(host)
    const mine = times.get(host) ?? {}
    times.set(host, mine)
    if (last) mine[last.phase] = (mine[last.phase] ?? 0) + (now() - last.since) / 1000
    if (phase) current.set(host, { phase, since: now() })
    else current.delete(host)
  }
  return {
    listener: (event) => {
      if (event.type === 'start') startUp = now() / 1000
      if (event.type === 'phase') enter(event.host, event.phase)
      if (event.type === 'result' && current.get(event.host)?.phase !== 'waiting') enter(event.host, 'waiting')
      if (event.type === 'host') enter(event.report.host, undefined)
    },
    profile: () => ({ startUp, hosts: [...times].map(([host, phases]) => ({ host, phases })) }),
  }
}

const phases: readonly Phase[] = [
  'queued',
  'connecting',
  'agreeing on keys',
  'logging in',
  'facts',
  'probing',
  'listening',
  'draining',
  'waiting',
  'applying',
  'verifying',
  'probing again',
]

/** Hosts that get a line of their own: those that took the longest. */
const listed = 10

/** As a table: a row for all hosts together, one for the median, and one for each of the slowest. */
export function profileText({ startUp, hosts }: Profile, paint: Paint): string {
  const used = phases.filter((phase) => hosts.some((host) => host.phases[phase] !== undefined))
  const slowest = hosts.toSorted((a, b) => busy(b.phases) - busy(a.phases)).slice(0, listed)
  const column = (phase: Phase) => hosts.map((host) => host.phases[phase] ?? 0).toSorted((a, b) => a - b)
  const rows = [
    ['seconds', ...used],
    ['all hosts', ...used.map((phase) => shown(column(phase).reduce((sum, time) => sum + time, 0)))],
    ['median', ...used.map((phase) => shown(column(phase)[Math.floor(hosts.length / 2)] ?? 0))],
    ...slowest.map((host) => [host.host, ...used.map((phase) => shown(host.phases[phase] ?? 0))]),
  ]
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  const lines = rows.map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))))
  const [head, ...body] = lines.map((cells) => cells.join('  '))
  return [`start-up ${shown(startUp)} s`, paint('bold', head!), ...body].join('\n')
}

/** A host that waits costs nothing. */
function busy({ waiting: _, queued: __, ...working }: PhaseTimes): number {
  return Object.values(working).reduce((sum, time) => sum + time, 0)
}

const shown = (seconds: number) => seconds.toFixed(3)
