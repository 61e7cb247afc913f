import type { Script } from '../shell/script.ts'
import type { Facts } from './facts.ts'
import type { Owned } from './owned.ts'
import type { SourcePosition } from './position.ts'
import type { Attributes } from './type.ts'

/** Desired attributes, flat; one that is missing is not managed. */
export type State = Readonly<Record<string, string | number | boolean>>

/** What a probe saw, as text; null: the thing is not there. */
export type Observed = Readonly<Record<string, string>> | null

/**
 * How one kind is looked at and brought about on hosts with some capability. All of it is called before anything is
 * changed; what throws there, or returns no Script, ends the run.
 */
export interface Provider<S extends State = State, O = unknown> {
  readonly name: string
  /** Left out: suits every host. */
  suits?(facts: Facts): boolean
  /** Prints attributes with `put NAME VALUE`, several pairs in one go if need be, also in a pipeline (or `attr NAME`, then the value on stdout); changes nothing; prints none when the thing is absent. `put lbprov.unseen WHY`: of part of it the host can't say how it is, so it counts as it should be; `put lbprov.byhand COMMAND`: what a person types there, where a run can't mend what differs. Must not leave the shell. */
  probe(resource: Resource<S, O>): Script
  /** What the probes of several have in common, run once before them; each must do without, too. Taken by function: providers of two kinds may share it. */
  readonly lookAhead?: (resources: readonly Resource[]) => Script
  /** From desired alone, safe from any starting state; runs in a subshell under `set -e`. */
  apply(resource: Resource<S, O>, how: { readonly refresh: boolean }): Script
  /** For `confirm`: `save` keeps the present state in the directory $lb_undo, `restore` brings it back from there. */
  undo?(resource: Resource<S, O>): { readonly save: Script; readonly restore: Script }
  /** For what is dear one by one, as packages are. */
  readonly together?: Together<S, O>
  /** In place of the kind's, on hosts that this provider suits. */
  hint?(name: string): string
}

/**
 * Several of a kind at once, with the first of them. The others keep their turn: their own apply does what is left
 * undone here and must be cheap when there is nothing left, so the script may fail. Within a role order is kept. What a
 * look after that finds to be done is done one by one.
 */
export interface Together<S extends State = State, O = unknown> {
  apply(resources: readonly Resource<S, O>[]): Script
  /** True: this step of another role has no bearing on what `apply` does, so its turn may come later. */
  mayOvertake(other: Resource): boolean
}

/**
 * A dead man's switch for a change that may lock lbprov out (sshd, firewall): the host takes it back by itself unless
 * lbprov gets in anew and confirms it.
 */
export interface Confirm {
  /** Get in as this user, by key, with sudo when it isn't root; left out: as before. */
  readonly user?: string
  /** Seconds until the host takes it back; 60. */
  readonly within?: number
  /** Run when the old state is back, to make it hold. */
  readonly after?: Script
}

/** What things are of one sort: what their attributes must be, and how they are looked at and brought about. `providers`: the first that suits a host is taken. */
export interface Kind<S extends State = State, O = unknown> {
  readonly name: string
  readonly providers: readonly Provider<S, O>[]
  /** What the desired attributes must be; left out: text, numbers, true and false. */
  readonly attributes?: Attributes
  /** The facts that providers are chosen by, for the message when none suits. */
  readonly chosenBy?: keyof Facts
  /** Whether what was seen means the same as what is desired though it is other text. */
  same?(attribute: string, observed: string, desired: string, options: O): boolean
  /** How an attribute's value may be shown; masks what is secret. */
  mask?(attribute: string, value: string, options: O): string
  /** What to look at when a step of this kind has failed. */
  hint?(name: string): string
  /** Whether packages may come from elsewhere, or be others, once a step of this kind is done; left out: they may. Such steps keep their turn, the others let packages be installed before them. */
  bearsOnPackages?(name: string): boolean
  /** What becomes of its things that no role declares any more; left out: they stay, and that is said. */
  readonly leftovers?: Leftovers<S, O>
}

/** What becomes of things of a kind once no role declares them any more. */
export interface Leftovers<S extends State = State, O = unknown> {
  /** What removal must know beside the name. `observed`: what is there before the change; `kept`: what was kept so far, if anything was. */
  keep?(resource: Resource<S, O>, before: { readonly observed: Observed; readonly kept: string | undefined }): string
  /** The resource that takes it away, or why it stays, empty where that goes without saying; undefined: not now. Throws for words that it can't have kept. */
  take(owned: Owned, how: { readonly purge: boolean }): Resource<S, O> | string | undefined
  /** Names of one thing have one identity, in kinds that share things, too; left out: `kind[name]`. */
  identity?(name: string): string
  /** The identity of what it is a part of, which stays while this is declared. */
  within?(name: string): string
  /** Lower ones are taken away first; 0 when left out. Those of one rank go in the reverse order in which they came. */
  readonly rank?: number
}

/** Desired state of one thing on a host, as frozen data. `desired` null: it shall not be there. */
export interface Resource<S extends State = State, O = unknown> {
  readonly kind: Kind<S, O>
  readonly name: string
  readonly desired: S | null
  readonly options: O
  /** When one of these changes, this one is refreshed: a service reloads, a command runs. */
  readonly refreshOn: readonly Resource[]
  readonly tags: readonly string[]
  readonly confirm?: Confirm | undefined
  readonly where: SourcePosition
  /** No role declares it: it is taken away, for an earlier run put it there. Its line of the host's record. */
  readonly leftover?: Owned
}

/** What every constructor of a kind takes as its last argument. */
export interface Meta {
  readonly refreshOn?: readonly Resource[]
  readonly tags?: readonly string[]
}

/** The same of a kind whose providers have `undo`, and can take a change back. */
export interface ConfirmableMeta extends Meta {
  readonly confirm?: Confirm
}

/** `kind[name]`, the way a person sees a resource everywhere. */
export function label(resource: { readonly kind: { readonly name: string }; readonly name: string }): string {
  return `${resource.kind.name}[${resource.name}]`
}
