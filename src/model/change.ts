import type { Observed, Resource } from './resource.ts'

/** One attribute, from and to, as it may be shown; null: not there. */
export interface Change {
  readonly attribute: string
  readonly from: string | null
  readonly to: string | null
}

/** Every attribute in which what was seen differs from what is desired; empty when nothing does. */
export function changesOf(resource: Resource, observed: Observed): Change[] {
  const { desired } = resource
  if (desired === null) return Object.entries(observed ?? {}).map(([name, from]) => shown(resource, name, from, null))
  return Object.entries(desired)
    .filter(([name, to]) => observed?.[name] !== String(to))
    .map(([name, to]) => shown(resource, name, observed?.[name] ?? null, String(to)))
}

function shown({ kind, options }: Resource, attribute: string, from: string | null, to: string | null): Change {
  const mask = (value: string | null) => (value === null ? null : (kind.mask?.(attribute, value, options) ?? value))
  const [before, after] = [mask(from), mask(to)]
  const onlySecretDiffers = from !== to && before === after
  return { attribute, from: before, to: onlySecretDiffers ? after!.replaceAll('‹secret›', '‹new secret›') : after }
}
