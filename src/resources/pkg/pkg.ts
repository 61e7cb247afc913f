import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { needed, object, oneOf, orNull, type Values } from '../../model/type.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { wasThere } from '../leftover.ts'
import { packageName, packageVersion } from '../names.ts'
import { apt } from './apt.ts'
import type { Desired, Options } from './desired.ts'
import { dnf, yum } from './rpm.ts'

const attributes = {
  installed: needed(oneOf(true)),
  /** The full version as the package tool prints it; left out: any. */
  version: packageVersion,
}

/** Installed, and in which version. */
export type PkgState = Values<typeof attributes>

const checkCall = callOf('pkg', ['the name', packageName], orNull(object(attributes)))

/**
 * A package by its exact name; null: not installed. Packages that a host lacks are installed in one transaction, with
 * the first of them, as far as nothing in between could bear on them.
 */
export function pkg(name: string, state: PkgState | null = { installed: true }, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  return declare(pkgKind, name, state as Desired | null, null, meta)
}

export const pkgKind: Kind<Desired, Options> = {
  name: 'pkg',
  chosenBy: 'packageTool',
  providers: [apt, dnf, yum],
  leftovers: {
    take: ({ name, origin }, { purge }) => {
      if (origin !== 'made') return wasThere
      checkCall(name, null, {})
      return purge ? declare(pkgKind, name, null, 'purge') : undefined
    },
    rank: 2,
  },
}
