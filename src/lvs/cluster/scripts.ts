import type { Path } from '../../model/host.ts'
import type { ClusterData } from '../language/cluster.ts'
import { fifoScripts } from '../language/notify-fifo.ts'
import type { Cluster } from './cluster.ts'
import { checkersOf, type Service } from './service.ts'

/** A program that keepalived runs, without its arguments and with them, the user that is given beside it, and where it is named. */
export interface NamedScript {
  readonly program: string
  readonly line: string
  readonly user: string | undefined
  readonly variable: keyof ClusterData
  readonly path: Path
}

const notifications = ['notify_master', 'notify_backup', 'notify_fault', 'notify_stop', 'notify'] as const

/** Of a cluster rules ask again. */
const known = new WeakMap<object, readonly NamedScript[]>()

/** Every place in which the cluster names a program. */
export function scriptsNamed(cluster: Pick<Cluster, 'words' | 'services'>): readonly NamedScript[] {
  const found = known.get(cluster) ?? scriptsIn(cluster)
  known.set(cluster, found)
  return found
}

function scriptsIn({ words, services }: Pick<Cluster, 'words' | 'services'>): readonly NamedScript[] {
  return [
    ...wordsIn(words.global_defs ?? {}, fifoScripts, 'global_defs', []),
    ...Object.entries(words.vrrp_scripts ?? {}).flatMap(([name, own]) =>
      wordsIn(own, ['script'], 'vrrp_scripts', [name]),
    ),
    ...(['vrrp_instances', 'vrrp_sync_groups'] as const).flatMap((variable) =>
      Object.entries(words[variable] ?? {}).flatMap(([name, own]) => wordsIn(own, notifications, variable, [name])),
    ),
    ...services.flatMap(ofService),
  ]
}

/** Every program that keepalived of the cluster runs, each once. */
export function scriptPaths(cluster: Pick<Cluster, 'words' | 'services'>): readonly string[] {
  return [...new Set(scriptsNamed(cluster).map(({ program }) => program))]
}

/** Whether there is any. */
export function runsScripts(cluster: Pick<Cluster, 'words' | 'services'>): boolean {
  return scriptsNamed(cluster).length > 0
}

function ofService(service: Service): readonly NamedScript[] {
  const { words, index, realServers } = service
  return [
    ...wordsIn(words, ['quorum_up', 'quorum_down'], 'virtual_servers', [index]),
    ...realServers.flatMap((server) =>
      wordsIn(server.words, ['notify_up', 'notify_down'], 'virtual_servers', server.path),
    ),
    ...checkersOf(service).flatMap((checker) => wordsIn(checker.words, ['misc_path'], 'virtual_servers', checker.path)),
  ]
}

function wordsIn(
  words: object,
  keys: readonly string[],
  variable: keyof ClusterData,
  path: Path,
): readonly NamedScript[] {
  const given = words as Readonly<Record<string, unknown>>
  const found: NamedScript[] = []
  for (const key of keys) {
    const line = given[key]
    if (typeof line !== 'string') continue
    const user = typeof given.user === 'string' ? given.user : undefined
    found.push({ program: line.split(' ')[0]!, line, variable, path: [...path, key], user })
  }
  return found
}
