import { createHash } from 'node:crypto'
import { label, type Resource } from '../model/resource.ts'

/**
 * A mark says that a resource still has to be refreshed: set before the first change, taken away after the refresh, so
 * that a run cut short between the two is mended by the next. A reboot does the refresh and clears /var/run.
 */
export const marks = '/var/run/lbprov'

/** The path of a resource's mark. */
export const markOf = (resource: Resource): string => pathFor('refresh', resource)

/** The path that stands on the host for something about a resource that is not done yet. */
export function pathFor(what: 'refresh' | 'undo', resource: Resource): string {
  const text = label(resource)
  const short = createHash('sha256').update(text).digest('hex').slice(0, 8)
  return `${marks}/${what}.${text.replaceAll(/[^A-Za-z0-9._-]+/g, '_').slice(0, 80)}.${short}`
}
