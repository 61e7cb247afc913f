import type { Result, Row } from './result.ts'

/** SVG plots by file name: wall time of a no-op run against hosts (for each round-trip time), and against round-trip time (for each number of hosts). */
export function plots({ rows }: Result): Record<string, string> {
  const noop = rows.filter(({ mode }) => mode === 'noop')
  const byRtt = Map.groupBy(noop, ({ rtt }) => rtt)
  const byHosts = Map.groupBy(noop, ({ hosts }) => hosts)
  return Object.fromEntries([
    ...[...byRtt].map(([rtt, some]) => [
      `wall-by-hosts-${rtt}ms.svg`,
      plot(some, 'hosts', `no-op run, ${rtt} ms round trip`),
    ]),
    ...[...byHosts].map(([hosts, some]) => [
      `wall-by-rtt-${hosts}.svg`,
      plot(some, 'rtt', `no-op run, ${hosts} hosts`),
    ]),
  ])
}

const size = { width: 640, height: 400, left: 60, right: 130, top: 40, bottom: 45 }
const colors = ['#d62728', '#1f77b4', '#2ca02c', '#ff7f0e', '#9467bd', '#8c564b', '#7f7f7f']

type Scale = (value: number) => number

function plot(rows: readonly Row[], along: 'hosts' | 'rtt', title: string): string {
  const across = along === 'hosts' ? logScale : linearScale
  const x = across(
    rows.map((row) => row[along]),
    size.left,
    size.width - size.right,
  )
  const y = logScale(
    rows.map(({ wall }) => wall),
    size.height - size.bottom,
    size.top,
  )
  const lines = [...Map.groupBy(rows, ({ peer }) => peer)].map(([peer, some], i) =>
    curve(peer, some, along, x, y, colors[i % colors.length]!),
  )
  const ticks = [...new Set(rows.map((row) => row[along]))].map((value) =>
    label(x(value), size.height - 25, String(value), 'middle'),
  )
  const times = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000].filter(
    (value) => y(value) <= size.height - size.bottom && y(value) >= size.top,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    label(size.left, 22, title, 'start'),
    ...times.flatMap((value) => [rule(y(value)), label(size.left - 6, y(value) + 4, `${value} s`, 'end')]),
    ...ticks,
    label(
      (size.left + size.width - size.right) / 2,
      size.height - 8,
      along === 'hosts' ? 'hosts' : 'round trip, ms',
      'middle',
    ),
    ...lines,
    '</svg>\n',
  ].join('\n')
}

function curve(peer: string, rows: readonly Row[], along: 'hosts' | 'rtt', x: Scale, y: Scale, color: string): string {
  const points = rows.toSorted((a, b) => a[along] - b[along]).map((row) => [x(row[along]), y(row.wall)] as const)
  const [endX, endY] = points.at(-1)!
  const dots = points.map(([cx, cy]) => `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3" fill="${color}"/>`)
  const path = points.map(([cx, cy]) => `${cx.toFixed(1)},${cy.toFixed(1)}`).join(' ')
  const name = `<text x="${endX + 8}" y="${endY + 4}" fill="${color}">${peer}</text>`
  return [`<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`, ...dots, name].join('\n')
}

const label = (x: number, y: number, text: string, anchor: string) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${text}</text>`

const rule = (y: number) =>
  `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#ddd"/>`

function linearScale(values: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return (value) => (high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from))
}

function logScale(values: readonly number[], from: number, to: number): Scale {
  const inner = linearScale(values.map(Math.log), from, to)
  return (value) => inner(Math.log(value))
}
