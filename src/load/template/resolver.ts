import { dirname } from 'node:path'
import type { KnownHost } from '../connection/known-host.ts'
import type { Problems } from '../text/problems.ts'
import { deepFreeze, exactly, isDynamic, isTemplated, Tagged, type Variable, type Variables } from '../text/variable.ts'
import { vaultHint } from '../text/vault.ts'
import { numberText, WholeFloat, withPlainNumbers } from '../text/whole-float.ts'
import { evaluated, type Scope } from './evaluate.ts'
import { Lazy } from './held.ts'
import { Missing } from './output.ts'
import { Refusal } from './tokens.ts'

/** What expressions may name beside variables. */
export interface World {
  readonly host: (name: string) => KnownHost | undefined
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly playbookDirectory: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The text in a vault. Throws a VaultError. */
  readonly open: (vault: string) => string
}

/** Whose variable it is, and what beside the host's own variables expressions may name, the strongest first. */
export interface Use {
  readonly name: string
  readonly host: KnownHost
  readonly over?: readonly Variables[]
}

/** A variable with its expressions worked out and its vaults opened; undefined after telling why that can't be. */
export type Resolve = (variable: Variable, use: Use, problems: Problems) => Variable | undefined

/** Names whose values lead to each other, at most. */
const deepest = 50
/** Names in all of one value. */
const mostSteps = 10_000

export function newResolve(world: World): Resolve {
  return (variable, use, problems) => {
    if (variable.doubt) {
      problems.add(variable.doubt.where, `${use.name}: ${variable.doubt.message}`, variable.doubt.hint)
      return undefined
    }
    return isDynamic(variable) ? resolved(variable, use, world, problems) : variable
  }
}

function resolved(variable: Variable, use: Use, world: World, problems: Problems): Variable | undefined {
  const walk: Walk = { ...use, world, depth: 0, count: { steps: 0 } }
  let isWhole = true
  const told = (text: string, path: readonly (string | number)[], error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    isWhole = false
    const shown = text.length > 100 ? `${text.slice(0, 97)}…` : text
    problems.alike(error.kind, variable.locate(path), `${use.name}: ${shown}: ${error.message}`, error.hint)
  }
  const value = mapped(variable.value, [], (leaf, path) => {
    try {
      return leafOf(leaf, walk)
    } catch (error) {
      told(leaf instanceof Tagged ? leaf.tag : String(leaf), path, error)
      return null
    }
  })
  if (!isWhole) return undefined
  const { text: _, exact: __, ...rest } = variable
  return { ...rest, ...wordOf(value), value: deepFreeze(withPlainNumbers(value)) }
}

/** A number or a truth value as text, for those who want text. */
function wordOf(value: unknown): Pick<Variable, 'text'> {
  if (typeof value === 'number' || value instanceof WholeFloat) return { text: numberText(value) }
  return typeof value === 'boolean' ? { text: String(value) } : {}
}

type Path = readonly (string | number)[]

function mapped(value: unknown, path: Path, change: (leaf: unknown, path: Path) => unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Tagged || value instanceof WholeFloat)
    return change(value, path)
  if (Array.isArray(value)) return value.map((item, index) => mapped(item, [...path, index], change))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, [...path, key], change)]))
}

interface Walk extends Use {
  readonly world: World
  readonly depth: number
  readonly count: { steps: number }
}

function leafOf(leaf: unknown, walk: Walk): unknown {
  if (leaf instanceof Tagged) return leaf.tag === '!unsafe' ? leaf.text : opened(leaf.text, walk.world)
  return isTemplated(leaf) ? evaluated(leaf as string, scopeOf(walk)) : leaf
}

function opened(vault: string, { open }: World): string {
  try {
    return open(vault)
  } catch (error) {
    throw new Refusal(`the vault stays closed: ${(error as Error).message}`, vaultHint)
  }
}

function scopeOf(walk: Walk): Scope {
  return {
    value: (name) => namedValue(name, walk),
    environment: (name) => walk.world.environment[name],
  }
}

/** The value of a variable of the host, its own expressions worked out. */
function ofVariable(name: string, walk: Walk): unknown {
  const { host, over = [], depth, count } = walk
  const variable = over.find((one) => one.has(name))?.get(name) ?? host.variable(name)
  if (variable === undefined) return new Missing(name)
  if (++count.steps > mostSteps) throw new Refusal(`it takes more than ${mostSteps} steps`)
  if (depth >= deepest) throw new Refusal(`${name} leads back to itself, or through more than ${deepest} variables`)
  if (variable.doubt) throw new Refusal(`${name}: ${variable.doubt.message}`, variable.doubt.hint)
  if (!isDynamic(variable)) return exactly(variable)
  return mapped(exactly(variable), [], (leaf) => leafOf(leaf, { ...walk, depth: depth + 1 }))
}

function namedValue(name: string, walk: Walk): unknown {
  const { host, over = [] } = walk
  const isSet = over.some((one) => one.has(name)) || host.variable(name) !== undefined
  return ofWorld(name, walk) ?? (isSet ? undefined : given(host, name)) ?? ofVariable(name, walk)
}

/** What Ansible says of a host by itself, where nothing stronger does. */
function given(host: KnownHost, name: string): unknown {
  if (name === 'inventory_hostname') return host.name
  if (name === 'inventory_hostname_short') return host.name.split('.')[0]
  if (name === 'group_names') return host.groups.toSorted()
  if (name === 'inventory_file') return host.file
  return name === 'inventory_dir' ? host.file && dirname(host.file) : undefined
}

/** What no variable beats. */
function ofWorld(name: string, walk: Walk): unknown {
  const { world } = walk
  if (name === 'playbook_dir') return world.playbookDirectory
  if (name === 'groups') return Object.fromEntries(world.groups)
  return name === 'hostvars' ? new Lazy((key) => hostOf(key, walk)) : undefined
}

function hostOf(name: string, walk: Walk): unknown {
  const host = walk.world.host(name)
  if (!host) return new Missing(`the host ${name}`)
  const { over: _, ...rest } = walk
  const inside = { ...rest, host }
  return new Lazy((key) => namedValue(key, inside))
}
