import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { Change } from '../../../src/model/change.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import type { HostReport, Report, StepReport } from '../../../src/model/report.ts'
import { createUi, type UiOptions } from '../../../src/ui/ui.ts'

/** A stream that keeps what it is told; with `columns` it says it is a terminal. */
export function memory(columns?: number) {
  const chunks: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  const text = () => chunks.join('')
  return Object.assign(stream, {
    columns,
    isTTY: columns !== undefined,
    chunks,
    text,
    plain: () => stripVTControlCharacters(text()),
  })
}

/** A UI on streams in memory: no colours, no terminal, version 0.1.0 unless told. */
export function uiInMemory(options: Partial<UiOptions> & { columns?: number } = {}) {
  const [stdout, stderr] = [memory(options.columns), memory()]
  const ui = createUi({
    format: 'human',
    diff: false,
    verbose: 0,
    stdout,
    stderr,
    color: false,
    interactive: false,
    secrets: [],
    version: '0.1.0',
    ...options,
  })
  return { ui, stdout, stderr }
}

/** Plays `report` to a UI as the engine would, to the end. */
export async function played(report: Report, options: Parameters<typeof uiInMemory>[0] = {}) {
  const { ui, stdout, stderr } = uiInMemory(options)
  for (const event of eventsOf(report)) ui.listener(event)
  await ui.finish(report)
  return { stdout: stdout.text(), stderr: stderr.text(), chunks: stdout.chunks }
}

/** The events of a run that ended in `report`, host after host. */
export function* eventsOf(report: Report): Generator<RunEvent> {
  const hosts = report.hosts.map(({ host }) => host)
  yield { type: 'start', hosts, check: report.check }
  const plays = new Set(report.hosts.flatMap(({ steps }) => steps.map(({ play }) => play)))
  for (const name of plays) yield { type: 'play', name, hosts }
  for (const host of report.hosts) yield* hostEvents(host, report.check)
  yield { type: 'end', report }
}

function* hostEvents(report: HostReport, check: boolean): Generator<RunEvent> {
  const { host } = report
  yield { type: 'phase', host, phase: 'connecting' }
  if (report.outcome !== 'unreachable') yield { type: 'phase', host, phase: 'probing' }
  if (!check && report.outcome !== 'unreachable') yield { type: 'phase', host, phase: 'applying' }
  for (const step of report.steps) {
    if (!check && !['unchanged', 'skipped'].includes(step.outcome)) {
      yield begins(host, step.resource, step.play)
      if (step.outcome !== 'failed') yield { type: 'applied', host, resource: step.resource, seconds: 0.5 }
    }
    yield { type: 'result', host, step }
  }
  yield { type: 'host', report }
}

/** The first of eight steps begins. */
export function begins(host: string, resource: string, play = 'directors'): RunEvent {
  return { type: 'step', host, resource, play, number: 1, of: 8 }
}

export function change(attribute: string, from: string | null, to: string | null): Change {
  return { attribute, from, to }
}

export function step(resource: string, part: Partial<StepReport> = {}): StepReport {
  return {
    play: 'directors',
    role: 'keepalived-master',
    resource,
    tags: ['keepalived'],
    outcome: 'unchanged',
    changes: [],
    refreshed: false,
    declared: { file: 'roles/keepalived-master/role.ts', line: 14, column: 7 },
    requested: { file: 'playbooks/site.yaml', line: 9, column: 7 },
    ...part,
  }
}

export function host(name: string, part: Partial<HostReport> = {}): HostReport {
  return { host: name, outcome: 'ok', notes: [], steps: [], seconds: 0.6, ...part }
}

export function report(hosts: readonly HostReport[], part: Partial<Report> = {}): Report {
  const startedAt = '2026-11-22T03:00:00.000Z'
  return { playbook: 'playbooks/site.yaml', check: false, startedAt, seconds: 14.2, hosts, ...part }
}

const before = 'global_defs {\n  router_id lb1\n}\n\nvrrp_instance web {\n  state MASTER\n  priority 100\n}\n'
const after = before.replace('priority 100', 'priority 150\n  preempt_delay 60').replace('lb1', 'lb-1')

/** What two directors have done alike, and what only one has. */
export const directorSteps: readonly StepReport[] = [
  step('pkg[keepalived]', { outcome: 'created', changes: [change('installed', null, 'true')] }),
  step('file[/etc/keepalived/keepalived.conf]', {
    outcome: 'updated',
    changes: [change('mode', '0644', '0640'), change('content', before, after)],
  }),
  step('sysctl[net.ipv4.ip_forward]'),
  step('service[keepalived]', {
    outcome: 'updated',
    refreshed: true,
    changes: [change('running', 'false', 'true'), change('enabled', 'false', 'true')],
  }),
]

export const failedStep: StepReport = step('file[/etc/keepalived/keepalived.conf]', {
  role: 'keepalived-backup',
  outcome: 'failed',
  changes: [change('mode', '0644', '0640')],
  failure: {
    message: 'keepalived refused the new file; the old one is still in place',
    exitCode: 4,
    output: "(Line 12) Unknown keyword 'virtual_ipadress'\nConfiguration file has errors\n",
    hint: 'Correct keepalived.params.virtual_servers in group_vars/directors.yml.',
  },
})

/** Two directors alike, one that fails, one that cannot be reached, two real servers. */
export function site(check = false): Report {
  const real = (seconds: number) => {
    const sysctl = step('sysctl[net.ipv4.conf.all.arp_ignore]', {
      play: 'real servers',
      role: 'realserver-arp',
      outcome: 'updated',
      changes: [change('value', '0', '1')],
    })
    return {
      outcome: 'changed',
      seconds,
      steps: [sysctl, step('directory[/etc/lbprov]', { play: 'real servers' })],
    } as const
  }
  const extra = step('file[/etc/keepalived/notify.sh]', {
    outcome: 'deleted',
    changes: [change('content', 'a\nb\n', null)],
  })
  const skipped = step('service[keepalived]', { role: 'keepalived-backup', outcome: 'skipped' })
  return report(
    [
      host('dir1', { outcome: 'changed', steps: [...directorSteps, extra], seconds: 6.4 }),
      host('dir2', {
        outcome: 'changed',
        steps: directorSteps,
        seconds: 5.9,
        notes: ['connection lost midway, probed again'],
      }),
      host('dir3', { outcome: 'failed', steps: [directorSteps[0]!, failedStep, skipped], seconds: 3.1 }),
      host('dir4', {
        outcome: 'unreachable',
        message: 'connect ECONNREFUSED 192.168.1.224:22',
        hint: 'Is sshd running there, and is the port right?',
        seconds: 0.2,
      }),
      host('rs1', real(1.5)),
      host('rs2', real(12.25)),
    ],
    { check },
  )
}
