import type { Host, Inventory } from './host.ts'
import type { SourcePosition } from './position.ts'
import type { Role } from './role.ts'

/** A role on one host, with its params resolved and validated for that host. */
export interface Assignment {
  readonly role: string
  readonly definition: Role<unknown>
  readonly params: unknown
  /** The role's own name, and the tags of its entry and of its play. */
  readonly tags: readonly string[]
  /** Where the playbook asks for the role. */
  readonly where: SourcePosition
}

/** Which roles on which hosts. `assignments` has every host of the play, in the order in which they come. */
export interface Play {
  readonly name: string
  /** Hosts at a time, already worked out from a number or percentage; null: all of them. */
  readonly serial: number | null
  readonly assignments: ReadonlyMap<Host, readonly Assignment[]>
  readonly where: SourcePosition
}

/** The same plays with those of their hosts that are wanted. */
export function playsOf(
  plays: readonly Play[],
  isWanted: (host: Host, assignments: readonly Assignment[]) => boolean,
): readonly Play[] {
  return plays.map((play) => ({
    ...play,
    assignments: new Map([...play.assignments].filter((entry) => isWanted(...entry))),
  }))
}

/** A variable that nothing reads, named almost as `meant`, which a role of its hosts takes. */
export interface Slip {
  readonly name: string
  readonly meant: string
  readonly where: SourcePosition
}

/** A loaded and validated site: what `run` starts from. */
export interface Site {
  readonly inventory: Inventory
  readonly plays: readonly Play[]
  /** With a limit: the plays as they would be without, less the hosts whose variables do not fit. For what looks at all hosts. */
  readonly unlimited?: readonly Play[]
  readonly slips?: readonly Slip[]
  /** Values never to be shown: passwords, and params whose schema says writeOnly. */
  readonly secrets: readonly string[]
}
