import type { SourcePosition } from '../../model/position.ts'
import type { Pattern } from '../inventory/pattern.ts'
import type { Variable, Variables } from '../text/variable.ts'

/** A role as a play asks for it. */
export interface RoleEntry {
  readonly name: string
  readonly tags: readonly string[]
  /** Params written beside the role's name. */
  readonly params: Variables
  readonly where: SourcePosition
}

/** A number of hosts, or a share of them in percent. */
export interface Serial {
  readonly number: number
  readonly percent: boolean
}

/** In which order a play takes its hosts: Ansible's words. */
export const orders = ['inventory', 'reverse_inventory', 'sorted', 'reverse_sorted', 'shuffle'] as const
export type Order = (typeof orders)[number]

/** A play as written, before anything is looked up. */
export interface PlayDraft {
  readonly name: string
  readonly hosts: readonly Pattern[]
  readonly roles: readonly RoleEntry[]
  readonly serial: Serial | null
  readonly order: Order
  readonly tags: readonly string[]
  readonly become: { readonly value: boolean; readonly where: SourcePosition } | undefined
  readonly vars: Variables
  readonly where: SourcePosition
}

/** The words of a `tags` value: a list, or text with commas. */
export function tagsOf(variable: Variable | undefined): readonly string[] | undefined {
  const value = variable?.value ?? []
  const words = typeof value === 'string' ? value.split(',').map((word) => word.trim()) : value
  return Array.isArray(words) && words.every((word) => typeof word === 'string' && word !== '') ? words : undefined
}
