import type { Host } from '../../model/host.ts'
import type { Instance } from '../cluster/cluster.ts'
import { partsOf } from '../cluster/member.ts'
import type { Scene } from '../cluster/scene.ts'
import { priorityOf } from '../keepalived/instance.ts'
import type { HostSight, Sights } from './sight.ts'

/** The hosts that balance: the directors or, in a cluster without keepalived, the static one. */
export function balancers({ directors, members }: Scene): readonly Host[] {
  if (directors.length > 0) return directors.map(({ host }) => host)
  return members.filter((member) => partsOf(member, 'table').some((table) => table.static)).map(({ host }) => host)
}

/** The directors that may be master of the instance now: the promoted one, the one with the highest priority or, with nopreempt, any. */
export function mayBeMaster(instance: Instance, scene: Scene, { hosts, promoted }: Sights): readonly string[] {
  const all = balancers(scene).map(({ name }) => name)
  if (promoted !== undefined) return [promoted]
  const known = scene.directors
    .filter(({ host }) => hosts.has(host.name))
    .map(({ host, priority }) => ({
      name: host.name,
      priority: priorityOf(instance, { name: host.name, priority: priority ?? Number.NaN }),
    }))
  const highest = Math.max(...known.map(({ priority }) => priority))
  if (instance.words.nopreempt || Number.isNaN(highest) || known.length === 0) return all
  return known.filter(({ priority }) => priority === highest).map(({ name }) => name)
}

/** The interfaces of a host that have the address, and under which prefix. */
export function placesOf(sight: HostSight | undefined, address: string): HostSight['addresses'] {
  return sight?.addresses.filter(({ cidr }) => cidr.split('/')[0] === address) ?? []
}

/** Whether the host has the address as a director has it: on another interface than lo. */
export function holds(sight: HostSight | undefined, address: string): boolean {
  return placesOf(sight, address).some((place) => place.interface !== 'lo')
}

/** The directors that have the address. */
export function holdersOf(address: string, scene: Scene, { hosts }: Pick<Sights, 'hosts'>): readonly string[] {
  return balancers(scene)
    .map(({ name }) => name)
    .filter((name) => holds(hosts.get(name), address))
}

/** The directors that could not be looked at. */
export function missingOf(scene: Scene, { hosts }: Pick<Sights, 'hosts'>): readonly string[] {
  return balancers(scene)
    .map(({ name }) => name)
    .filter((name) => !hosts.has(name))
}

/** The commands that take an address off a host, for a person: a run leaves alone what keepalived of EL6 does not say it has. */
export function removal(address: string, name: string, { hosts }: Sights): string {
  const places = placesOf(hosts.get(name), address).filter((place) => place.interface !== 'lo')
  return `on ${name}: ${places.map((place) => `ip addr del ${place.cidr} dev ${place.interface}`).join('; ')}`
}
