import { hostsOf, scenesOf } from '../lvs/cluster/scene.ts'
import { ConfigError, type Problem } from '../model/errors.ts'
import type { Host } from '../model/host.ts'
import { playsOf, type Site } from '../model/play.ts'

/** The same site without these hosts in any play, and who they are. Throws ConfigError for one that is not in the inventory, and for one that a cluster still sends to. */
export function withoutHosts(site: Site, names: readonly string[]): { site: Site; retired: readonly Host[] } {
  const problems = names.filter((name) => !site.inventory.host(name)).map((name) => unknown(name))
  if (problems.length > 0) throw new ConfigError(problems)
  const rest = { ...site, plays: playsOf(site.plays, ({ name }) => !names.includes(name)) }
  const scenes = scenesOf(rest)
  const served = new Set(scenes.flatMap((scene) => hostsOf(scene).map(({ name }) => name)))
  const peers = new Map(scenes.flatMap(({ directorGroup }) => peersIn(directorGroup, site)))
  const kept = names.flatMap((name) => {
    const group = peers.get(name)
    return [...(served.has(name) ? [stillServes(name)] : []), ...(group === undefined ? [] : [stillPeer(name, group)])]
  })
  if (kept.length > 0) throw new ConfigError(kept)
  return { site: rest, retired: names.map((name) => site.inventory.host(name)!) }
}

const peersIn = (group: string, { inventory }: Site) =>
  (inventory.groups.get(group) ?? []).map((name) => [name, group] as const)

const unknown = (name: string): Problem => ({
  message: `${name} is no host of the inventory`,
  hint: 'it is entered to take away what lbprov put there: let it stay in the inventory until then, in no group',
})

const stillPeer = (name: string, group: string): Problem => ({
  message: `${name} is in the group ${group} still`,
  hint: 'take it out of its groups first: the other directors take those in that group for their peers',
})

const stillServes = (name: string): Problem => ({
  message: `directors send to ${name} still`,
  hint: 'take it out of real_servers and sorry_server of virtual_servers first',
})
