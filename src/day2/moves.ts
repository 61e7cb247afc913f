import type { Instance } from '../lvs/cluster/cluster.ts'
import type { Scene } from '../lvs/cluster/scene.ts'
import { holdersOf, missingOf } from '../lvs/verify/cast.ts'
import type { Sights } from '../lvs/verify/sight.ts'
import { ConfigError } from '../model/errors.ts'
import type { Held, Note } from '../model/held.ts'
import { didYouMean } from '../model/nearest.ts'
import type { Move } from './failover.ts'
import { firstWhile, withoutLead } from './leads.ts'

export interface MoveOrder {
  /** The clusters as the variables say, with nobody leading. */
  readonly scenes: readonly Scene[]
  readonly held: Held
  readonly note: Note
  /** What was seen of the directors. */
  readonly sights: Pick<Sights, 'hosts'>
  /** The director that is to lead; left out: the first of the others. */
  readonly to?: string | undefined
  /** One instance, with those of its sync group; left out: all. */
  readonly instance?: string | undefined
  readonly force?: boolean | undefined
  /** What this director has, wherever it goes. */
  readonly away?: string | undefined
}

/** Who takes over what from whom. Throws ConfigError where that is not clear, or there is nobody. */
export function moveOf(order: MoveOrder): Move {
  const { held, note, to, force, away } = order
  const scene = sceneOf(order)
  const wanted = instancesOf(scene, order)
  const masters = wanted.map((instance) => masterOf(instance, scene, order))
  const isMoving = (name: string) => name !== to && (away === undefined || name === away)
  const moving = wanted.filter((_, i) => isMoving(masters[i]!))
  const [from, other] = [...new Set(masters.filter(isMoving))]
  if (from === undefined) throw refused(`${to} is master already`, 'name another one with --to')
  if (other !== undefined)
    throw refused(`${from} and ${other} are both master, of different instances`, 'name one instance with --instance')
  const next = to ?? firstWhile(new Map(), moving[0]!, scene, from)
  if (next === undefined) throw refused('there is no second director', 'it takes two to hand over')
  return { scene, instances: moving, from, to: next, held, note, force }
}

/** The ways back to what the variables say, one a director that is to be master again. Throws ConfigError where nobody leads. */
export function movesBack(order: MoveOrder): readonly Move[] {
  const { scenes, held, note, force } = order
  const led = new Set([...held.leads.values()].flatMap(({ priorities }) => Object.keys(priorities)))
  const own = scenes.flatMap((scene) => {
    const names = scene.directors.map(({ host }) => host.name)
    const isLed = names.some((name) => held.leads.has(name))
    return isLed
      ? instancesOf(scene, order)
          .filter(({ name }) => led.has(name))
          .map((instance) => ({ scene, instance }))
      : []
  })
  if (own.length === 0) throw refused('nobody leads but as the variables say', 'there is nothing to take back')
  const targets = Map.groupBy(
    own,
    ({ scene, instance }) => firstWhile(withoutLead(held.leads, [instance]), instance, scene)!,
  )
  let now = held
  return [...targets].map(([to, all]) => {
    const { scene } = all[0]!
    const instances = all.map(({ instance }) => instance)
    const move = { scene, instances, from: masterOf(instances[0]!, scene, order), to, held: now, note, force }
    now = { ...now, leads: withoutLead(now.leads, instances) }
    return move
  })
}

function sceneOf({ scenes, to, instance, away }: MoveOrder): Scene {
  const directors = scenes.flatMap((scene) => scene.directors.map(({ host }) => host.name))
  if (to !== undefined && !directors.includes(to))
    throw refused(
      `${to} is no director of this site`,
      didYouMean(to, directors) || `directors: ${directors.join(', ') || 'none'}`,
    )
  const fitting = scenes.filter(
    (scene) =>
      [to, away].every((one) => one === undefined || scene.directors.some(({ host }) => host.name === one)) &&
      (instance === undefined || scene.cluster.instances.some(({ name }) => name === instance)),
  )
  const [scene, second] = fitting
  const names = scenes.flatMap(({ cluster }) => cluster.instances.map(({ name }) => name))
  if (!scene)
    throw refused(
      `there is no instance ${instance ?? ''} there`,
      didYouMean(instance ?? '', names) || `instances: ${names.join(', ') || 'none'}`,
    )
  if (second) throw refused('the playbook has several clusters', 'name the director that is to lead with --to')
  return scene
}

function instancesOf({ cluster }: Scene, { instance }: MoveOrder): readonly Instance[] {
  if (instance === undefined) return cluster.instances
  const groups = Object.values(cluster.words.vrrp_sync_groups ?? {}).map(({ group }) => group as readonly string[])
  const together = groups.find((group) => group.includes(instance)) ?? [instance]
  return cluster.instances.filter(({ name }) => together.includes(name))
}

function masterOf(instance: Instance, scene: Scene, { sights }: MoveOrder): string {
  const [address] = [...instance.addresses, ...instance.excluded]
  if (!address)
    throw refused(
      `${instance.name} has no virtual address, so nobody sees who is master`,
      'move it by hand: its priority',
    )
  const [master, second] = holdersOf(address.address, scene, sights)
  if (master !== undefined && second === undefined) return master
  if (second !== undefined)
    throw refused(`${master} and ${second} both have ${address.address}`, 'lbprov verify says more; mend that first')
  const missing = missingOf(scene, sights)
  throw refused(
    `no director that could be asked has ${address.address}`,
    missing.length > 0
      ? `${missing.join(', ')} could not be asked: lbprov ping ${missing.join(',')} says why`
      : 'lbprov verify says more; mend that first',
  )
}

function refused(message: string, hint: string): ConfigError {
  return new ConfigError([{ message: `no failover: ${message}`, hint }])
}
