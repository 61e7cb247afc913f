import type { Instance } from '../lvs/cluster/cluster.ts'
import type { Scene } from '../lvs/cluster/scene.ts'
import type { Held, Note } from '../model/held.ts'
import { firstWhile, type Leads, priorityWhile, withLead, withoutLead } from './leads.ts'
import type { Narrow } from './narrow.ts'
import type { Stage } from './stage.ts'

/** Instances of one cluster that move to one director. `scene` is as the variables say, with nobody leading. */
export interface Move {
  readonly scene: Scene
  readonly instances: readonly Instance[]
  readonly from: string
  readonly to: string
  readonly held: Held
  readonly note: Note
  /** Also what else the directors have waiting in the same files. */
  readonly force?: boolean | undefined
}

/** The director takes the instances over, make before break, and keeps them. */
export function overStages(move: Move): readonly Stage[] {
  const after = leadsAfter(move)
  const look = move.force ? [] : [settled(move, after)]
  return [
    prove(move, move.held),
    ...look,
    ...handed(move, move.held.leads, after),
    prove(move, { ...move.held, leads: after }),
  ]
}

/** There, whatever is to be done meanwhile, and back to who had them. */
export function aroundStages(move: Move, meanwhile: (held: Held) => readonly Stage[] = () => []): readonly Stage[] {
  const { held, from, to } = move
  const after = leadsAfter(move)
  const back = { ...move, from: to, to: from }
  return [
    ...overStages(move),
    ...meanwhile({ ...held, leads: after }),
    ...handed(back, after, held.leads),
    prove(back, held),
  ]
}

function leadsAfter({ scene, instances, to, held, note }: Move): Leads {
  const usual = withoutLead(held.leads, instances)
  const isUsual = instances.every((instance) => firstWhile(usual, instance, scene) === to)
  return isUsual ? usual : withLead(held.leads, to, instances, scene, note)
}

/** From those leads to these: who gains goes first, who loses follows when the addresses have moved. */
function handed(move: Move, before: Leads, after: Leads): readonly Stage[] {
  const { scene, instances, to, held, note } = move
  const gain = (name: string, instance: Instance) =>
    priorityWhile(after, name, instance, scene) - priorityWhile(before, name, instance, scene)
  const all = scene.directors.map(({ host }) => host.name)
  const gaining = all.filter((name) => instances.some((instance) => gain(name, instance) > 0))
  const losing = all.filter((name) => instances.some((instance) => gain(name, instance) < 0))
  // Nobody takes back by itself what it has handed over: it leads for a moment.
  if (gaining.length === 0 && instances.some(({ words }) => words.nopreempt)) {
    const moment = withLead(before, to, instances, scene, note)
    return [
      ...handed(move, before, moment),
      hold({ ...held, leads: after }, `${to} has its own priority again`),
      follow([to], { ...held, leads: after }, { ...held, leads: moment }),
    ]
  }
  const [first, second] = gaining.length > 0 ? [gaining, losing] : [losing, []]
  const [now, than] = [
    { ...held, leads: after },
    { ...held, leads: before },
  ]
  return [
    hold(now, `${to} leads ${namesOf(instances)}`),
    take(move, { hosts: first, held: now, than }, gaining.length === 0),
    ...(second.length > 0 ? [follow(second, now, than)] : []),
  ]
}

function settled({ scene, held }: Move, leads: Leads): Stage {
  const hosts = scene.directors.map(({ host }) => host.name)
  return {
    title: `look whether another change waits on ${hosts.join(' and ')}`,
    clients: 'nothing',
    seconds: null,
    act: { do: 'look', hosts, held, than: { ...held, leads }, without: [] },
  }
}

const namesOf = (instances: readonly Instance[]) => instances.map(({ name }) => name).join(', ')

function hold(held: Held, what: string): Stage {
  return { title: `keep it: ${what}`, clients: 'nothing', seconds: null, act: { do: 'hold', held } }
}

function take({ instances, from, to }: Move, narrow: Narrow, waits: boolean): Stage {
  const addresses = instances.flatMap((one) => [...one.addresses, ...one.excluded].map(({ address }) => address))
  const seconds = electionSeconds(instances, waits)
  return {
    title: `${to} takes over ${addresses.join(', ')} from ${from}`,
    clients: 'no new connection is lost; established ones go on where lvs_sync_daemon is on, else they break',
    seconds,
    act: { do: 'take', ...narrow, to, addresses, seconds },
  }
}

/** In which an election is over; who leads does not wait for preempt_delay. */
function electionSeconds(instances: readonly Instance[], waits: boolean): number {
  const each = instances.map(
    ({ advertInterval, words }) => 4 * advertInterval + (waits ? (words.preempt_delay ?? 0) : 0),
  )
  return Math.ceil(Math.max(...each)) + 1
}

function follow(hosts: readonly string[], held: Held, than: Held): Stage {
  const title = `${hosts.join(', ')} ${hosts.length === 1 ? 'goes' : 'go'} back to the usual priority`
  return { title, clients: 'nothing', seconds: null, act: { do: 'converge', hosts, held, than } }
}

/** A look whether the directors of a scene agree; tried again for some seconds, where they may need them. */
export function prove({ scene }: Pick<Move, 'scene'>, held: Held, seconds = 0): Stage {
  const hosts = scene.directors.map(({ host }) => host.name)
  return {
    title: `look whether one director is master, ${hosts.join(' and ')} hear each other and have the same table`,
    clients: 'nothing',
    seconds: null,
    act: { do: 'prove', hosts, held, seconds },
  }
}
