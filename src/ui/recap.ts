import type { HostOutcome, HostReport, Report, StepOutcome, StepReport } from '../model/report.ts'
import { hostList } from './hosts.ts'
import type { Look } from './look.ts'
import { alikeHosts } from './own-words.ts'
import { padded, widthOf } from './width.ts'
import { counted, duration, firstLine, hostStyles, hostWords, isChange, shortened, stepWords } from './words.ts'

/** From this many hosts on, the hosts that went well are counted and not listed. */
export const manyHosts = 21

type Tally<K extends string> = Readonly<Partial<Record<K, number>>>

/** A row a host, aligned and no wider than the terminal, and one line that sums it all up. */
export function recap(report: Report, look: Look): string {
  const many = report.hosts.length >= manyHosts && look.verbose === 0
  const rowsOf = (hosts: readonly HostReport[]) => hosts.map((host) => hostRow(host, look.check))
  const listed = many
    ? alikeHosts(report.hosts.filter(isBad)).flatMap((same) =>
        same.length < 4 ? rowsOf(same) : [causeRow(same, look.check)],
      )
    : rowsOf(report.hosts)
  const total = many ? [totalRow(report)] : []
  const rows = table([...listed, ...total], look)
  return [...rows, ...(rows.length > 0 ? [''] : []), summary(report)].join('\n')
}

interface Row {
  readonly host: string
  readonly outcome: HostOutcome | ''
  readonly word: string
  readonly details: string
  readonly time: string
}

function isBad({ outcome }: HostReport): boolean {
  return outcome !== 'ok' && outcome !== 'changed'
}

function hostRow({ host, outcome, steps, message, seconds }: HostReport, check: boolean): Row {
  const counts = stepCounts(steps, check)
  const reason = message === undefined ? [] : [firstLine(message)]
  const details = [...(counts ? [counts] : []), ...reason].join('; ')
  return { host, outcome, word: hostWords(outcome, check), details, time: duration(seconds) }
}

/** Hosts that ended for one cause. */
function causeRow(same: readonly HostReport[], check: boolean): Row {
  const row = hostRow(same[0]!, check)
  const time = duration(Math.max(...same.map(({ seconds }) => seconds)))
  return {
    ...row,
    host: shortened(
      hostList(
        same.map(({ host }) => host),
        3,
      ),
      40,
    ),
    time,
  }
}

function totalRow({ hosts, check, seconds }: Report): Row {
  const details = stepCounts(
    hosts.flatMap(({ steps }) => steps),
    check,
  )
  return { host: 'all', outcome: '', word: counted(hosts.length, 'host'), details, time: duration(seconds) }
}

function stepCounts(steps: readonly StepReport[], check: boolean): string {
  const counts = tally(steps.map(({ outcome }) => outcome))
  const words = Object.keys(stepWords) as StepOutcome[]
  const name = (word: StepOutcome) => (check ? stepWords[word].plan : word)
  return words.flatMap((word) => (counts[word] ? [`${name(word)} ${counts[word]}`] : [])).join(', ')
}

function table(rows: readonly Row[], look: Look): string[] {
  const widest = (cell: (row: Row) => string) => rows.reduce((most, row) => Math.max(most, widthOf(cell(row))), 0)
  const [host, word, time] = [widest((row) => row.host), widest((row) => row.word), widest((row) => row.time)]
  const room = Math.max(10, look.width - host - word - time - 6)
  const details = Math.min(
    room,
    widest((row) => row.details),
  )
  return rows.map((row) => {
    const outcome = padded(row.word, word)
    const cells = [padded(row.host, host), row.outcome ? look.paint(hostStyles[row.outcome], outcome) : outcome]
    return [...cells, padded(shortened(row.details, details), details), row.time.padStart(time)].join('  ')
  })
}

/** `4 hosts: 3 changed, 1 unreachable. 23 changes in 14.2 s.` */
export function summary({ hosts, check, seconds }: Report): string {
  const counts = tally(hosts.map(({ outcome }) => outcome))
  const total = counted(hosts.length, 'host')
  if (hosts.length > 0 && counts.ok === hosts.length) return `${total}: nothing to change.`
  const words = Object.keys(hostStyles) as HostOutcome[]
  const parts = words.flatMap((word) => (counts[word] ? [`${counts[word]} ${hostWords(word, check)}`] : []))
  const changes = hosts.reduce((sum, { steps }) => sum + steps.filter(({ outcome }) => isChange(outcome)).length, 0)
  return `${total}: ${parts.join(', ') || 'none matched'}. ${changeWords(changes, check)} ${duration(seconds)}.`
}

function changeWords(changes: number, check: boolean): string {
  if (check) return `${counted(changes, 'change')} to make, none made in`
  return `${changes === 0 ? 'No changes' : counted(changes, 'change')} in`
}

function tally<K extends string>(words: readonly K[]): Tally<K> {
  const counts: Partial<Record<K, number>> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
