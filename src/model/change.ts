import type { Observed, Resource } from './resource.ts'

/** One attribute, from and to, as it may be shown; null: not there. */
export interface Change {
  readonly attribute: string
  readonly from: string | null
  readonly to: string | null
}

/** Every attribute in which what was seen differs from what is desired; empty when all of it is or means the same. */
export function changesOf(resource: Resource, observed: Observed): Change[] {
  const { desired, kind, options } = resource
  if (desired === null) return Object.entries(observed ?? {}).map(([name, from]) => shown(resource, name, from, null))
  const differing = Object.entries(desired).flatMap(([name, to]) =>
    observed?.[name] === String(to) ? [] : [{ name, from: observed?.[name] ?? null, to: String(to) }],
  )
  // Applied is the whole: what means the same stays only where nothing else is to be changed.
  const isSame = differing.every(
    ({ name, from, to }) => from !== null && (kind.same?.(name, from, to, options) ?? false),
  )
  return isSame ? [] : differing.map(({ name, from, to }) => shown(resource, name, from, to))
}

function shown({ kind, options }: Resource, attribute: string, from: string | null, to: string | null): Change {
  const mask = (value: string | null) => (value === null ? null : (kind.mask?.(attribute, value, options) ?? value))
  const [before, after] = [mask(from), mask(to)]
  const onlySecretDiffers = from !== to && before === after
  return { attribute, from: before, to: onlySecretDiffers ? after!.replaceAll('‹secret›', '‹new secret›') : after }
}
