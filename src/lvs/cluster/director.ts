/** Where a director is: its own address, and one of IPv6 where that is another. Null: not known. */
export interface Whereabouts {
  readonly address: string | null
  readonly address6?: string | null
}

/** Another director as unicast knows it. */
export interface Peer extends Whereabouts {
  readonly name: string
}

/** A host that runs keepalived for the cluster. */
export interface Director extends Whereabouts {
  readonly name: string
  /** 1 to 254; what an instance says for this director goes first. */
  readonly priority: number
  /** The other directors, for unicast. */
  readonly peers: readonly Peer[]
}
