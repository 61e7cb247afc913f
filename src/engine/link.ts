import { randomBytes } from 'node:crypto'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { oneLine } from '../model/one-line.ts'
import { interrupting, mostFrames, readTranscript, type Transcript } from '../shell/frames.ts'
import type { Script } from '../shell/script.ts'
import { errorWatcher, stepWatcher } from '../shell/watch.ts'
import type { Connect, OnEntryPhase, Session, Streams } from '../transport/transport.ts'
import { type Claim, type HostLock, hostLock } from './lock.ts'

const closeMs = 5000

/** The answer to one script. `lost`: how the way to the host was lost before its end; what came until then is true all the same. */
export interface Answer {
  readonly transcript: Transcript
  readonly lost: string | undefined
}

export interface AskOptions {
  readonly deadlineMs: number
  /** Told the id of each part as it begins. */
  readonly onPart?: (id: string) => void
  /** Told the id of each part that ended well. */
  readonly onPartDone?: ((id: string) => void) | undefined
  /** Told the last line that a part has printed until now. */
  readonly onLine?: ((line: string) => void) | undefined
  /** Told what a part waits for. */
  readonly onWait?: ((what: string) => void) | undefined
  /** Gets each script. */
  readonly onScript?: (script: Script) => void
  /** Once it fires, no further act of the script begins. */
  readonly stop?: AbortSignal | undefined
  /** More is asked when this is answered. */
  readonly keepShell?: boolean
}

/** The way to one host: one session at a time, opened when first asked for and again after it was lost. Once closed it stays closed. */
export class Link {
  readonly #connect: Connect
  readonly #connection: Connection
  /** The lock of the host, which is held for as long as the session is open. */
  readonly lock: HostLock | undefined
  #kept = true
  #session: Session | null = null
  #closed = false

  /** `claim`: of the run for which the host is to be locked. */
  constructor(connect: Connect, connection: Connection, claim?: Claim) {
    this.#connect = connect
    this.#connection = connection
    this.lock = claim === undefined ? undefined : hostLock(claim)
  }

  /** Opens the session unless there is one. Throws ConnectError; any other error when the link is closed. */
  async open(onPhase?: OnEntryPhase): Promise<Session> {
    if (!this.#closed) this.#session ??= await this.#connect(this.#connection, onPhase)
    // It may have been closed while the session was being opened.
    if (this.#closed) await this.hangUp()
    if (!this.#session) throw new Error('the link to the host is closed')
    return this.#session
  }

  /** Runs one framed script. Throws ConnectError when the host can't be entered or runs no `sh`; any other error when the link is closed. */
  async ask(script: (token: string) => Script, options: AskOptions): Promise<Answer> {
    const { deadlineMs, onPart, onScript, stop, keepShell = false } = options
    const token = randomBytes(8).toString('hex')
    const made = script(token)
    onScript?.(made)
    const session = await this.open()
    const over = new AbortController()
    const onBegin = (process: string) => stop && whenever(stop, () => interrupt(session, process), over.signal)
    const { onPartDone: onDone, onLine, onWait } = options
    let at = ''
    const onStep = (id: string) => {
      at = id
      onPart?.(id)
    }
    const watch = onPart && {
      onStdout: stepWatcher(token, { onStep, onDone, onLine, onBegin, onWait }),
      // The two streams come as they like: what another part wrote is not this one's.
      ...(onLine && { onStderr: errorWatcher(token, (id, line) => id === at && onLine(line)) }),
    }
    const held = this.lock && { keepShell: true, atExit: this.lock.lettingGo.text }
    const streams = await session.run(`${made.text}\n`, { deadlineMs, keepShell, ...held, ...watch })
    over.abort()
    this.#kept = streams.kept === true
    const transcript = readTranscript(token, streams)
    if (transcript.flooded) throw flood()
    if (!transcript.ended && streams.lost !== undefined) {
      await this.hangUp()
      return { transcript, lost: streams.lost }
    }
    if (!transcript.begun) throw noShell(streams)
    return { transcript, lost: undefined }
  }

  /** Ends the session; what is asked next opens another. Never rejects. */
  async hangUp(): Promise<void> {
    const session = this.#session
    this.#session = null
    // Where shells can't be kept (requiretty) the lock outlives each of them.
    if (session && this.lock && !this.#kept)
      await session.run(`${this.lock.lettingGo.text}\n`, { deadlineMs: closeMs }).catch(() => {})
    await session?.close().catch(() => {})
  }

  /** Ends the session for good: nothing can be asked any more. Never rejects. */
  async close(): Promise<void> {
    this.#closed = true
    await this.hangUp()
  }
}

function whenever(signal: AbortSignal, act: () => void, over: AbortSignal): void {
  if (signal.aborted) act()
  else signal.addEventListener('abort', act, { once: true, signal: over })
}

/** Where the host lets no second shell in, the script goes on to its end. */
function interrupt(session: Session, process: string): void {
  session.run(`${interrupting(process).text}\n`, { deadlineMs: closeMs }).catch(() => {})
}

function flood(): ConnectError {
  const message = `the host answered with more than ${mostFrames} marks, which no script of lbprov has`
  return new ConnectError('shell', message, 'what answers there is not the shell that was asked')
}

function noShell({ exitCode, stdout, stderr }: Streams): ConnectError {
  const said = oneLine(`${stdout.subarray(-2000)}${stderr.subarray(-2000)}`)
  return new ConnectError(
    'shell',
    `the host ran no script: sh ended with ${exitCode}${said === '' ? '' : ` after saying: ${said}`}`,
    "the user's login shell must be able to run `sh -s` (not nologin, a menu, or a forced command)",
  )
}
