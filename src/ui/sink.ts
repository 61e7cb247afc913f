import { asciiOf, takesUtf8 } from './ascii.ts'
import type { Scrub } from './redact.ts'

/** What the UI needs of a stream; stdout of a process is one. */
export interface Output {
  write(text: string, done?: (error?: Error | null) => void): boolean
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/** The only way out: everything written is scrubbed. A reader that has gone away (`| head`) ends the output, not the run. */
export interface Sink {
  readonly output: Output
  /** What a line may be long: the terminal's columns, 100 elsewhere. */
  width(): number
  write(text: string): void
  /** Unscrubbed, for text whose every value has been scrubbed already. */
  writeClean(text: string): void
  /** True once something has been written. */
  used(): boolean
  /** Resolves when all that was written has left the process, or never will. */
  flushed(): Promise<void>
}

type Complain = (message: string) => void

/** Streams that sinks were made on: a stream has one listener, however many sinks. */
const streams = new WeakMap<Output, { open: boolean }>()

function streamOf(output: Output, complain: Complain): { open: boolean } {
  const known = streams.get(output)
  if (known) return known
  const stream = { open: true }
  streams.set(output, stream)
  output.on('error', (error) => {
    if (stream.open && error.code !== 'EPIPE') complain(`lbprov: cannot write the output: ${error.message}\n`)
    stream.open = false
  })
  return stream
}

/** A sink on `output`; what hinders writing, other than a closed pipe, is reported once, to the `complain` of the stream's first sink. */
export function createSink(
  output: Output,
  scrub: Scrub,
  complain: Complain = () => {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Sink {
  const shown = output.isTTY && !takesUtf8(env) ? asciiOf : (text: string) => text
  const stream = streamOf(output, complain)
  let used = false
  const writeClean = (text: string) => {
    if (!stream.open || text === '') return
    used = true
    output.write(shown(text))
  }
  return {
    output,
    width: () => output.columns || 100,
    write: (text) => writeClean(scrub(text)),
    writeClean,
    used: () => used,
    flushed: () => new Promise((resolve) => (stream.open ? output.write('', () => resolve()) : resolve())),
  }
}
