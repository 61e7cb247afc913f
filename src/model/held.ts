/** Who has held something back, since when (ISO 8601), and what for. */
export interface Note {
  readonly since: string
  readonly by: string
  readonly why?: string | undefined
}

/** A director that is to be master, by VRRP instance with the priority that makes it so. */
export interface Lead extends Note {
  readonly priorities: Readonly<Record<string, number>>
}

/** A roll that has not come to its end. */
export interface Roll extends Note {
  /** What is done to each host: `upgrade keepalived`, `reboot`, `run …`. */
  readonly work: string
  /** Hosts that are through. */
  readonly done: readonly string[]
  /** The real server that it has drained. */
  readonly at?: string | undefined
}

/**
 * What commands have set aside from what the variables say, until it is taken back. It is read with the inventory, so whatever
 * works from an inventory knows it.
 */
export interface Held {
  /** Real servers that shall get no new connections: by host name or, of those that the inventory does not have, address. */
  readonly drained: ReadonlyMap<string, Note>
  /** By director. */
  readonly leads: ReadonlyMap<string, Lead>
  readonly roll?: Roll | undefined
}

/** Nothing is set aside. */
export const nothingHeld: Held = { drained: new Map(), leads: new Map() }

/** `since 2026-11-28T13:00:00Z by anna (kernel)` */
export function showNote({ since, by, why }: Note): string {
  return `since ${since} by ${by}${why === undefined ? '' : ` (${why})`}`
}
