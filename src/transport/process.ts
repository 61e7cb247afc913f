import type { Readable, Writable } from 'node:stream'

/** A program that runs on a host: bytes in, bytes out, and how it ended. */
export interface Process {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Its exit code, null when a signal killed it. Stays pending when that was not seen. */
  readonly exited: Promise<number | null>
  /** Nothing more will come, for the reason given (which counts only when `exited` is pending). */
  readonly closed: Promise<string>
  /** Gives it up; `closed` follows. */
  kill(): void
}

/** A way to start programs on one host. */
export interface Wire {
  /** Who the programs run as. */
  readonly user: string
  /** Whether a program can be given a terminal. */
  readonly terminals: boolean
  /** Starts a command line of the login shell; rejects when the host is gone or refuses. */
  start(command: string, how: { readonly terminal: boolean }): Promise<Process>
  close(): Promise<void>
}
