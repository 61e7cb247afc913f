import type { Resource } from './resource.ts'

/** What clients notice of a stage at worst. */
export interface ForClients {
  /** Seconds in which new connections may fail; 0: none does; null: until somebody does more. */
  readonly newConnections: number | null
  /** What becomes of established ones: they live, are reset, or (with a condition in `why`) may be. */
  readonly established: 'live' | 'may be reset' | 'are reset'
  /** Which connections, and why; left out where clients notice nothing. */
  readonly why?: string | undefined
}

/** What clients notice of most stages. */
export const nothingNoticed: ForClients = { newConnections: 0, established: 'live' }

/** A piece of a change that concerns hosts together: what is done on whom, and what clients notice of it. */
export interface Stage {
  /** What is done, as a person reads it: `lb1 and lb2 reload keepalived together`. */
  readonly title: string
  /** Hosts that something is done on. */
  readonly hosts: readonly string[]
  /** Where one of these ended badly before, the stage is begun on none of `hosts`. */
  readonly needs: readonly string[]
  /** All hosts begin at once over connections that are open, whatever the plays say. */
  readonly together: boolean
  /** Left out where nothing is said of it: the stage is as good as its steps are by themselves. */
  readonly clients?: ForClients | undefined
}

/** A state of one thing that a host has for a while, between how it is and how it shall be. */
export interface Between {
  /** The place of its stage in the schedule; there it is brought about before what the plan has. */
  readonly stage: number
  readonly host: string
  readonly resource: Resource
  /** A resource of the host's plan: the play and the role that this one is reported under. */
  readonly standsFor: Resource
}

/** A run cut into stages, done one after the other; within a stage the plays keep their order. */
export interface Schedule {
  readonly stages: readonly Stage[]
  /** The place in `stages` of a resource of the host's plan. */
  readonly stageOf: (host: string, resource: Resource) => number
  readonly between: readonly Between[]
}
