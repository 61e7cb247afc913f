import type { Path } from '../../model/host.ts'
import { own } from '../../model/own.ts'
import { wordsByDirector } from '../language/by-director.ts'
import type { ClusterData } from '../language/cluster.ts'
import { type SyncDaemonWords, syncDaemon } from '../language/sync-daemon.ts'
import { type SyncGroupWords, syncGroup } from '../language/sync-group.ts'
import { trackFile } from '../language/track-file.ts'
import { addressWords } from '../language/virtual-address.ts'
import { type VrrpInstanceWords, vrrpInstance } from '../language/vrrp-instance.ts'
import { vrrpScript } from '../language/vrrp-script.ts'
import type { Finding } from './finding.ts'

/** Words that may be given by director: interfaces have other names, and programs other places, on another machine. */
const localWords = {
  vrrp_instances: wordsByDirector(vrrpInstance.properties),
  vrrp_sync_groups: wordsByDirector(syncGroup.properties),
  vrrp_scripts: wordsByDirector(vrrpScript.properties),
  track_files: wordsByDirector(trackFile.properties),
} as const
/** Whole variables that may be. */
const ofAll = ['static_routes', 'static_rules'] as const
const ofDaemon = wordsByDirector(syncDaemon.properties)
const ofAddress = wordsByDirector(addressWords)
const addressLists = ['virtual_ipaddress', 'virtual_ipaddress_excluded'] as const

/** Every one of them. */
export const wordsGivenByDirector: ReadonlySet<string> = new Set(
  [...Object.values(localWords), ofDaemon, ofAddress, ofAll].flat(),
)

type Variable = keyof typeof localWords
type Whole = (typeof ofAll)[number]

type OneValue<T> = T extends unknown ? (string extends keyof T ? never : T) : never
/** Of what is one value or a mapping the one value; what is a mapping alone stays one. */
type Local<W> = { readonly [P in keyof W]: [OneValue<NonNullable<W[P]>>] extends [never] ? W[P] : OneValue<W[P]> }
type Named<V extends Variable> = Readonly<Record<string, Local<NonNullable<ClusterData[V]>[string]>>>
type Address = Local<Exclude<NonNullable<VrrpInstanceWords['virtual_ipaddress']>[number], string>>
type AddressLists = {
  readonly virtual_ipaddress?: readonly (string | Address)[] | undefined
  readonly virtual_ipaddress_excluded?: readonly (string | Address)[] | undefined
}

/** An instance as one director has it. */
export type InstanceWords = Omit<Named<'vrrp_instances'>[string], keyof AddressLists> & AddressLists
/** A sync group as one director has it. */
export type GroupWords = Local<SyncGroupWords>
/** The sync daemon as one director has it. */
export type DaemonWords = Local<SyncDaemonWords>

/** The variables as one director has them: of what is given by director, its own value. */
export type LocalData = Omit<ClusterData, Variable | Whole | 'lvs_sync_daemon'> & {
  readonly [V in Exclude<Variable, 'vrrp_instances'>]?: Named<V> | undefined
} & { readonly [V in Whole]?: Local<Pick<ClusterData, V>>[V] } & {
  readonly vrrp_instances?: Readonly<Record<string, InstanceWords>> | undefined
  readonly lvs_sync_daemon?: DaemonWords | null | undefined
}

/** A word that is given by director, and its values by name. */
export interface ByDirector {
  readonly variable: string
  readonly path: Path
  readonly values: Readonly<Record<string, unknown>>
}

/**
 * The variables as that director has them; without one, and where it has no value of its own, as the first that is named.
 * The same object where nothing is given by director.
 */
export function localTo(
  data: ClusterData,
  director?: string,
): { readonly data: LocalData; readonly given: readonly ByDirector[] } {
  const given: ByDirector[] = []
  const one = (variable: string, path: Path, value: unknown) => {
    if (!isMapping(value)) return value
    given.push({ variable, path, values: value })
    return (director === undefined ? undefined : own(value, director)) ?? Object.values(value)[0]
  }
  const words = (variable: string, path: Path, all: Words, keys: readonly string[]) =>
    changed(all, (value, key) => (keys.includes(key) ? one(variable, [...path, key], value) : value))
  const address = (path: Path) => (value: unknown, i: string | number) =>
    isMapping(value) ? words('vrrp_instances', [...path, Number(i)], value, ofAddress) : value
  const local = changed(data as Words, (value, variable) => {
    if (!isMapping(value)) return value
    if ((ofAll as readonly string[]).includes(variable)) return one(variable, [], value)
    if (variable === 'lvs_sync_daemon') return words(variable, [], value, ofDaemon)
    if (!Object.hasOwn(localWords, variable)) return value
    return changed(value, (body, name) => {
      const lists = changed(body as Words, (list, key) =>
        (addressLists as readonly string[]).includes(key) ? changedList(list, address([name, key])) : list,
      )
      return words(variable, [name], lists, localWords[variable as Variable])
    })
  })
  return { data: local as LocalData, given }
}

/** Words by director that have no value for that one. */
export function lackingOn(given: readonly ByDirector[], director: string): readonly Finding[] {
  return given
    .filter(({ values }) => own(values, director) === undefined)
    .map(({ variable, path, values }) => {
      const word = path.at(-1) ?? variable
      return {
        rule: 'by-director',
        variable,
        path,
        message: `${word} has a value for ${Object.keys(values).join(', ') || 'nobody'}, and none for ${director}`,
        hint: `add ${director} to ${word}, or write one value for all directors`,
      }
    })
}

type Words = Readonly<Record<string, unknown>>

/** The same object where no value becomes another. */
function changed(words: Words, change: (value: unknown, key: string) => unknown): Words {
  const entries = Object.entries(words).map(([key, value]) => [key, value, change(value, key)] as const)
  if (entries.every(([, before, after]) => before === after)) return words
  return Object.fromEntries(entries.map(([key, , after]) => [key, after]))
}

function changedList(list: unknown, change: (value: unknown, i: number) => unknown): unknown {
  if (!Array.isArray(list)) return list
  const made = list.map(change)
  return made.every((item, i) => item === list[i]) ? list : made
}

function isMapping(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
