import type { Cluster } from './cluster.ts'
import type { ClusterData } from './schema/cluster.ts'

const notifications = ['notify_master', 'notify_backup', 'notify_fault', 'notify_stop', 'notify'] as const

/** Every program that keepalived of the cluster runs, each once, without its arguments. */
export function scriptPaths({ words, services }: Pick<Cluster, 'words' | 'services'>): readonly string[] {
  const lines = [
    ...Object.values(words.vrrp_scripts ?? {}).map(({ script }) => script),
    ...told(words),
    ...ofServices(services),
  ]
  return [...new Set(lines.map((line) => line.split(' ')[0]!))]
}

/** Whether there is any. */
export function runsScripts(cluster: Pick<Cluster, 'words' | 'services'>): boolean {
  return scriptPaths(cluster).length > 0
}

function told({ vrrp_instances = {}, vrrp_sync_groups = {} }: ClusterData): readonly string[] {
  return [...Object.values(vrrp_instances), ...Object.values(vrrp_sync_groups)].flatMap((words) =>
    notifications.flatMap((key) => words[key] ?? []),
  )
}

function ofServices(services: Cluster['services']): readonly string[] {
  return services.flatMap(({ words, realServers }) => [
    ...[words.quorum_up, words.quorum_down].flatMap((line) => line ?? []),
    ...realServers.flatMap(({ words: own, checkers }) => [
      ...[own.notify_up, own.notify_down].flatMap((line) => line ?? []),
      ...checkers.flatMap((checker) => String(checker.words.misc_path ?? '') || []),
    ]),
  ])
}
