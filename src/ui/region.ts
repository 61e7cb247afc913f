import { type Count, countLines, newCount, noteIn, slowestLines } from './count.ts'
import { cursor, type Progress, type ProgressInput } from './progress.ts'
import { shortened } from './words.ts'

const refreshEvery = 200
const slowest = 3

/** Progress on a terminal for many hosts: a few lines of counts and the slowest hosts, redrawn in place five times a second. */
export function regionProgress(input: ProgressInput): Progress {
  const count = newCount()
  const region = regionOn(input, count)
  return { on: (event) => noteIn(count, event, input), finish: async () => region.close(), stop: region.leave }
}

function regionOn(input: ProgressInput, count: Count) {
  const { sink } = input
  let height = 0
  const erase = () => (height > 0 ? `\r\u001b[${height}A\u001b[0J` : '')
  const draw = (lines: readonly string[]) => {
    const above = count.bad.splice(0)
    sink.write(erase() + [...above, ...lines].map((line) => `${line}\n`).join(''))
    height = lines.length
  }
  sink.write(cursor.hide)
  const timer = setInterval(() => draw(regionLines(input, count)), refreshEvery).unref()
  const leave = () => {
    clearInterval(timer)
    height = 0
    sink.write(cursor.show)
  }
  const close = () => {
    draw([])
    leave()
  }
  return { close, leave }
}

function regionLines(input: ProgressInput, count: Count): string[] {
  const lines = [...countLines(count, input), ...slowestLines(count, slowest)]
  return lines.map((line, index) => input.paint(index === 0 ? 'bold' : 'dim', shortened(line, input.sink.width() - 1)))
}
