import { isDeepStrictEqual } from 'node:util'
import type { Held } from '../model/held.ts'
import { type Assignment, type Play, playsOf, type Site } from '../model/play.ts'
import { label, type Resource } from '../model/resource.ts'
import type { Resources } from '../model/role.ts'

/** Of some hosts what their roles declare another way while `held` holds than while `than` does, and what is refreshed by it. */
export interface Narrow {
  readonly hosts: readonly string[]
  readonly held: Held
  readonly than: Held
}

/** The site with that alone. Its clusters are whole. */
export function narrowed(site: Site, { hosts, held, than }: Narrow): Site {
  const plays = playsOf(site.plays, ({ name }) => hosts.includes(name)).map((play): Play => {
    const own = [...play.assignments].map(([host, all]) => [host, all.map(differing(than))] as const)
    return { ...play, serial: null, assignments: new Map(own) }
  })
  return { ...holding(site, held), plays, unlimited: site.unlimited ?? site.plays }
}

/** The site while that is set aside, and nothing else. */
export function holding(site: Site, held: Held): Site {
  return { ...site, inventory: { ...site.inventory, held } }
}

const differing =
  (than: Held) =>
  (assignment: Assignment): Assignment => {
    const { definition } = assignment
    const resources: typeof definition.resources = (input) => {
      const own = flat(definition.resources(input))
      const others = flat(definition.resources({ ...input, inventory: { ...input.inventory, held: than } }))
      const before = new Map(others.map((one) => [label(one), one.desired]))
      const changed = new Set(own.filter((one) => !isDeepStrictEqual(before.get(label(one)), one.desired)))
      return own.filter((one) => changed.has(one) || one.refreshOn.some((other) => changed.has(other)))
    }
    return { ...assignment, definition: { ...definition, resources } }
  }

function flat(resources: Resources): readonly Resource[] {
  return resources.flatMap((one) => (Array.isArray(one) ? flat(one as Resources) : [one as Resource]))
}
