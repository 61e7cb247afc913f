import type { Facts } from './facts.ts'
import type { Host, Inventory } from './host.ts'
import type { Resource } from './resource.ts'
import type { FromParams, JsonSchema } from './schema.ts'

/** A role's params by name, each a JSON Schema; one without a `default` is required. `writeOnly: true` marks a secret. */
export type ParamsSchema = Readonly<Record<string, JsonSchema>>

/** What a role may look at: never observed state, so it stays pure and testable without a host. */
export interface RoleInput<P> {
  readonly host: Host
  readonly params: P
  readonly facts: Facts
  readonly inventory: Inventory
}

/** In the order in which they are to be brought about; lists may nest. */
export type Resources = readonly (Resource | Resources)[]

/** What `defineRole` returns. An error that `resources` throws ends the run before any host is changed. */
export interface Role<P = never> {
  readonly params: ParamsSchema
  /** Packages whose version the resources depend on: `facts.candidates` has the version to come of those not yet installed. */
  readonly candidates?: readonly string[]
  /** What the role makes of its host in a cluster: the Part of lbprov/lvs. A role without it is no part of any. */
  part?(params: P): object
  resources(input: RoleInput<P>): Resources
}

/** Declares a role: the schemas in `params` type what `resources` is given. Default-export the result from `role.ts`. */
export function defineRole<const S extends ParamsSchema>(role: {
  readonly params: S
  readonly candidates?: readonly string[]
  part?(params: FromParams<S>): object
  resources(input: RoleInput<FromParams<S>>): Resources
}): Role<FromParams<S>> {
  return role
}
