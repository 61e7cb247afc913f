import type { ForClients, Stage } from '../../model/stage.ts'

/** What is done in a stage; a host's plan is parted by it. */
export type StageKind = 'drain' | 'stop' | 'hold' | 'reload' | 'start' | 'outlast' | 'reroute' | 'take away'

/** A stage of a cluster's change. */
export interface ClusterStage extends Stage {
  readonly kind: StageKind
  readonly clients: ForClients
  /** What directors read here is not yet the configuration that they shall have. */
  readonly passing?: true
}

/** What else has a say in how a change goes. */
export interface Circumstances {
  /** Real servers of the cluster that are in the run. */
  readonly servers: readonly string[]
  /** Of these, those whose default route becomes another. */
  readonly routed: readonly string[]
  /** Directors that have a virtual address now, or may. */
  readonly holding: readonly string[]
  /** Directors in the run on which keepalived is to be started. */
  readonly starting: readonly string[]
  /** Directors of the cluster that are not in the run, or could not be looked at. */
  readonly missing: readonly string[]
  /** Directors whose kernel sends a port that is used again the way of its last connection. */
  readonly keepingPorts: readonly string[]
  /** Hosts that have something to be taken away. */
  readonly leftovers: readonly string[]
  /** Seconds that a server which is taken out gets for the connections that it has. */
  readonly drainSeconds: number
}
