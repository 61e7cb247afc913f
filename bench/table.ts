import type { Result, Row } from './result.ts'

/** What the ratios are to. */
const yardsticks = ['raw-ssh', 'ssh2-limit']

/** The result as Markdown: a table for each mode, number of hosts and round-trip time. */
export function tables(result: Result): string {
  const groups = Map.groupBy(result.rows, ({ mode, hosts, rtt }) => `${mode}, ${hosts} hosts, ${rtt} ms`)
  const missing = Object.entries(result.missing).map(([peer, why]) => `${peer}: ${why}`)
  const versions = Object.entries(result.versions).map(([peer, version]) => `${peer}: ${version}`)
  return [
    `${result.date.slice(0, 10)}, ${result.commit}, ${result.machine}; ${result.forks} forks, median of ${result.runs} interleaved runs.`,
    ...versions.map((line) => `- ${line}`),
    ...(missing.length > 0 ? ['', 'Not run here:', ...missing.map((line) => `- ${line}`)] : []),
    ...[...groups].flatMap(([title, rows]) => ['', `### ${title}`, '', ...table(rows)]),
    ...tripTable(result),
    '',
  ].join('\n')
}

const heads = [
  '',
  'wall s',
  ...yardsticks.map((name) => `x ${name}`),
  'CPU s',
  ...yardsticks.map((name) => `x ${name}`),
]
const moreHeads = ['memory MB', 'KB a host', 'connections', 'sessions']

function table(rows: readonly Row[]): string[] {
  const all = [...heads, ...moreHeads]
  const lines = rows.map((row) => [
    row.peer,
    row.wall.toFixed(2),
    ...yardsticks.map((name) => ratio(row, rows, name, 'wall')),
    row.cpu.toFixed(2),
    ...yardsticks.map((name) => ratio(row, rows, name, 'cpu')),
    (row.memory / 1e6).toFixed(0),
    (row.bytesPerHost / 1000).toFixed(0),
    row.connectionsPerHost.toFixed(1),
    row.sessionsPerHost.toFixed(1),
  ])
  return [all, all.map((_, i) => (i === 0 ? '---' : '---:')), ...lines].map((cells) => `| ${cells.join(' | ')} |`)
}

function ratio(row: Row, rows: readonly Row[], name: string, what: 'wall' | 'cpu'): string {
  const other = rows.find(({ peer }) => peer === name)
  return other ? (row[what] / other[what]).toFixed(2) : ''
}

function tripTable({ roundTrips }: Result): string[] {
  const lines = Object.entries(roundTrips).map(([peer, count]) => `| ${peer} | ${count.toFixed(1)} |`)
  return ['', '### Round trips of a no-op run, SYN to its end', '', '| | |', '| --- | ---: |', ...lines]
}
