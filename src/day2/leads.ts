import type { Instance } from '../lvs/cluster/cluster.ts'
import type { Scene } from '../lvs/cluster/scene.ts'
import { priorityOf } from '../lvs/keepalived/instance.ts'
import { ConfigError } from '../model/errors.ts'
import type { Held, Note } from '../model/held.ts'
import { own } from '../model/own.ts'

export type Leads = Held['leads']

/** The priority of a director in an instance of a scene that is as the variables say, while those lead. */
export function priorityWhile(leads: Leads, director: string, instance: Instance, { directors }: Scene): number {
  const member = directors.find(({ host }) => host.name === director)
  const usual = priorityOf(instance, { name: director, priority: member?.priority ?? 100 })
  return own(leads.get(director)?.priorities ?? {}, instance.name) ?? usual
}

/** The director with the highest priority, of those that are not `except`. */
export function firstWhile(leads: Leads, instance: Instance, scene: Scene, except?: string): string | undefined {
  const names = scene.directors.map(({ host }) => host.name).filter((name) => name !== except)
  return names.toSorted(
    (one, other) => priorityWhile(leads, other, instance, scene) - priorityWhile(leads, one, instance, scene),
  )[0]
}

/** Those leads with nobody leading the instances but for what the variables say. */
export function withoutLead(leads: Leads, instances: readonly Instance[]): Leads {
  const names = instances.map(({ name }) => name)
  const left = [...leads].map(([director, lead]) => {
    const priorities = Object.entries(lead.priorities).filter(([name]) => !names.includes(name))
    return [director, { ...lead, priorities: Object.fromEntries(priorities) }] as const
  })
  return new Map(left.filter(([, { priorities }]) => Object.keys(priorities).length > 0))
}

/** Those leads with the instances led by a director: by one priority more than anybody has. Throws ConfigError where there is none left. */
export function withLead(leads: Leads, to: string, instances: readonly Instance[], scene: Scene, note: Note): Leads {
  const given = instances.map((instance) => {
    const all = scene.directors.map(({ host }) => priorityWhile(leads, host.name, instance, scene))
    const priority = Math.max(...all) + 1
    if (priority > 254)
      throw new ConfigError([
        {
          message: `${instance.name} has no priority left above 254, the highest that there is`,
          hint: 'lower the priorities of its directors',
        },
      ])
    return [instance.name, priority] as const
  })
  const rest = withoutLead(leads, instances)
  const priorities = { ...rest.get(to)?.priorities, ...Object.fromEntries(given) }
  return new Map([...rest, [to, { ...note, priorities }]])
}
