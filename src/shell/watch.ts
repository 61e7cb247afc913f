/** What is told of a framed script while it runs. */
export interface Watcher {
  /** The id of each section as it begins. */
  readonly onStep: (id: string) => void
  /** The id of each section that ended well, which is told together with what comes next. */
  readonly onDone?: ((id: string) => void) | undefined
  /** The last line that a program has printed until now. */
  readonly onLine?: ((line: string) => void) | undefined
  /** What `interrupting` takes. */
  readonly onBegin?: ((process: string) => void) | undefined
  /** What a section waits for (`put waiting TEXT` in an act). */
  readonly onWait?: ((what: string) => void) | undefined
}

/** Most characters of what is waited for, and of a line. */
const longest = 300

/** Reads it from stdout as that streams in. */
export function stepWatcher(token: string, watcher: Watcher): (chunk: Buffer) => void {
  const { onStep, onDone, onLine, onBegin, onWait } = watcher
  const pattern = new RegExp(
    `\\n${token} (?:\\d+ step (\\S+)|\\d+ done (\\S+) 0|0 begin\\n(\\d+ \\d+)|sub = waiting\\n([^\\n]{1,${longest}}))(?=\\n)`,
    'g',
  )
  let rest = ''
  let isCut = false
  return (chunk) => {
    rest += chunk.toString('latin1')
    let read = 0
    for (const match of rest.matchAll(pattern)) {
      const [whole, step, done, begin, waiting] = match
      if (step !== undefined) onStep(step)
      else if (done !== undefined) onDone?.(done)
      else if (begin !== undefined) onBegin?.(begin)
      else onWait?.(utf8(waiting!))
      read = match.index + whole.length
    }
    const line = onLine && lastLine(rest.slice(read), token, isCut && read === 0)
    if (line) onLine(line)
    const from = Math.max(read, rest.length - token.length - longest - 100)
    isCut = from > read || (isCut && read === 0)
    rest = rest.slice(from)
  }
}

/** Reads from stderr, as that streams in, the last line of each section, with the section's id. */
export function errorWatcher(token: string, onLine: (id: string, line: string) => void): (chunk: Buffer) => void {
  const pattern = new RegExp(`\\n${token} err (\\S+)(?=\\n)`, 'g')
  let id = ''
  let rest = ''
  let isCut = false
  return (chunk) => {
    rest += chunk.toString('latin1')
    id = [...rest.matchAll(pattern)].at(-1)?.[1] ?? id
    const line = lastLine(rest, token, isCut)
    if (line) onLine(id, line)
    const most = token.length + longest + 100
    isCut ||= rest.length > most
    rest = rest.slice(-most)
  }
}

/** The last whole line behind the last mark: in a part of one a secret is not found. A program that draws a bar goes back to the beginning of its line. */
function lastLine(text: string, token: string, isCut: boolean): string | undefined {
  const mark = text.lastIndexOf(`\n${token} `)
  const own = mark < 0 ? text : text.slice(mark + 1)
  const lines = own.split(/[\r\n]/).slice(mark < 0 && !isCut ? 0 : 1, -1)
  const line = lines.findLast((each) => each.trim() !== '' && !each.startsWith(token))
  return line && line.length <= longest ? utf8(line.trim()) : undefined
}

const utf8 = (text: string) => Buffer.from(text, 'latin1').toString()
