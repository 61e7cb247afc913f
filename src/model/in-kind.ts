import { isScript, type Script } from '../shell/script.ts'
import { KindError, saidBy } from './errors.ts'
import { label, type Resource } from './resource.ts'

/** Calls a function of the resource's kind, `what` by name. What it throws becomes a KindError, which names the resource. */
export function inKind<T>(resource: Resource, what: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw new KindError(`${label(resource)}: ${what} of the kind threw ${saidBy(error)}`, resource, error)
  }
}

/** The script that a function of the resource's kind makes. Throws KindError, also for what is no script. */
export function scriptIn(resource: Resource, what: string, call: () => Script): Script {
  return inKind(resource, what, () => {
    const made = call()
    if (isScript(made)) return made
    throw new TypeError(`it must return a script, which sh\`…\` makes, but returned a ${typeof made}`)
  })
}
