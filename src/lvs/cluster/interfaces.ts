import type { Path } from '../../model/host.ts'
import { own } from '../../model/own.ts'
import type { Cluster, ClusterData, Instance } from './cluster.ts'

/** An interface of the directors that the cluster names, and where. */
export interface NamedInterface {
  readonly device: string
  readonly variable: keyof ClusterData
  readonly path: Path
}

/** Every interface that the director must have; those that keepalived makes by itself (use_vmac) are none of them. */
export function interfacesNamed({ instances, words }: Cluster, director: string): readonly NamedInterface[] {
  const daemon = words.lvs_sync_daemon
  return [
    ...instances.flatMap(ofInstance),
    ...Object.entries(words.vrrp_sync_groups ?? {}).flatMap(([name, group]) =>
      tracked(group.track_interface, 'vrrp_sync_groups', name),
    ),
    ...(own(words.static_ipaddress, director) ?? []).map(({ dev }, i) => ({
      device: dev,
      variable: 'static_ipaddress' as const,
      path: [director, i, 'dev'],
    })),
    ...(daemon ? [{ device: daemon.interface, variable: 'lvs_sync_daemon' as const, path: ['interface'] }] : []),
  ]
}

function ofInstance({ name, words, addresses, excluded }: Instance): readonly NamedInterface[] {
  const variable = 'vrrp_instances'
  const on = (key: string, list: Instance['addresses']) =>
    list
      .filter(({ device }) => device !== words.interface && device !== words.use_vmac)
      .map(({ device }) => ({ device, variable, path: [name, key] }) as const)
  return [
    { device: words.interface, variable, path: [name, 'interface'] },
    ...tracked(words.track_interface, variable, name),
    ...on('virtual_ipaddress', addresses),
    ...on('virtual_ipaddress_excluded', excluded),
  ]
}

type Items = readonly (string | { readonly name: string })[]

function tracked(items: Items = [], variable: keyof ClusterData, name: string): readonly NamedInterface[] {
  return items.map((item, i) => ({
    device: typeof item === 'string' ? item : item.name,
    variable,
    path: [name, 'track_interface', i],
  }))
}
