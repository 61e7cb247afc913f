import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { declare } from '../declare.ts'
import { apt } from './apt.ts'
import { dnf, yum } from './rpm.ts'

export interface PkgState {
  readonly installed: true
  /** The full version as the package tool prints it; left out: any. */
  readonly version?: string
}

export type Desired = { installed: boolean; version?: string }

/**
 * A package by its exact name; null: not installed. Packages that a host lacks are installed in one transaction, with
 * the first of them, as far as nothing in between could bear on them.
 */
export function pkg(name: string, state: PkgState | null = { installed: true }, meta: Meta = {}): Resource {
  return declare(pkgKind, name, state as Desired | null, null, meta)
}

const pkgKind: Kind<Desired, null> = { name: 'pkg', chosenBy: 'packageTool', providers: [apt, dnf, yum] }
