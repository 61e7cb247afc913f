import type { RunEvent } from '../model/event.ts'
import { countLines, newCount, noteIn } from './count.ts'
import { hostList } from './hosts.ts'
import { lineOf } from './line.ts'
import type { Progress, ProgressInput } from './progress.ts'
import { manyHosts } from './recap.ts'
import { counted } from './words.ts'

const everyMs = 30_000

/** Progress for logs: a line as each step begins and as it ends, with many hosts as the first of them begins it, and what they wait for. */
export function linesProgress(input: ProgressInput): Progress {
  const { sink, hosts, verbose, github } = input
  const stamped = (line: string) => `${verbose > 0 ? `${clock()} ` : ''}${line}\n`
  const write = (line: string) => sink.write(stamped(line))
  const lineFor = lineOf(input)
  const many = hosts.length >= manyHosts
  const count = newCount()
  const timer = many ? setInterval(() => write(countLines(count, input).join('; ')), everyMs).unref() : undefined
  const stop = () => {
    clearInterval(timer)
    sink.write(github?.endGroup() ?? '')
  }
  /** Which play it is, and who waits for it, is not worth a line where nothing is done in it. */
  let pending: string[] = []
  const say = (line: string) => {
    for (const before of pending.splice(0)) sink.write(before)
    write(line)
  }
  sink.write(github?.begin() ?? '')
  if (many) write(counted(hosts.length, 'host'))
  return {
    on: (event) => {
      if (many) noteIn(count, event, input)
      const title = titleOf(event, input)
      const line = lineFor(event)
      if (title !== undefined) pending = [github?.group(title) ?? stamped(title)]
      else if (line && event.type === 'waiting') pending.push(stamped(line))
      else if (line) say(line)
    },
    finish: async () => stop(),
    stop,
  }
}

const clock = () => new Date().toTimeString().slice(0, 8)

/** What begins a part of the run. */
function titleOf(event: RunEvent, { check, clean }: ProgressInput): string | undefined {
  if (check) return undefined
  if (event.type === 'stage') return clean(`stage ${event.number} of ${event.of}: ${event.title}`)
  return event.type === 'play' ? clean(`play ${event.name}: ${hostList(event.hosts, 5)}`) : undefined
}
