import { drainOf } from '../lvs/cluster/held.ts'
import type { Scene } from '../lvs/cluster/scene.ts'
import { serviceName } from '../lvs/cluster/service.ts'
import { ConfigError } from '../model/errors.ts'
import type { Held, Note } from '../model/held.ts'
import { didYouMean } from '../model/nearest.ts'
import type { Narrow } from './narrow.ts'
import { directorsOf, isServer } from './servers.ts'
import type { Stage } from './stage.ts'

export interface DrainOrder {
  readonly scenes: readonly Scene[]
  readonly held: Held
  /** Host names, or addresses of real servers that are none. */
  readonly servers: readonly string[]
  readonly note: Note
  /** How long to wait until nobody is connected: 0 not at all, null for ever. */
  readonly wait: number | null
  /** Also the last server of a service, and whatever else the directors have waiting. */
  readonly force: boolean
  /** What to do where no other server of a service is left; left out: what `lbprov drain` can do. */
  readonly alone?: string
}

/** What draining is: kept, then weight 0 everywhere, then nobody connected. Throws ConfigError for what must not be drained. */
export function drainStages(order: DrainOrder): readonly Stage[] {
  const { scenes, held, servers, note, wait, force } = order
  requireKnown(order)
  if (!force) requireOthers(order)
  const added = servers.map((name) => [name, held.drained.get(name) ?? note] as const)
  const after = { ...held, drained: new Map([...held.drained, ...added]) }
  const change = { hosts: directorsOf(scenes, servers), held: after, than: without(held, servers) }
  const again = servers.every((name) => held.drained.has(name))
  const named = servers.join(', ')
  return [
    ...(force || again ? [] : [look(change, servers)]),
    ...weights(`weight 0 for ${named}`, 'new connections go to the others; what is open goes on', change),
    ...(wait === 0 ? [] : [idle(servers, wait)]),
  ]
}

/** The way back: the weights that the variables say. */
export function undrainStages(order: Omit<DrainOrder, 'wait' | 'note'>): readonly Stage[] {
  const { scenes, held, servers, force } = order
  requireDrained(order)
  const change = { hosts: directorsOf(scenes, servers), held: without(held, servers), than: held }
  const back = weights(`weights back for ${servers.join(', ')}`, 'new connections go there again', change)
  return [...(force ? [] : [look(change, [])]), ...back]
}

function without(held: Held, servers: readonly string[]): Held {
  return { ...held, drained: new Map([...held.drained].filter(([name]) => !servers.includes(name))) }
}

function look({ hosts, held, than }: Narrow, servers: readonly string[]): Stage {
  const others = servers.length === 0 ? '' : ', and other servers in reach'
  return {
    title: `look whether ${hosts.join(' and ')} are as they should be${others}`,
    clients: 'nothing',
    seconds: null,
    act: { do: 'look', hosts, held: than, than: held, without: servers },
  }
}

function weights(what: string, clients: string, change: Narrow): readonly Stage[] {
  return [
    { title: `keep it: ${what}`, clients: 'nothing', seconds: null, act: { do: 'hold', held: change.held } },
    {
      title: `${what} on ${change.hosts.join(' and ')}`,
      clients,
      seconds: null,
      act: { do: 'converge', ...change },
    },
  ]
}

function idle(servers: readonly string[], seconds: number | null): Stage {
  return {
    title: `wait until nobody is connected to ${servers.join(', ')}`,
    clients: 'what is open goes on until clients end it',
    seconds,
    act: { do: 'idle', servers, seconds },
  }
}

function requireDrained({ held, servers }: Pick<DrainOrder, 'held' | 'servers'>): void {
  const names = [...held.drained.keys()]
  const problems = servers
    .filter((name) => !held.drained.has(name))
    .map((name) => ({
      message: `${name} is not drained`,
      hint:
        didYouMean(name, names) ||
        `drained: ${names.join(', ') || 'none'}; a weight that is off all the same is put right by lbprov run`,
    }))
  if (problems.length > 0) throw new ConfigError(problems)
}

function requireKnown({ scenes, servers }: DrainOrder): void {
  const known = scenes.flatMap(({ cluster }) => cluster.services).flatMap(({ realServers }) => realServers)
  const names = [...new Set(known.map(({ host, address }) => host ?? address))]
  const problems = servers
    .filter((name) => !known.some((server) => isServer(server, [name])))
    .map((name) => ({
      message: `${name} is no real server of this site`,
      hint: didYouMean(name, names) || `real servers: ${names.join(', ') || 'none'}`,
    }))
  if (problems.length > 0) throw new ConfigError(problems)
}

function requireOthers({ scenes, servers, held, alone }: DrainOrder): void {
  const services = scenes.flatMap(({ cluster }) => cluster.services)
  const bare = services.filter(
    ({ realServers }) =>
      realServers.some((one) => isServer(one, servers)) &&
      realServers.every((one) => one.weight === 0 || isServer(one, servers) || drainOf(one, held)),
  )
  if (bare.length === 0) return
  throw new ConfigError(
    bare.map((service) => ({
      message: `${serviceName(service)} would have no real server left`,
      hint:
        alone ??
        'drain them one after the other, undrain another one first, or add --force: new connections are refused then',
    })),
  )
}
