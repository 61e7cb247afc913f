import { createHash } from 'node:crypto'
import { hostsOf, scenesOf } from '../lvs/cluster/scene.ts'
import type { Host } from '../model/host.ts'
import { playsOf, type Site } from '../model/play.ts'
import type { Shard } from '../model/report.ts'

/**
 * The same site with this part of its hosts. A host's place hangs on names alone, so other hosts may come and go; the
 * hosts of one cluster are in the same part. Inventory and variables stay whole.
 */
export function shardOf(site: Site, { index, count }: Shard): Site {
  const clusters = clustersOf(site)
  const mine = new Set(clusters.filter((cluster) => placeOf(cluster, count) === index).flat())
  return { ...site, plays: playsOf(site.plays, (host) => mine.has(host)) }
}

/** Hosts whose roles, or whose variables, have the same cluster, and its servers, side by side; every other host alone. */
function clustersOf(site: Site): readonly (readonly Host[])[] {
  const { hosts } = site.inventory
  const heads = new Map<string, string>()
  const headOf = (name: string): string => {
    const up = heads.get(name) ?? name
    return up === name ? name : headOf(up)
  }
  for (const [index, scene] of scenesOf(site).entries()) {
    for (const { name } of hostsOf(scene)) heads.set(headOf(`host ${name}`), headOf(`scene ${index}`))
  }
  for (const host of hosts) {
    for (const tie of tiesOf(host)) heads.set(headOf(`host ${host.name}`), headOf(tie))
  }
  return [...Map.groupBy(hosts, ({ name }) => headOf(`host ${name}`)).values()]
}

function tiesOf({ vars }: Host): readonly string[] {
  const { virtual_servers: services, vrrp_instances: instances } = vars
  const named = [services].flat().flatMap((service) => (service as { real_servers?: unknown })?.real_servers ?? [])
  const servers = named.map((server) => (typeof server === 'string' ? server : (server as { host?: unknown })?.host))
  return [
    ...(services === undefined ? [] : [`services ${JSON.stringify(services)}`]),
    ...(instances === undefined ? [] : [`instances ${JSON.stringify(instances)}`]),
    ...servers.filter((server) => typeof server === 'string').map((server) => `host ${server}`),
  ]
}

function placeOf(cluster: readonly Host[], count: number): number {
  const [first = ''] = cluster.map(({ name }) => name).sort()
  return (createHash('sha256').update(first).digest().readUInt32BE(0) % count) + 1
}
