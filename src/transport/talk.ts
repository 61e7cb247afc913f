import type { Secret } from '../shell/script.ts'
import type { EndMark } from './end-mark.ts'
import type { Entry, Refused } from './privilege.ts'
import type { Process } from './process.ts'
import type { RunOptions, Streams } from './transport.ts'

/** A script on its way into a process. */
export interface Talk extends Pick<RunOptions, 'onStdout' | 'onStderr'> {
  readonly entry: Entry
  readonly script: string
  /** The shell has been entered by an earlier talk. */
  readonly entered: boolean
  /** The shell is to live on: the script ends with these marks and not with the shell. */
  readonly end: EndMark | undefined
  readonly password: Secret | undefined
  /** How long sudo may take to ask or to start the shell, when the script has to wait for that. */
  readonly entryMs: number
  /** The run is lost when it fires, for the reason it carries. */
  readonly giveUp: AbortSignal
}

/** The end of a talk: what the script wrote, or that no shell came to read it. */
export type Outcome = { readonly streams: Streams; readonly kept: boolean } | { readonly refused: Refused }

const mib = 1024 * 1024

/** What a run may print before it is given up. */
export const outputLimit = 16 * mib

/** What all that go on may have printed together; beyond it, one that has more than its share is given up, too. */
const limitOfAll = 128 * mib
const share = mib
let printedByAll = 0

// A program left running by the script keeps the output open: after the exit, this much silence ends the run.
const lingerMs = 2000

const tailBytes = 8192

/** Whatever breaks on a stream shows as the end of the process. A shell that is kept has this once, not once a talk. */
const heedless = () => {}

/** Gives the script to the process and listens to the end; what is printed before the shell is there is dropped. Rejects only when a listener throws, and not before the end: the host is not left half way for it. */
export function talk(process: Process, about: Talk): Promise<Outcome> {
  return new Conversation(process, about).outcome
}

class Conversation {
  readonly outcome: Promise<Outcome>
  readonly #process: Process
  readonly #about: Talk
  readonly #settle: (outcome: Outcome) => void
  readonly #out: Buffer[] = []
  #err: Buffer[] = []
  #bytes = 0
  #entered: boolean
  #over = false
  /** What a listener threw. */
  #thrown: { readonly error: unknown } | undefined
  #answered = false
  #exitCode: number | null | undefined
  /** The last of what came on each stream before the shell was there. */
  readonly #before: { out: Buffer; err: Buffer } = { out: Buffer.alloc(0), err: Buffer.alloc(0) }
  readonly #timers: { entry?: NodeJS.Timeout; linger?: NodeJS.Timeout } = {}

  constructor(process: Process, about: Talk) {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    this.outcome = promise.finally(() => this.#stop())
    this.#settle = (outcome) => (this.#thrown ? reject(this.#thrown.error) : resolve(outcome))
    this.#process = process
    this.#about = about
    this.#entered = about.entered
    this.#listen()
    this.#begin()
  }

  #listen(): void {
    const { stdin, stdout, stderr, exited, closed } = this.#process
    for (const stream of [stdin, stdout, stderr])
      if (!stream.listeners('error').includes(heedless)) stream.on('error', heedless)
    stdout.on('data', this.#hearOut)
    stderr.on('data', this.#hearErr)
    exited.then((code) => this.#exit(code))
    closed.then((reason) => (this.#exitCode === undefined ? this.#lose(reason) : this.#end()))
  }

  #begin(): void {
    const { entry, entryMs, giveUp } = this.#about
    const script = this.#script()
    giveUp.addEventListener('abort', () => this.#lose(String(giveUp.reason)))
    if (this.#about.entered) this.#say(script)
    else if (entry.waits) this.#timers.entry = setTimeout(() => this.#refuse('time'), entryMs)
    else this.#say(`${entry.announce}\n${script}`)
  }

  #say(script: string): void {
    const { stdin } = this.#process
    if (this.#about.entry.terminal || this.#about.end) stdin.write(script)
    else stdin.end(script)
  }

  readonly #hearOut = (chunk: Buffer) => this.#hear('out', chunk)
  readonly #hearErr = (chunk: Buffer) => this.#hear('err', chunk)

  #script(): string {
    const { script, end } = this.#about
    return end ? end.script : script
  }

  #hear(stream: 'out' | 'err', chunk: Buffer): void {
    this.#bytes += chunk.length
    printedByAll += chunk.length
    this.#timers.linger?.refresh()
    if (this.#entered) this.#keep(stream, chunk)
    else this.#wait(stream, chunk)
    if (this.#bytes > outputLimit) this.#lose(`too much output: more than ${outputLimit / mib} MiB`)
    else if (printedByAll > limitOfAll && this.#bytes > share)
      this.#lose(`too much output of all hosts together: more than ${limitOfAll / mib} MiB`)
  }

  #keep(stream: 'out' | 'err', chunk: Buffer): void {
    if (stream === 'err') this.#err.push(chunk)
    else this.#out.push(chunk)
    if (!this.#thrown) this.#tell(stream, chunk)
    const { end } = this.#about
    if (end?.seen(stream, chunk))
      this.#settle({ streams: end.cut(Buffer.concat(this.#out), Buffer.concat(this.#err)), kept: this.#leave() })
  }

  #tell(stream: 'out' | 'err', chunk: Buffer): void {
    const { onStdout, onStderr } = this.#about
    try {
      if (stream === 'out') onStdout?.(chunk)
      else onStderr?.(chunk)
    } catch (error) {
      this.#thrown = { error }
    }
  }

  /** Leaves the shell to the next talk. */
  #leave(): true {
    this.#over = true
    return true
  }

  #wait(stream: 'out' | 'err', chunk: Buffer): void {
    const { ready, prompt, waits } = this.#about.entry
    const text = Buffer.concat([this.#before[stream], chunk])
    this.#before[stream] = text.subarray(-tailBytes)
    if (stream === 'err') this.#err.push(chunk)
    const asked = waits ? text.indexOf(prompt) : -1
    if (asked >= 0) this.#answer(stream, text.subarray(asked + prompt.length))
    const end = stream === 'out' ? afterLine(text, ready) : -1
    if (end >= 0) this.#enter(text.subarray(end))
  }

  #answer(stream: 'out' | 'err', rest: Buffer): void {
    const { password } = this.#about
    this.#before[stream] = rest
    if (this.#answered || !password) this.#refuse('password')
    else this.#process.stdin.write(`${password.value}\n`)
    this.#answered = true
  }

  #enter(rest: Buffer): void {
    this.#entered = true
    clearTimeout(this.#timers.entry)
    if (this.#about.entry.waits) {
      // Until now it was sudo that spoke.
      this.#err = []
      this.#say(this.#script())
    }
    if (rest.length > 0) this.#keep('out', rest)
  }

  #exit(code: number | null): void {
    this.#exitCode = code
    if (!this.#over) this.#timers.linger = setTimeout(() => this.#end(), lingerMs)
  }

  #end(): void {
    if (this.#entered) this.#settle({ streams: this.#streams({}), kept: false })
    else this.#refuse('exit')
  }

  #lose(lost: string): void {
    this.#settle({ streams: this.#streams({ lost }), kept: false })
  }

  #refuse(by: Refused['by']): void {
    const said = `${this.#before.out}\n${this.#before.err}`
    this.#settle({ refused: { by, exitCode: this.#exitCode ?? null, said } })
  }

  #streams(end: { readonly lost?: string }): Streams {
    const exitCode = end.lost === undefined ? (this.#exitCode ?? null) : null
    return { stdout: Buffer.concat(this.#out), stderr: Buffer.concat(this.#err), exitCode, ...end }
  }

  #stop(): void {
    this.#process.stdout.off('data', this.#hearOut)
    this.#process.stderr.off('data', this.#hearErr)
    printedByAll -= this.#bytes
    for (const timer of Object.values(this.#timers)) clearTimeout(timer)
    if (!this.#over) this.#process.kill()
  }
}

// A terminal writes \r\n.
function afterLine(text: Buffer, line: string): number {
  const start = text.indexOf(line)
  const end = start < 0 ? -1 : text.indexOf('\n', start)
  return end < 0 ? -1 : end + 1
}
