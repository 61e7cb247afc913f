import { setTimeout as sleep } from 'node:timers/promises'
import type { Picture } from '../../model/picture.ts'
import { cursor } from '../progress.ts'
import { redactor } from '../redact.ts'
import { createSink, type Sink } from '../sink.ts'

/** A line that is longer than the terminal is cut off there. */
const wrap = { off: '\u001b[?7l', on: '\u001b[?7h' } as const

interface Watched {
  readonly sink: Sink
  readonly secrets: readonly string[]
  readonly seconds: number
  readonly stop: AbortSignal
}

/** What is left of the time between the beginnings of two looks: half of it at least, for hosts that are slow. */
export function restOf(everyMs: number, begun: number): number {
  return Math.max(everyMs / 2, everyMs - (performance.now() - begun))
}

/** Draws the picture again and again until `stop`: on a terminal in place, elsewhere one below the other. */
export async function watch(
  look: () => Promise<Picture>,
  shown: (picture: Picture) => Promise<string>,
  { sink: { output }, secrets, seconds, stop }: Watched,
): Promise<void> {
  const sink = createSink(output, redactor(secrets, { short: false }))
  const inPlace = output.isTTY === true
  if (inPlace) sink.write(`${cursor.hide}${wrap.off}\u001b[2J`)
  while (!stop.aborted) {
    const begun = performance.now()
    const picture = await look()
    if (stop.aborted) break
    const text = await shown(picture)
    sink.write(inPlace ? frame(text, picture, output.rows ?? 24) : text)
    await sleep(restOf(seconds * 1000, begun), undefined, { signal: stop }).catch(() => {})
  }
  if (inPlace) sink.write(wrap.on + cursor.show)
}

/** From the top left corner, each line to its end, nothing below; what has no room is counted. */
function frame(text: string, { lookedAt = '' }: Picture, rows: number): string {
  const lines = text.trimEnd().split('\n')
  const room = Math.max(1, rows - 3)
  const more = lines.length > room ? [`… ${lines.length - room} more lines`] : []
  const all = [...lines.slice(0, room), ...more, `looked at ${lookedAt}; Ctrl-C ends`]
  return `\u001b[H${all.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`
}
