import { html, raw } from '../src/ui/html/html.ts'

/** What was seen at a terminal, as asciinema keeps it (asciicast v2), a line an event. Times are in seconds. */
export interface Recording {
  readonly lines: readonly { readonly at: number; readonly text: string }[]
}

/** Reads a recording in which each event is whole lines. */
export function readRecording(cast: string): Recording {
  const [, ...events] = cast.trim().split('\n')
  const lines = events.flatMap((event) => {
    const [at, , text] = JSON.parse(event) as [number, string, string]
    return text
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => ({ at, text: line }))
  })
  return { lines }
}

/** A recording as it is kept: times with tenths of a second. */
export function writtenRecording({ lines }: Recording): string {
  const head = { version: 2, width, height: rows }
  const events = lines.map(({ at, text }) => [Math.round(at * 10) / 10, 'o', `${text}\r\n`])
  return [head, ...events].map((one) => `${JSON.stringify(one)}\n`).join('')
}

/** What was seen, without times. */
export const recordingText = ({ lines }: Recording): string => lines.map(({ text }) => `${text}\n`).join('')

const width = 110
const rows = 30
/** Pixels. */
const [line, char, edge] = [18, 7.8, 14]
/** Nothing happens for longer than this in the picture, and it stays so long at its end. */
const [longest, end] = [0.8, 6]

/** The recording as a picture that moves; where motion is not wanted, its end. */
export function recordingSvg(recording: Recording, title: string): string {
  const shown = withoutPauses(recording.lines)
  const total = (shown.at(-1)?.at ?? 0) + end
  const steps = stepsOf(shown)
  const percent = (at: number) => `${((at / total) * 100).toFixed(2)}%`
  const scrolls = steps.filter(({ count }) => count > rows)
  const shift = (count: number) => `transform:translateY(${-Math.max(0, count - rows) * line}px)`
  const first = shown.slice(0, rows).map(({ at }, i) => `@keyframes l${i}{0%{opacity:0}${percent(at)}{opacity:1}}`)
  const moving = `@media (prefers-reduced-motion:no-preference){.all{animation:scroll ${total.toFixed(1)}s step-end infinite}${first.map((_, i) => `.l${i}{animation:l${i} ${total.toFixed(1)}s step-end infinite}`).join('')}}`
  const style = `text{font:13px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d4d4d4;white-space:pre}.c{fill:#fff;font-weight:600}.all{${shift(shown.length)}}@keyframes scroll{0%{${shift(0)}}${scrolls.map(({ at, count }) => `${percent(at)}{${shift(count)}}`).join('')}}${first.join('')}${moving}`
  const [w, h] = [Math.ceil(width * char) + 2 * edge, rows * line + 2 * edge]
  const texts = shown.map(({ text }, i) => {
    const names = [text.startsWith('$ ') ? 'c' : '', i < rows ? `l${i}` : ''].filter(Boolean).join(' ')
    return html`<text x="0" y="${(i + 1) * line - 5}"${names === '' ? raw('') : html` class="${names}"`}>${cut(text)}</text>
`
  })
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img">
<title>${title}</title>
<style>${raw(style)}</style>
<rect width="${w}" height="${h}" rx="8" fill="#1e1e1e"/>
<svg x="${edge}" y="${edge}" width="${w - 2 * edge}" height="${h - 2 * edge}"><g class="all">
${texts}</g></svg>
</svg>
`.html
}

const cut = (text: string) => ([...text].length > width ? `${[...text].slice(0, width - 1).join('')}…` : text)

function withoutPauses(lines: Recording['lines']): Recording['lines'] {
  let [before, now] = [0, 0]
  return lines.map(({ at, text }) => {
    now += Math.min(Math.max(at - before, 0), longest)
    before = at
    return { at: now, text }
  })
}

/** How many lines there are from when on. */
function stepsOf(lines: Recording['lines']): readonly { readonly at: number; readonly count: number }[] {
  const last = new Map(lines.map(({ at }, i) => [at, i + 1]))
  return [...last].map(([at, count]) => ({ at, count }))
}
