import { isDeepStrictEqual } from 'node:util'
import { ConfigError, KindError, kindHint, type Problem, UnsupportedError } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host, Inventory } from '../model/host.ts'
import { inKind } from '../model/in-kind.ts'
import type { Assignment, Play, Site } from '../model/play.ts'
import { showPosition } from '../model/position.ts'
import { label, type Provider, type Resource } from '../model/resource.ts'
import { pathOf } from '../resources/caller.ts'
import { resourcesIn } from './role-result.ts'

/** A resource of a host with what is known of it before the host is looked at. */
export interface Declaration {
  readonly resource: Resource
  readonly provider: Provider
  readonly play: Play
  readonly assignment: Assignment
}

export interface TagFilter {
  readonly tags?: readonly string[] | undefined
  readonly skipTags?: readonly string[] | undefined
}

/**
 * Everything that the site's roles want of one host, in the order of the plays. The same thing wanted twice is one
 * declaration, the first; wanted differently it is a ConfigError that names both places, as is a role that throws, a kind
 * that throws, and `confirm` where the host can't take the change back.
 */
export function declarationsOf(site: Site, host: Host, facts: Facts, filter: TagFilter = {}): Declaration[] {
  const wanted = site.plays.flatMap((play) =>
    (play.assignments.get(host) ?? []).flatMap((assignment) =>
      resourcesOf(assignment, host, facts, site.inventory).map((resource) => ({ resource, play, assignment })),
    ),
  )
  const chosen = wanted.filter(({ resource, assignment }) => passes([...resource.tags, ...assignment.tags], filter))
  const once = merged(host, chosen)
  try {
    const declarations = once.map((one) => ({ ...one, provider: providerOf(one.resource, host, facts) }))
    requireUndo(declarations)
    return declarations
  } catch (error) {
    throw asMistake(error, once)
  }
}

/** The first call in a file, of those that a stack names; Node's own are in none. */
const ownFrame = /^ +at (?:.* \(|async )?((?:file:\/\/)?\/[^()\n]*):(\d+:\d+)\)?$/m

/** A KindError that comes before any change as the ConfigError that it is, with the role; any other error as it is. */
export function asMistake(error: unknown, wanted: readonly Wanted[]): unknown {
  if (!(error instanceof KindError)) return error
  const { resource, message, cause } = error
  const role = wanted.find((one) => one.resource === resource)?.assignment.role
  const place = cause instanceof Error ? ownFrame.exec(cause.stack ?? '') : null
  const hint = place ? `${kindHint}; thrown at ${pathOf(place[1]!)}:${place[2]}` : kindHint
  return new ConfigError([{ where: resource.where, message: `role ${role}: ${message}`, hint }])
}

function requireUndo(declarations: readonly Declaration[]): void {
  const problems = declarations
    .filter(({ resource, provider }) => resource.confirm !== undefined && provider.undo === undefined)
    .map(({ resource, assignment }) => ({
      where: resource.where,
      message: `role ${assignment.role}: ${label(resource)} has confirm, but ${resource.kind.name} can't take a change back`,
      hint: 'leave confirm out: it is for file, block, firewall, a default route, and own kinds with undo',
    }))
  if (problems.length > 0) throw new ConfigError(problems)
}

function resourcesOf(assignment: Assignment, host: Host, facts: Facts, inventory: Inventory): Resource[] {
  try {
    return resourcesIn(assignment.definition.resources({ host, params: assignment.params, facts, inventory }))
  } catch (error) {
    throw new ConfigError(roleProblems(assignment, host, error))
  }
}

const pathInStack = /\(?(?:file:\/\/)?(\/[^()\n]*?role\.[jt]s):(\d+):(\d+)/

function roleProblems({ role, where }: Assignment, host: Host, error: unknown): Problem[] {
  if (error instanceof ConfigError)
    return error.problems.map((problem) => ({
      ...problem,
      where: problem.where ?? where,
      message: `role ${role} on ${host.name}: ${problem.message}`,
    }))
  const { message, stack = '' } = error instanceof Error ? error : { message: String(error) }
  const place = pathInStack.exec(stack)
  return [
    {
      where,
      message: `role ${role} failed for host ${host.name}: ${message}`,
      hint: place ? `thrown at ${place[1]}:${place[2]}:${place[3]}` : undefined,
    },
  ]
}

function passes(tags: readonly string[], { tags: only, skipTags = [] }: TagFilter): boolean {
  if (tags.some((tag) => skipTags.includes(tag))) return false
  return only === undefined || tags.some((tag) => only.includes(tag))
}

type Wanted = Omit<Declaration, 'provider'>

function merged(host: Host, wanted: readonly Wanted[]): Wanted[] {
  const first = new Map<string, Wanted>()
  const standsFor = new Map<Resource, Resource>()
  for (const one of wanted) {
    const key = label(one.resource)
    const other = first.get(key)
    if (other) requireSame(host, other, one)
    const resource = other?.resource ?? withRefreshOn(one.resource, standsFor)
    standsFor.set(one.resource, resource)
    if (!other) first.set(key, { ...one, resource })
  }
  return [...first.values()]
}

function withRefreshOn(resource: Resource, standsFor: ReadonlyMap<Resource, Resource>): Resource {
  const refreshOn = resource.refreshOn.map((other) => standsFor.get(other) ?? other)
  return refreshOn.every((other, i) => other === resource.refreshOn[i]) ? resource : { ...resource, refreshOn }
}

function requireSame(host: Host, one: Wanted, other: Wanted): void {
  if (isDeepStrictEqual(one.resource.desired, other.resource.desired)) return
  const places = [one, other].map(
    ({ assignment, resource }) => `role ${assignment.role} at ${showPosition(resource.where)}`,
  )
  throw new ConfigError([
    {
      where: other.assignment.where,
      message: `${label(one.resource)} is declared twice for host ${host.name}, differently: ${places.join(' and ')}`,
      hint: 'let one role own it, or make both want the same',
    },
  ])
}

/** The first provider that suits. Throws UnsupportedError, and KindError for a kind that throws. */
export function providerOf(resource: Resource, host: Host, facts: Facts): Provider {
  const { kind } = resource
  const provider = inKind(resource, 'suits', () =>
    kind.providers.find(({ suits }) => suits === undefined || suits(facts)),
  )
  if (provider) return provider
  const seen = kind.chosenBy ? ` (${kind.chosenBy} is ${JSON.stringify(facts[kind.chosenBy])})` : ''
  const known = kind.providers.map(({ name }) => name).join(', ')
  throw new UnsupportedError(
    `${host.name}: no provider of ${kind.name} suits ${facts.distribution} ${facts.release}${seen}, needed for ${label(resource)}; there is: ${known}`,
  )
}
