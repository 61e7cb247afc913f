import type { OnBug } from '../engine/bugs.ts'
import { elapsed } from '../engine/elapsed.ts'
import type { Afterword } from '../engine/host-record.ts'
import type { Planned } from '../engine/planned.ts'
import { type Cluster, virtualAddresses } from '../lvs/cluster/cluster.ts'
import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { named } from '../lvs/cluster/named.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { holdersOf, missingOf } from '../lvs/verify/cast.ts'
import type { HostSight, Sights } from '../lvs/verify/sight.ts'
import type { Facts } from '../model/facts.ts'
import type { Site } from '../model/play.ts'
import type { HostReport } from '../model/report.ts'
import { lookScript } from './look.ts'
import { unseenFor } from './observe.ts'
import { readSight } from './read.ts'

/** A host of the run, and the way to ask it. */
export interface Asked extends Pick<Planned, 'host' | 'ask'> {
  readonly init: Facts['init']
}

/** What was seen of the directors that answered. */
type Found = Sights['hosts']

/**
 * After a run that changed keepalived: whether each virtual address of those clusters is on one director alone, once an election
 * is over. What is wrong then gets some time more. Directors that are not in the run, or did not end well, are not asked.
 */
export async function lookAtHolders(
  site: Site,
  hosts: readonly Asked[],
  done: readonly HostReport[],
  onBug: OnBug,
): Promise<readonly Afterword[]> {
  const reports = new Map(done.map((report) => [report.host, report]))
  const touched = scenesOf(site).filter((scene) => isTouched(scene, reports))
  const each = touched.map((scene) => {
    const own = hosts.filter(({ host }) => scene.directors.some((director) => director.host === host))
    const asked = own.filter(({ host }) => ['ok', 'changed'].includes(reports.get(host.name)?.outcome ?? ''))
    return asked.length === 0 ? [] : settled(scene, asked, onBug)
  })
  return (await Promise.all(each)).flat()
}

/** Whether a role that makes a host a director changed something there. */
function isTouched({ directors }: Scene, reports: ReadonlyMap<string, HostReport>): boolean {
  return directors.some(({ host, roles }) => {
    const own = roles.flatMap(({ role, part }) => (part.director ? [role] : []))
    const steps = reports.get(host.name)?.steps ?? []
    return steps.some(({ role, outcome }) => own.includes(role) && !['unchanged', 'skipped'].includes(outcome))
  })
}

/** Who has the addresses of one cluster once an election is over; `electing` false: there was none. */
export async function settled(
  scene: Scene,
  asked: readonly Asked[],
  onBug: OnBug,
  electing = true,
): Promise<readonly Afterword[]> {
  const { election, patience } = secondsOf(scene.cluster)
  if (electing) await elapsed(election)
  for (let left = patience; ; left -= 1) {
    const words = judged(scene, asked, await look(asked, onBug))
    if (left <= 0 || words.every(({ failed }) => !failed)) return words
    await elapsed(1)
  }
}

/** An election takes three adverts and less than one more; keepalived may begin it later, and be held up by scripts that have to succeed first. */
function secondsOf({ instances, words }: Cluster): { readonly election: number; readonly patience: number } {
  const adverts = instances.map(({ advertInterval }) => 4 * advertInterval)
  const election = Math.ceil(Math.max(0, ...adverts) + (words.global_defs?.vrrp_startup_delay ?? 0)) + 1
  const scripts = Object.values(words.vrrp_scripts ?? {}).map(({ interval = 1, rise = 1 }) => interval * (rise + 1))
  return { election, patience: election + Math.ceil(Math.max(0, ...scripts)) + 5 }
}

async function look(asked: readonly Asked[], onBug: OnBug): Promise<Found> {
  const each = asked.map(async ({ host: { name }, ask }) => [name, await sightOf(name, ask, onBug)] as const)
  return new Map(
    (await Promise.all(each)).flatMap(([name, sight]) => (isUnseen(sight) ? [] : [[name, sight] as const])),
  )
}

async function sightOf(name: string, ask: Asked['ask'], onBug: OnBug): Promise<HostSight | Unseen> {
  try {
    const { transcript } = await ask('verifying', (token) => lookScript(token, null, false), 60_000)
    return readSight(transcript, 0, 0)
  } catch (error) {
    return unseenFor(name, error, onBug)
  }
}

function judged(scene: Scene, asked: readonly Asked[], hosts: Found): readonly Afterword[] {
  const blind = missingOf(scene, { hosts })
  const places = virtualAddresses(scene.cluster).map(({ cidr: { address } }) => ({
    address,
    holders: holdersOf(address, scene, { hosts }),
  }))
  const byHolders = Map.groupBy(places, ({ holders }) => holders.join(' '))
  const open = places.filter(({ holders }) => holders.length < 2)
  return [
    ...[...byHolders.values()].flatMap((same) => fault(same, blind, asked)),
    ...(blind.length > 0 && open.length > 0 ? [notChecked(listed(open), blind, asked)] : []),
  ]
}

interface Held {
  readonly address: string
  readonly holders: readonly string[]
}

/** Of addresses that are on the same directors. */
function fault(held: readonly Held[], blind: readonly string[], asked: readonly Asked[]): readonly Afterword[] {
  const { holders } = held[0]!
  const one = held.length === 1
  if (holders.length > 1) {
    const message = `${listed(held)} ${one ? 'is' : 'are'} on ${named(holders)}: one director may have ${one ? 'it' : 'them'}`
    const hint = `lbprov verify shows whether the directors hear each other; ${logsOf(asked, holders)}`
    return [{ hosts: holders, failed: true, message, hint }]
  }
  if (holders.length === 1 || blind.length > 0) return []
  const all = asked.map(({ host }) => host.name)
  const message = `no director has ${listed(held)}`
  return [{ hosts: all, failed: true, message, hint: `keepalived says why none is master; ${logsOf(asked, all)}` }]
}

function notChecked(addresses: string, blind: readonly string[], asked: readonly Asked[]): Afterword {
  const message = `NOT CHECKED: whether ${addresses} is on one director alone, since ${named(blind)} ${blind.length > 1 ? 'were' : 'was'} not asked; lbprov verify asks all`
  return { hosts: asked.map(({ host }) => host.name), failed: false, message }
}

function listed(held: readonly Held[]): string {
  const all = held.map(({ address }) => address)
  return named(all.length > 4 ? [...all.slice(0, 3), `${all.length - 3} more`] : all)
}

/** Where keepalived of each says what it does. */
function logsOf(asked: readonly Asked[], names: readonly string[]): string {
  const own = asked.filter(({ host }) => names.includes(host.name))
  const byInit = Map.groupBy(own, ({ init }) => init === 'systemd')
  const each = [...byInit].map(([systemd, same]) => {
    const log = systemd ? 'journalctl -u keepalived -n 50' : 'grep Keepalived /var/log/messages'
    return `on ${named(same.map(({ host }) => host.name))}: ${log}`
  })
  return each.join('; ')
}
