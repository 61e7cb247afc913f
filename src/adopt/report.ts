import type { Adopted } from '../lvs/adopt/adopt.ts'
import type { DirectorDifference } from '../lvs/adopt/verify.ts'
import type { LeftOut } from '../lvs/conf/read/reading.ts'
import { maskKeepalivedConf } from '../lvs/conf/secrets.ts'
import { type Problem, showProblem } from '../model/errors.ts'
import { showPosition } from '../model/position.ts'
import type { HostReport, StepReport } from '../model/report.ts'
import { changeLines } from '../ui/changes.ts'
import type { Clean } from '../ui/clean.ts'
import { painter } from '../ui/paint.ts'
import type { RunPreview } from './preview.ts'
import type { Source } from './source.ts'

/** What the new files come to. */
export interface Judged {
  readonly objections: readonly Problem[]
  readonly differences: readonly DirectorDifference[]
  /** Of hosts that files tell of: name and lines. */
  readonly hosts: readonly Section[]
  /** Null: no host was asked. */
  readonly preview: RunPreview | null
}

type Section = readonly [title: string, lines: readonly string[]]

/** What does not come along, or as something else. */
export function lossText(adopted: Adopted, source: Source, clean: Clean): string {
  return sectionsText(
    [
      ['not carried over', [...adopted.leftOut.map(lossLines), ...strangers(adopted, source)]],
      ['carried over as something else', adopted.changed.map(lossLines)],
    ],
    clean,
  )
}

const lossLines = ({ where, text, reason }: LeftOut) =>
  `${showPosition(where)}: ${maskKeepalivedConf(text)}\n    ${reason}`

export function writtenText(written: readonly string[], clean: Clean): string {
  return sectionsText([['written', written]], clean)
}

/** What was wrong before, would change and would not. */
export function judgedText({ objections, differences, hosts, preview }: Judged, clean: Clean): string {
  return sectionsText(
    [
      ['what lint finds in it as it was', objections.map(showProblem)],
      ...differences.flatMap(differenceSections),
      ...hosts.map(([name, lines]): Section => [`on ${name} a run would change`, lines]),
      ...(preview ? previewSections(preview) : []),
      ['stays as it is', preview && 'hosts' in preview ? unchanged(differences, preview.hosts) : []],
    ],
    clean,
  )
}

/** Those that have something to say, with a blank line behind each. */
function sectionsText(sections: readonly Section[], clean: Clean): string {
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([title, lines]) =>
        `${clean(title)}:\n${lines.map((line) => `  ${clean(line).replaceAll('\n', '\n  ')}\n`).join('')}\n`,
    )
    .join('')
}

/** Hosts of the inventory that the new one does not have. */
function strangers({ realServers }: Adopted, { others, servers }: Source): readonly string[] {
  const idle = servers.filter(({ name }) => !realServers.some((server) => server.name === name))
  return [
    ...others.map((name) => `${name}: neither a director nor a real server`),
    ...idle.map(({ name, addresses }) => `${name}: no director sends anything to ${addresses[0] ?? 'it'}`),
  ]
}

function differenceSections({ name, conf, table }: DirectorDifference): readonly Section[] {
  const drift = (table ?? []).map(
    ({ entry, expected, found, cause }) =>
      `${entry}: ${found ?? 'not there'}, expected ${expected ?? 'none'} (${cause})`,
  )
  return [
    [
      `on ${name} keepalived.conf would change`,
      conf.map(({ side, statement }) => `${side === 'given' ? '-' : '+'} ${maskKeepalivedConf(statement)}`),
    ],
    [`on ${name} the IPVS table differs`, drift],
  ]
}

function previewSections(preview: RunPreview): readonly Section[] {
  if ('refusals' in preview) return [['a run would refuse', preview.refusals]]
  return preview.hosts.map(({ host, steps, message }): Section => {
    const changed = steps.filter(({ outcome }) => outcome !== 'unchanged')
    return [`on ${host} a run would change`, [...(message === undefined ? [] : [message]), ...changed.map(stepText)]]
  })
}

const look = { paint: painter(false), width: 120, diff: false, verbose: 0, check: true }

function stepText(step: StepReport): string {
  const lines = step.outcome === 'refreshed' ? ['reload'] : changeLines(step, look)
  return [step.resource, ...lines.map((line) => `  ${line}`)].join('\n')
}

/** What of the service a run would not touch: what is live on the hosts is what it means. */
function unchanged(differences: readonly DirectorDifference[], hosts: readonly HostReport[]): readonly string[] {
  const steps = hosts.flatMap((host) => host.steps)
  const isTouched = (kind: string) =>
    steps.some(
      ({ resource, changes }) => resource.startsWith(kind) && changes.some(({ attribute }) => attribute !== 'boot'),
    )
  const moves = differences.some(({ conf }) => conf.some(({ statement }) => statement.includes('virtual_ipaddress')))
  const tables = differences.filter(({ table }) => table?.length === 0)
  return [
    ...tables.map(({ name }) => `the IPVS table of ${name}`),
    ...(moves ? [] : ['the virtual addresses of the directors']),
    ...(isTouched('address[') ? [] : ['the addresses of the real servers']),
    ...(isTouched('sysctl[net.ipv4.conf.') ? [] : ['how hosts answer ARP']),
  ]
}
