import { detectionSeconds } from '../lvs/cluster/detection.ts'
import type { Scene } from '../lvs/cluster/scene.ts'
import type { Held, Note, Roll } from '../model/held.ts'
import { drainStages, undrainStages } from './drain.ts'
import { aroundStages, prove } from './failover.ts'
import { type MoveOrder, moveOf } from './moves.ts'
import type { Stage, Work } from './stage.ts'

export interface RollOrder {
  /** The clusters as they are. */
  readonly scenes: readonly Scene[]
  /** The same as the variables say, with nobody leading, and what was seen of their directors. */
  readonly unled: MoveOrder
  readonly held: Held
  readonly note: Note
  readonly work: Work
  readonly servers: boolean
  readonly directors: boolean
  /** Seconds that clients of a real server are waited for; null: for ever. */
  readonly wait: number | null
  /** Whether there is a client that looks, too. */
  readonly client: boolean
}

/** Seconds that a host is given to be well after the work. */
const patience = 120

/** One host after the other: out of use, worked on, seen to be well, back in use. What `held.roll` says is done is left out. Throws ConfigError where a host can't be spared. */
export function rollStages(order: RollOrder): readonly Stage[] {
  const { held, note, work } = order
  let roll: Roll = held.roll ?? { ...note, work: workName(work), done: [] }
  let now: Held = { ...held, roll }
  const stages: Stage[] = [keep(now, `a roll begins: ${roll.work}`)]
  const hosts = hostsOf(order).filter(({ name }) => !roll.done.includes(name))
  for (const { name, serves } of hosts) {
    const isOut = now.drained.has(name) && held.roll?.at !== name
    if (serves && !isOut) {
      roll = { ...roll, at: name }
      now = { ...now, roll }
    }
    stages.push(...(serves ? onServer(order, name, now, isOut) : onDirector(order, name, now)))
    roll = { ...roll, at: undefined, done: [...roll.done, name] }
    const drained = new Map([...now.drained].filter(([one]) => one !== name || isOut))
    now = { ...now, drained, roll }
    stages.push(keep(now, `${name} is through`))
  }
  return [...stages, keep({ ...now, roll: undefined }, 'the roll is over')]
}

/** Real servers first, then directors, those that are master last. */
function hostsOf({
  scenes,
  servers,
  directors,
  unled,
}: RollOrder): readonly { readonly name: string; readonly serves: boolean }[] {
  const serving = scenes.flatMap(({ cluster }) =>
    cluster.services.flatMap(({ realServers }) => realServers.flatMap(({ host }) => host ?? [])),
  )
  const all = scenes.flatMap((scene) => scene.directors.map(({ host }) => host.name))
  const masters = all.filter((name) => isMaster(name, unled))
  const ordered = [...all.filter((name) => !masters.includes(name)), ...masters]
  return [
    ...(servers
      ? [...new Set(serving)].filter((name) => !all.includes(name)).map((name) => ({ name, serves: true }))
      : []),
    ...(directors ? [...new Set(ordered)].map((name) => ({ name, serves: false })) : []),
  ]
}

function isMaster(name: string, { scenes, sights }: MoveOrder): boolean {
  const own = sights.hosts.get(name)?.addresses.map(({ cidr }) => cidr.split('/', 1)[0]) ?? []
  return scenes.some(({ cluster }) =>
    cluster.instances.some(({ addresses }) => addresses.some(({ address }) => own.includes(address))),
  )
}

function onServer(order: RollOrder, name: string, held: Held, isOut: boolean): readonly Stage[] {
  const { scenes, note, wait } = order
  const alone = `a roll takes ${name} out of use, so another server must be there; or do it by hand: lbprov drain ${name} --force, then lbprov undrain ${name}`
  const one = { scenes, servers: [name], note, wait, force: false, alone }
  const drained = { ...held, drained: new Map([...held.drained, [name, held.drained.get(name) ?? note]]) }
  const around = isOut ? [] : drainStages({ ...one, held })
  return [
    ...around,
    ...onHost(order, name, isOut ? held : drained),
    ...(isOut ? [] : undrainStages({ ...one, held: drained, force: true })),
    ...(isOut ? [] : served(order)),
  ]
}

function onDirector(order: RollOrder, name: string, held: Held): readonly Stage[] {
  const { scenes, unled, note } = order
  const own = scenes.filter(({ directors }) => directors.some(({ host }) => host.name === name))
  const after = (now: Held) => [...onHost(order, name, now), ...own.map((scene) => prove({ scene }, now, patience))]
  if (!isMaster(name, unled)) return [...own.map((scene) => prove({ scene }, held)), ...after(held)]
  return [...aroundStages(moveOf({ ...unled, held, note, away: name }), after), ...served(order)]
}

function onHost({ work, scenes }: RollOrder, host: string, held: Held): readonly Stage[] {
  const services = scenes.flatMap(({ cluster }) => cluster.services)
  const own = services.filter(({ realServers }) => realServers.some((server) => server.host === host))
  const settle = Math.ceil(Math.max(0, ...own.map((service) => detectionSeconds(service) ?? 0)))
  return [
    {
      title: `${workName(work)} on ${host}`,
      clients: 'nothing: it has none',
      seconds: work.do === 'reboot' ? work.seconds : null,
      act: { do: 'work', host, work },
    },
    {
      title: `look whether ${host} is as its roles say, and in reach of the directors' checks`,
      clients: 'nothing',
      seconds: settle + patience,
      act: { do: 'well', host, held, settle, seconds: patience },
    },
  ]
}

function served({ client }: RollOrder): readonly Stage[] {
  const title = 'look whether the client gets a connection every time'
  return client ? [{ title, clients: 'nothing', seconds: null, act: { do: 'served' } }] : []
}

function keep(held: Held, what: string): Stage {
  return { title: `keep it: ${what}`, clients: 'nothing', seconds: null, act: { do: 'hold', held } }
}

/** What is done to each host, in words. */
export function workName(work: Work): string {
  if (work.do === 'reboot') return 'reboot'
  if (work.do === 'command') return `run ${work.words.join(' ')}`
  return `upgrade ${work.name}${work.version === undefined ? '' : ` to ${work.version}`}`
}
