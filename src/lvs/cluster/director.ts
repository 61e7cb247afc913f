/** Another director as unicast knows it; `address` null: not known. */
export interface Peer {
  readonly name: string
  readonly address: string | null
}

/** A host that runs keepalived for the cluster. */
export interface Director {
  readonly name: string
  /** Its own address, from which unicast adverts come. Null: not known. */
  readonly address: string | null
  /** 1 to 254; what an instance says for this director goes first. */
  readonly priority: number
  /** The other directors, for unicast. */
  readonly peers: readonly Peer[]
}
