import type { Connection } from '../model/host.ts'
import type { EntryPhase } from '../model/phase.ts'

/** What came back of one script. `exitCode` null: killed by a signal, or lost. */
export interface Streams {
  readonly stdout: Buffer
  readonly stderr: Buffer
  readonly exitCode: number | null
  /** Why the script's end was not seen: connection lost, deadline passed. Absent when it ended. */
  readonly lost?: string | undefined
  /** The shell is there for the next script. */
  readonly kept?: boolean
}

export interface RunOptions {
  /** The script is given up (lost) when it has not ended by then. */
  readonly deadlineMs: number
  /** Each chunk of stdout as it comes, for progress. */
  readonly onStdout?: (chunk: Buffer) => void
  /** The same of stderr. */
  readonly onStderr?: (chunk: Buffer) => void
  /** The shell is left there for the next script, which then needs no new way in. */
  readonly keepShell?: boolean
  /** With keepShell: what the shell does when it ends in the end, be it that the session was closed or lost. */
  readonly atExit?: string | undefined
}

/** One way into a host, privilege included: runs `sh -s` there with the script on stdin. */
export interface Session {
  /**
   * Never rejects for what happens to a script or the wire: see `Streams.lost`. Throws ConnectError when sudo refuses or no shell comes to read
   * the script. One that is begun while another runs has a shell of its own.
   */
  run(script: string, options: RunOptions): Promise<Streams>
  close(): Promise<void>
}

/** Opens a session or throws ConnectError; always within the connection's own time limit. Tells the parts of it as they begin, where there are any. */
export type Connect = (connection: Connection, onPhase?: OnEntryPhase) => Promise<Session>

/** `why`: why it is done in another way than usual. */
export type OnEntryPhase = (phase: EntryPhase, why?: string) => void
