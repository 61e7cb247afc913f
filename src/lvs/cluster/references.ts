import type { Path } from '../../model/host.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { checkerNames } from '../language/checker.ts'
import type { ClusterData } from '../language/cluster.ts'
import type { Finding } from './finding.ts'

/** A name in one variable of what another one defines. */
export interface Reference {
  readonly name: string
  readonly to: keyof ClusterData
  readonly variable: keyof ClusterData
  readonly path: Path
  /** The names beside it, which it can not be a slip for. */
  readonly beside?: readonly string[]
  /** What to do where it is no slip. */
  readonly hint?: string
}

/** Names that nothing defines. */
export function unknownReferences(data: ClusterData): readonly Reference[] {
  const all = [...trackReferences(data), ...groupReferences(data), ...daemonReference(data), ...checkReferences(data)]
  return all.filter(({ name, to }) => !Object.hasOwn(data[to] ?? {}, name))
}

/** What is wrong with them: keepalived would pass over them, and nothing would be watched or synchronised. */
export function unknownNames(data: ClusterData): readonly Finding[] {
  return unknownReferences(data).flatMap(({ name, to, variable, path, beside = [], hint: otherwise }) => {
    const others = Object.keys(data[to] ?? {}).filter((one) => !beside.includes(one))
    const hint =
      didYouMean(name, others) ||
      otherwise ||
      (others.length > 0 ? `write one that it has: ${others.join(', ')}` : `add it to ${to}, or leave it out`)
    const rule = variable === 'lvs_sync_daemon' ? 'L47' : 'reference'
    return [{ rule, variable, path, message: `${to} has no ${name}`, hint, lacks: { of: to, name } }]
  })
}

const definitions = {
  track_script: 'vrrp_scripts',
  track_process: 'track_processes',
  track_file: 'track_files',
  track_bfd: 'bfd_instances',
} as const

function trackReferences(data: ClusterData): readonly Reference[] {
  return (['vrrp_instances', 'vrrp_sync_groups'] as const).flatMap((variable) =>
    Object.entries(data[variable] ?? {}).flatMap(([owner, words]) =>
      Object.entries(definitions).flatMap(([key, to]) =>
        itemsOf(words, key as keyof typeof definitions).map((item, i) => ({
          name: typeof item === 'string' ? item : item.name,
          to,
          variable,
          path: [owner, key, i],
        })),
      ),
    ),
  )
}

type Item = string | { readonly name: string }

function itemsOf(
  words: { readonly [K in keyof typeof definitions]?: readonly Item[] | undefined },
  key: keyof typeof definitions,
): readonly Item[] {
  return words[key] ?? []
}

function groupReferences({ vrrp_sync_groups = {} }: ClusterData): readonly Reference[] {
  return Object.entries(vrrp_sync_groups).flatMap(([owner, { group }]) =>
    group.map((name, i) => ({
      name,
      to: 'vrrp_instances' as const,
      variable: 'vrrp_sync_groups' as const,
      path: [owner, 'group', i],
      beside: group,
      hint: `add it to vrrp_instances, or leave ${group.length > 2 ? 'it' : `the group ${owner}`} out`,
    })),
  )
}

function daemonReference({ lvs_sync_daemon: daemon }: ClusterData): readonly Reference[] {
  if (!daemon) return []
  return [{ name: daemon.instance, to: 'vrrp_instances', variable: 'lvs_sync_daemon', path: ['instance'] }]
}

function checkReferences({ virtual_servers = [] }: ClusterData): readonly Reference[] {
  return virtual_servers.flatMap((words, index) => [
    ...checksOf(words, [index]),
    ...words.real_servers.flatMap((server, i) =>
      typeof server === 'string' ? [] : checksOf(server, [index, 'real_servers', i]),
    ),
  ])
}

type Checked = Partial<Record<(typeof checkerNames)[number], unknown>>

function checksOf({ BFD_CHECK, FILE_CHECK }: Checked, path: Path): readonly Reference[] {
  if (BFD_CHECK === undefined && FILE_CHECK === undefined) return []
  return [
    ...namesIn(BFD_CHECK, 'name', 'bfd_instances', [...path, 'BFD_CHECK']),
    ...namesIn(FILE_CHECK, 'track_file', 'track_files', [...path, 'FILE_CHECK']),
  ]
}

function namesIn(checks: unknown, key: string, to: keyof ClusterData, path: Path): readonly Reference[] {
  if (checks === undefined) return []
  const list = (Array.isArray(checks) ? checks : [checks]) as readonly Readonly<Record<string, string>>[]
  return list.map((words, i) => ({
    name: words[key]!,
    to,
    variable: 'virtual_servers',
    path: [...path, ...(Array.isArray(checks) ? [i] : []), key],
  }))
}
