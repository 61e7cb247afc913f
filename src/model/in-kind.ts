import { KindError, saidBy } from './errors.ts'
import { label, type Resource } from './resource.ts'

/** Calls a function of the resource's kind, `what` by name. What it throws becomes a KindError, which names the resource. */
export function inKind<T>(resource: Resource, what: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw new KindError(`${label(resource)}: ${what} of the kind threw ${saidBy(error)}`, resource.where, error)
  }
}
