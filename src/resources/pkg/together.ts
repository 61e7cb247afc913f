import type { Resource, Together } from '../../model/resource.ts'
import type { Script } from '../../shell/script.ts'
import type { Desired, Options } from './desired.ts'

/**
 * Packages may be installed before what has no bearing on where they come from. Should one be in need of such a thing
 * all the same, it is tried again when its turn comes.
 */
export function together(install: (names: readonly string[]) => Script, nameOf: NameOf): Together<Desired, Options> {
  return {
    apply: (resources) => install(resources.map(({ name, desired }) => nameOf(name, desired!))),
    mayOvertake: ({ kind, name }: Resource) => kind.bearsOnPackages?.(name) === false,
  }
}

/** How the tool is told a package, with its version where one is wanted. */
export type NameOf = (name: string, desired: Desired) => string
