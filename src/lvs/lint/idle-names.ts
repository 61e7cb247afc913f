import { didYouMean } from '../../model/nearest.ts'
import type { ClusterData, LocalData } from '../cluster/cluster.ts'
import type { Scene } from '../cluster/scene.ts'
import type { Remark } from './rule.ts'

/** Definitions to what may name them. */
const definitions = {
  vrrp_scripts: ['track_script'],
  track_processes: ['track_process'],
  track_files: ['track_file', 'FILE_CHECK'],
  bfd_instances: ['track_bfd', 'BFD_CHECK'],
  virtual_server_groups: ['group'],
} as const

/** Definitions that nothing names: a script is never run, a session tells nobody. */
export function unnamed({ cluster: { words }, findings }: Scene): readonly Remark[] {
  const defined = Object.entries(definitions).filter(([variable]) => words[variable as keyof typeof definitions])
  // A name that nothing defines is told already, and is most often the other half.
  if (defined.length === 0 || findings.some(({ rule }) => rule === 'reference')) return []
  const named = namesIn(words)
  return defined.flatMap(([variable, by]) =>
    Object.keys(words[variable as keyof typeof definitions] ?? {})
      .filter((name) => !by.some((word) => named.has(`${word} ${name}`)))
      .map((name) => ({
        variable,
        path: [name],
        message: `${name} of ${variable} has no effect while no ${by.join(' or ')} names it`,
        hint: 'name it there, or leave it out',
      })),
  )
}

/** Every name in use, behind the word that uses it. */
function namesIn({
  vrrp_instances = {},
  vrrp_sync_groups = {},
  virtual_servers = [],
}: ClusterData): ReadonlySet<string> {
  const tracking = [...Object.values(vrrp_instances), ...Object.values(vrrp_sync_groups)]
  const checked = virtual_servers.flatMap((service) => [service, ...service.real_servers])
  const items = (word: 'track_script' | 'track_process' | 'track_file' | 'track_bfd') =>
    tracking
      .flatMap((words) => words[word] ?? [])
      .map((item) => `${word} ${typeof item === 'string' ? item : item.name}`)
  const checks = checked.flatMap((words) =>
    typeof words === 'string'
      ? []
      : [
          ...[words.FILE_CHECK ?? []].flat().map(({ track_file }) => `FILE_CHECK ${track_file}`),
          ...[words.BFD_CHECK ?? []].flat().map(({ name }) => `BFD_CHECK ${name}`),
        ],
  )
  const tracked = (['track_script', 'track_process', 'track_file', 'track_bfd'] as const).flatMap(items)
  return new Set([...tracked, ...checks, ...virtual_servers.map(({ group }) => `group ${group}`)])
}

/** Words by director that name a host which is none. Hosts that the inventory does not have are L09's for priority. */
export function strangersNamed({ cluster, directors, directorGroup, inventory }: Scene): readonly Remark[] {
  if (directors.length === 0) return []
  const names = [
    ...new Set([...directors.map(({ host }) => host.name), ...(inventory.groups.get(directorGroup) ?? [])]),
  ]
  return [...byDirector(cluster.words), ...cluster.byDirector].flatMap(({ variable, path, values }) =>
    Object.keys(values ?? {})
      .filter((name) => !names.includes(name) && (path.at(-1) !== 'priority' || inventory.host(name)))
      .map((name) => ({
        variable,
        path: [...path, name],
        message: `${path.at(-1) ?? variable} has no effect for ${name}, which is no director`,
        hint:
          didYouMean(
            name,
            names.filter((one) => !Object.hasOwn(values ?? {}, one)),
          ) || `take it out: the directors are ${names.join(', ')}`,
      })),
  )
}

function byDirector({ global_defs, static_ipaddress, vrrp_instances = {}, bfd_instances = {} }: LocalData) {
  return [
    { variable: 'static_ipaddress', path: [], values: static_ipaddress },
    { variable: 'global_defs', path: ['router_id'], values: global_defs?.router_id },
    ...Object.entries(bfd_instances).map(([name, { source_ip }]) => ({
      variable: 'bfd_instances',
      path: [name, 'source_ip'],
      values: source_ip,
    })),
    ...Object.entries(vrrp_instances).flatMap(([name, words]) =>
      (['priority', 'unicast_src_ip', 'mcast_src_ip'] as const).map((word) => ({
        variable: 'vrrp_instances',
        path: [name, word],
        values: words[word],
      })),
    ),
  ]
}
