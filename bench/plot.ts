import type { Result, Row } from './result.ts'
import { type Scale, scaleFor } from './scale.ts'

type Along = 'hosts' | 'rtt'

/** SVG plots by file name: of each mode the wall time against hosts (for each round-trip time), and against round-trip time (for each number of hosts), where there are two or more to join. */
export function plots({ rows }: Result): Record<string, string> {
  const one = (along: Along, by: Along, file: (row: Row) => string, title: (row: Row) => string) =>
    [...Map.groupBy(rows, (row) => `${row.mode} ${row[by]}`).values()]
      .filter((some) => new Set(some.map((row) => row[along])).size > 1)
      .map((some) => [file(some[0]!), plot(some, along, title(some[0]!))])
  return Object.fromEntries([
    ...one(
      'hosts',
      'rtt',
      ({ mode, rtt }) => `${mode}-by-hosts-${rtt}ms.svg`,
      ({ mode, rtt }) => `${modeTitles[mode]}, ${rtt} ms round trip`,
    ),
    ...one(
      'rtt',
      'hosts',
      ({ mode, hosts }) => `${mode}-by-rtt-${hosts}.svg`,
      ({ mode, hosts }) => `${modeTitles[mode]}, ${hosts} hosts`,
    ),
  ])
}

const modeTitles = { noop: 'Run without changes', converge: 'Run on bare hosts', check: 'Check without changes' }
const box = { left: 64, right: 480, top: 48, bottom: 350, width: 640, height: 400 }

/** Of light and dark pages, a peer the same color on every plot. */
const colors: Readonly<Record<string, readonly [string, string]>> = {
  lbprov: ['#cf222e', '#ff7b72'],
  'raw-ssh': ['#0969da', '#58a6ff'],
  'ssh2-limit': ['#1a7f37', '#3fb950'],
  ansible: ['#9a6700', '#d29922'],
  'ansible-no-facts': ['#bc4c00', '#f0883e'],
  mitogen: ['#8250df', '#bc8cff'],
  pyinfra: ['#bf3989', '#f778ba'],
}
const others = ['#6e7781', '#8b949e'] as const
const colorOf = (peer: string) => colors[peer] ?? others

function plot(rows: readonly Row[], along: Along, title: string): string {
  const y = scaleFor(
    rows.map(({ wall }) => wall),
    box.bottom,
    box.top,
    20,
  )
  const values = rows.map((row) => row[along])
  const x = scaleFor(values, box.left, box.right, 10)
  const lines = Map.groupBy(rows, ({ peer, forks }) => `${peer} ${forks}`)
  const severalForks = new Set(rows.map(({ forks }) => forks)).size > 1
  const ends = [...lines.values()].map((some) => {
    const last = some.toSorted((a, b) => a[along] - b[along]).at(-1)!
    const { peer, forks } = last
    return { peer, text: severalForks ? `${peer}, ${forks} forks` : peer, x: x.at(last[along]), y: y.at(last.wall) }
  })
  const scales = [y.logarithmic && 'time', x.logarithmic && along].filter((word) => word !== false)
  const heading = scales.length > 0 ? `${title} (logarithmic: ${scales.join(', ')})` : title
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box.width} ${box.height}" width="${box.width}" height="${box.height}" font-family="sans-serif" font-size="12">`,
    style(ends.map(({ peer }) => peer)),
    '<rect class="page" width="100%" height="100%" rx="6"/>',
    `<text x="${box.left}" y="26" font-size="14">${heading}</text>`,
    ...y.ticks.map((value) => yTick(value, y)),
    ...[...new Set(values)].map((value) => label(x.at(value), box.bottom + 18, String(value), 'middle')),
    label((box.left + box.right) / 2, box.bottom + 38, along === 'hosts' ? 'hosts' : 'round trip, ms', 'middle'),
    ...[...lines.values()].map((some) => curve(some, along, x, y)),
    ...apart(ends).map((end) => label(end.x + 10, end.y + 4, end.text, 'start', classOf(end.peer))),
    '</svg>\n',
  ].join('\n')
}

const classOf = (peer: string) => `peer-${peer}`

/** Backgrounds of its own: readable even where page and browser disagree on light or dark. */
function style(peers: readonly string[]): string {
  const of = (dark: 0 | 1, page: string, ink: string, rule: string) =>
    [
      `.page{fill:${page}} text{fill:${ink}} line{stroke:${rule}}`,
      ...[...new Set(peers)].flatMap((peer) => {
        const color = colorOf(peer)[dark]
        return [
          `circle.${classOf(peer)},text.${classOf(peer)}{fill:${color}}`,
          `polyline.${classOf(peer)}{stroke:${color}}`,
        ]
      }),
    ].join(' ')
  return `<style>${of(0, '#ffffff', '#1f2328', '#d8dee4')} @media (prefers-color-scheme: dark){${of(1, '#0d1117', '#e6edf3', '#30363d')}}</style>`
}

interface End {
  readonly x: number
  readonly y: number
}

/** The names of lines that end above each other, each as near as it can be to the end of its line. */
export function apart<T extends End>(ends: readonly T[], least = 16): T[] {
  return [...Map.groupBy(ends, ({ x }) => x).values()].flatMap((column) => stack(column, least))
}

function stack<T extends End>(ends: readonly T[], least: number): T[] {
  const down: T[] = []
  for (const end of ends.toSorted((a, b) => a.y - b.y))
    down.push({ ...end, y: Math.max(end.y, (down.at(-1)?.y ?? Number.NEGATIVE_INFINITY) + least) })
  const room = box.bottom - (down.length - 1) * least
  return down.map((end, i) => ({ ...end, y: Math.min(end.y, room + i * least) }))
}

function curve(rows: readonly Row[], along: Along, x: Scale, y: Scale): string {
  const points = rows
    .toSorted((a, b) => a[along] - b[along])
    .map((row) => [x.at(row[along]).toFixed(1), y.at(row.wall).toFixed(1)] as const)
  const name = classOf(rows[0]!.peer)
  const dots = points.map(([cx, cy]) => `<circle class="${name}" cx="${cx}" cy="${cy}" r="3.5"/>`)
  const path = points.map((point) => point.join(',')).join(' ')
  return [`<polyline class="${name}" points="${path}" fill="none" stroke-width="2"/>`, ...dots].join('\n')
}

function label(x: number, y: number, text: string, anchor: string, name = 'axis'): string {
  return `<text class="${name}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${text}</text>`
}

function yTick(value: number, { at }: Scale): string {
  const y = at(value).toFixed(1)
  const rule = `<line x1="${box.left}" x2="${box.right}" y1="${y}" y2="${y}"/>`
  return `${rule}${label(box.left - 8, at(value) + 4, `${value} s`, 'end')}`
}
