import type { Hosts } from './hosts.ts'
import type { Mode } from './options.ts'

/** What a peer is to run against. */
export interface Task {
  readonly hosts: Hosts
  /** In the order of `hosts.names`. */
  readonly addresses: readonly string[]
  readonly forks: number
  readonly mode: Mode
  /** A folder of the peer's own for what it needs: inventory, settings. */
  readonly folder: string
}

export interface Command {
  readonly argv: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A way to bring the end state about. */
export interface Peer {
  readonly name: string
  /** Where it brings about only a part, by its word for verify.sh: run on bare hosts alone. */
  readonly part?: 'packages'
  /** Its version, or why it can't be run here. */
  version(): Promise<{ readonly version: string } | { readonly missing: string }>
  /** Writes what it needs and says what to run. Its exit code has to be 0 (`check`: no matter). */
  prepare(task: Task): Command
}
