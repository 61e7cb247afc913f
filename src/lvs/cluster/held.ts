import { type Held, type Note, nothingHeld } from '../../model/held.ts'
import { own } from '../../model/own.ts'
import type { Instance } from './instance.ts'
import type { RealServer } from './real-server.ts'
import type { Service } from './service.ts'

/** Why a real server is drained; undefined: it is not. */
export function drainOf({ host, address }: Pick<RealServer, 'host' | 'address'>, { drained }: Held): Note | undefined {
  return (host === null ? undefined : drained.get(host)) ?? drained.get(address)
}

/** The service as it is while servers are drained: their weight is 0. */
export function withoutDrained(service: Service, held: Held = nothingHeld): Service {
  if (held.drained.size === 0) return service
  const realServers = service.realServers.map((server) =>
    drainOf(server, held) ? { ...server, weight: 0, drained: true } : server,
  )
  return { ...service, realServers }
}

/** The weight that the variables give a server. */
export function writtenWeight({ words }: RealServer): number {
  return words.weight ?? 1
}

/**
 * The instance while other directors are to lead, as that director has it: with their priorities, and at the one that leads without
 * what would keep it from it.
 */
export function led(instance: Instance, { leads }: Held = nothingHeld, director?: string): Instance {
  const given = new Map<string, number>()
  for (const [name, { priorities }] of leads) {
    const priority = own(priorities, instance.name)
    if (priority !== undefined) given.set(name, priority)
  }
  if (given.size === 0) return instance
  const priority = { ...instance.words.priority, ...Object.fromEntries(given) }
  const isFree = director === undefined || given.has(director)
  const free = isFree ? { nopreempt: undefined, preempt_delay: undefined } : {}
  return { ...instance, words: { ...instance.words, ...free, priority } }
}
