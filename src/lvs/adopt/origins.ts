import type { Host, Path } from '../../model/host.ts'
import type { Site } from '../../model/play.ts'
import type { SourcePosition } from '../../model/position.ts'
import type { AdoptedDirector } from './merge.ts'

/** Where a place of the variables was written. */
export type Origin = (variable: string, path?: Path) => SourcePosition | undefined

/** Of what is one director's own, the place in its file; of anything else, in that of the first that has it. */
export function originIn(directors: readonly AdoptedDirector[]): Origin {
  return (variable, path = []) => {
    const owners = directors.filter(({ name }) => path.includes(name))
    const places = [...owners, ...directors].map(({ read }) => read.origin(variable, path))
    return places.find((where) => where !== undefined)
  }
}

/** A new site with the places of what it was made of: what is wrong with it was wrong there. `otherwise`: the place of what is of no word. */
export function asWritten(site: Site, origin: Origin, otherwise: SourcePosition): Site {
  const hosts = new Map(site.inventory.hosts.map((host) => [host, { ...host, origin }] as const))
  const byName = new Map([...hosts.values()].map((host) => [host.name, host]))
  const plays = site.plays.map((play) => ({
    ...play,
    assignments: new Map(
      [...play.assignments].map(([host, roles]) => [
        hosts.get(host) as Host,
        roles.map((role) => ({ ...role, where: otherwise })),
      ]),
    ),
  }))
  const inventory = { ...site.inventory, hosts: [...hosts.values()], host: (name: string) => byName.get(name) }
  return { ...site, inventory, plays, slips: [] }
}
