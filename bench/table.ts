import type { Result, RoundTrips, Row } from './result.ts'

/** What the ratios are to, where they ran. */
const yardsticks = ['packages', 'raw-ssh', 'ssh2-limit']

interface Column {
  readonly head: string
  readonly value: (row: Row) => number | undefined
  readonly digits: number
}

const columns: readonly Column[] = [
  { head: 'wall s', value: ({ wall }) => wall, digits: 2 },
  { head: 'CPU s', value: ({ cpu }) => cpu, digits: 2 },
  { head: 'memory MB', value: ({ memory }) => memory / 1e6, digits: 0 },
  { head: 'connections', value: ({ connectionsPerHost }) => connectionsPerHost, digits: 1 },
  { head: 'sessions', value: ({ sessionsPerHost }) => sessionsPerHost, digits: 1 },
  { head: 'KB', value: ({ bytesPerHost }) => bytesPerHost / 1000, digits: 0 },
]

/** The result as Markdown: a table for each mode, number of hosts, round-trip time and number of forks. */
export function tables(result: Result): string {
  const groups = Map.groupBy(result.rows, groupOf)
  const list = (lines: Readonly<Record<string, string>>) =>
    Object.entries(lines).map(([peer, text]) => `- ${peer}: ${text}`)
  const missing = list(result.missing)
  return [
    `${result.machine}. Connections, sessions, round trips and KB are those of one host; in brackets the ratio to ${yardsticks.join(', ')}, in this order, as far as they ran beside it.`,
    '',
    ...list(result.versions),
    ...(missing.length > 0 ? ['', 'Not run here:', '', ...missing] : []),
    ...[...groups].flatMap(([title, rows]) => ['', `### ${title}`, '', whenOf(rows), '', ...table(rows, result)]),
    '',
  ].join('\n')
}

const groupOf = ({ mode, hosts, rtt, forks }: Row) => `${mode}, ${hosts} hosts, ${rtt} ms, ${forks} forks`

function whenOf(rows: readonly Row[]): string {
  const each = rows.map(({ date, commit, runs }) => `${date.slice(0, 10)}, ${commit}, median of ${runs} runs`)
  return [...new Set(each)].join('; ')
}

function table(rows: readonly Row[], { roundTrips }: Result): string[] {
  const all = rows[0]!.mode === 'noop' ? [...columns, tripColumn(roundTrips)] : columns
  const others = yardsticks.flatMap((name) => rows.find(({ peer }) => peer === name) ?? [])
  const lines = [
    ['', ...all.map(({ head }) => head)],
    ['---', ...all.map(() => '---:')],
    ...rows.map((row) => [row.peer, ...all.map((column) => cell(row, others, column))]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`)
}

const tripColumn = (roundTrips: RoundTrips): Column => ({
  head: 'round trips',
  value: ({ peer }) => roundTrips[peer],
  digits: 1,
})

function cell(row: Row, others: readonly Row[], { value, digits }: Column): string {
  const own = value(row)
  if (own === undefined) return ''
  const ratios = others.map((other) => ratio(own, value(other)))
  return ratios.length > 0 ? `${own.toFixed(digits)} (${ratios.join(', ')})` : own.toFixed(digits)
}

const ratio = (own: number, other: number | undefined) => (other ? (own / other).toFixed(2) : '–')
