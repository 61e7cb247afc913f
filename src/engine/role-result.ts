import { showPosition } from '../model/position.ts'
import { label, type Resource } from '../model/resource.ts'

/** The resources in what a role returned, lists in lists laid flat. Throws TypeError, in words for the role's author, for anything else. */
export function resourcesIn(returned: unknown): Resource[] {
  const resources = flat(returned)
  requireReturned(resources)
  return resources
}

function flat(returned: unknown): Resource[] {
  if (!Array.isArray(returned))
    throw new TypeError(`it must return a list of resources, but returned ${told(returned)}`)
  return returned.flatMap((one) => (Array.isArray(one) ? flat(one) : [resource(one)]))
}

function resource(one: unknown): Resource {
  if (isResource(one)) return one
  throw new TypeError(`it must return a list of resources, but ${told(one)} is in the list`)
}

function isResource(one: unknown): one is Resource {
  const { kind, name, refreshOn, tags, where } = (one ?? {}) as Partial<Resource>
  const isWhole = typeof kind?.name === 'string' && typeof name === 'string' && typeof where === 'object'
  return isWhole && [kind.providers, refreshOn, tags].every(Array.isArray)
}

function told(value: unknown): string {
  if (isResource(value)) return `${label(value)} without the list`
  if (value === undefined || value === null) return String(value)
  if (!(value instanceof Promise))
    return typeof value === 'object' ? 'an object that is no resource' : `a ${typeof value}`
  value.catch(() => {})
  return 'a promise: a role is not async'
}

function requireReturned(resources: readonly Resource[]): void {
  for (const resource of resources) {
    const missing = resource.refreshOn.find((other) => !resources.includes(other))
    if (!missing) continue
    const [one, other] = [resource, missing].map((each) => `${label(each)} (${showPosition(each.where)})`)
    throw new Error(`${one} is refreshed on ${other}, which the role does not return`)
  }
}
