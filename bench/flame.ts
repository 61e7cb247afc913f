/** A program: draws a CPU profile of `node --cpu-prof` as a flame graph. Words: PROFILE SVG. */
import { readFileSync, writeFileSync } from 'node:fs'

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  readonly children?: readonly number[]
}

interface Profile {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** A function where it was called from: microseconds in it and all below. */
interface Frame {
  readonly name: string
  readonly time: number
  readonly inside: readonly Frame[]
}

const width = 1200
const rowHeight = 16
const narrowest = 2

function framesOf({ nodes, samples, timeDeltas }: Profile): Frame {
  const own = new Map<number, number>()
  samples.forEach((id, i) => void own.set(id, (own.get(id) ?? 0) + timeDeltas[i]!))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const frame = (ids: readonly number[]): Frame => {
    const same = ids.map((id) => byId.get(id)!)
    const inside = Map.groupBy(
      same.flatMap(({ children = [] }) => children),
      (id) => nameOf(byId.get(id)!),
    )
    const below = [...inside.values()].map(frame).toSorted((a, b) => b.time - a.time)
    const time = [...ids.map((id) => own.get(id) ?? 0), ...below.map((one) => one.time)].reduce((a, b) => a + b, 0)
    return { name: nameOf(same[0]!), time, inside: below }
  }
  return frame([nodes[0]!.id])
}

function nameOf({ callFrame: { functionName, url } }: ProfileNode): string {
  const place = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/(?:dist\/|(?=(?:src|roles)\/))/, '')
  return `${functionName || '(top level)'} ${place}`.trim()
}

/** By whose code it is: lbprov's, a package's, Node's. */
function colorOf(name: string): string {
  if (/ (src|roles)\//.test(name)) return '#e8833a'
  return / (node:|$)|^\(/.test(name) || !name.includes(' ') ? '#b8c4ce' : '#e8c33a'
}

function* boxes(frame: Frame, x: number, depth: number, scale: number): Generator<string> {
  const wide = frame.time * scale
  if (wide < narrowest) return
  yield box(frame, x, depth * rowHeight, wide)
  let at = x
  for (const inner of frame.inside) {
    yield* boxes(inner, at, depth + 1, scale)
    at += inner.time * scale
  }
}

function box({ name, time }: Frame, x: number, y: number, wide: number): string {
  const room = Math.floor((wide - 6) / 6.2)
  const label = room < 4 ? '' : name.slice(0, room)
  const text = label && `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escaped(label)}</text>`
  const shape = `<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.5, wide - 0.5).toFixed(1)}" height="${rowHeight - 1}" fill="${colorOf(name)}"/>`
  return `<g><title>${escaped(name)}: ${(time / 1000).toFixed(0)} ms</title>${shape}${text}</g>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function depthOf(frame: Frame, scale: number): number {
  const wide = frame.inside.filter(({ time }) => time * scale >= narrowest)
  return 1 + Math.max(0, ...wide.map((inner) => depthOf(inner, scale)))
}

function flameGraph(root: Frame): string {
  const scale = width / root.time
  const height = depthOf(root, scale) * rowHeight
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="10">
${[...boxes(root, 0, 0, scale)].join('\n')}
</svg>
`
}

const [profile = '', svg = ''] = process.argv.slice(2)
writeFileSync(svg, flameGraph(framesOf(JSON.parse(readFileSync(profile, 'utf8')) as Profile)))
