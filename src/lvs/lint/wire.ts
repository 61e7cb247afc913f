import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import { canonicalAddress, contains, familyOf } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import type { Instance } from '../cluster/cluster.ts'
import { type Advert, type Hearing, isUnseen } from '../cluster/hearing.ts'
import { named } from '../cluster/named.ts'
import { addressOf, hostWith } from '../cluster/place.ts'
import { instanceOn, type Scene } from '../cluster/scene.ts'
import { onInstances, type Remark } from './rule.ts'

/** What the wire says against each instance; `taken`: the numbers of all clusters that are known. */
export function wireRemarks(scene: Scene, hearing: Hearing, taken: ReadonlySet<number>): readonly Remark[] {
  return [
    ...scene.cluster.instances.flatMap((instance) => strangers(scene, instance, hearing, taken)),
    ...deafness(scene, hearing),
  ]
}

/** An address that adverts came from, and the director that heard them, on which interface. */
interface Sender {
  readonly from: string
  readonly by: string
  /** The director's interface. */
  readonly on: string
}

function strangers(scene: Scene, instance: Instance, hearing: Hearing, taken: ReadonlySet<number>): readonly Remark[] {
  const senders = foreignSenders(scene, instance, hearing)
  if (senders.length === 0) return []
  const path = [instance.name, 'virtual_router_id']
  const message = collision(instance, senders, scene)
  const hint = wayOut(instance.words.virtual_router_id, hearing, taken)
  const unknown = scene.directors.map(({ host }) => host.name).filter((name) => !hearing.facts.has(name))
  const isOther = senders.some(({ from }) => hostWith(from, scene.inventory) !== null)
  if (unknown.length === 0 || isOther) return [onInstances(path, message, hint)]
  const doubt = `${hint}; ${named(unknown)} was not looked at: is it that one?`
  return [{ ...onInstances(path, message, doubt), severity: 'warning' }]
}

function foreignSenders(scene: Scene, instance: Instance, hearing: Hearing): readonly Sender[] {
  const own = new Set(scene.directors.flatMap(({ host }) => addressesOf(host, instance, hearing.facts.get(host.name))))
  return scene.directors.flatMap(({ host: { name } }) => {
    const local = instanceOn(scene, instance, name)
    const here = new Set(bare(hearing.facts.get(name)?.interfaces.get(local.words.interface)))
    return advertsOf(hearing, name)
      .filter((advert) => concerns(advert, local, scene, here) && !own.has(advert.from))
      .map(({ from }) => ({ from, by: name, on: local.words.interface }))
  })
}

function collision({ words }: Instance, senders: readonly Sender[], scene: Scene): string {
  const each = (items: readonly string[]) => named([...new Set(items)].toSorted())
  const [hearers, heard] = [each(senders.map(({ by }) => by)), each(senders.map(({ from }) => whois(from, scene)))]
  return `virtual_router_id ${words.virtual_router_id} is in use: on ${each(senders.map(({ on }) => on))} ${hearers} heard ${heard}, no director of this cluster`
}

function advertsOf({ heard }: Hearing, name: string): readonly Advert[] {
  const own = heard.get(name) ?? []
  return isUnseen(own) ? [] : own
}

/** Every address that a director has, and those that the inventory gives it. */
function addressesOf(host: Host, { words }: Instance, facts: Facts | undefined): readonly string[] {
  const found = bare([...(facts?.interfaces.values() ?? [])].flat())
  const given = [
    addressOf(host),
    addressOf(host, 6),
    own(words.unicast_src_ip, host.name),
    own(words.mcast_src_ip, host.name),
  ]
  return [...found, ...given].flatMap((text) => canonicalAddress(text ?? '') ?? [])
}

/** Addresses without the length of their prefix. */
function bare(cidrs: readonly string[] = []): readonly string[] {
  return cidrs.map((cidr) => cidr.split('/', 1)[0]!)
}

/** Whether keepalived would take the advert for one of the instance's: with unicast it does not listen to a group. `here`: the addresses of its interface. */
function concerns(advert: Advert, { words, family }: Instance, { cluster }: Scene, here: ReadonlySet<string>): boolean {
  if (advert.id !== words.virtual_router_id || advert.device !== words.interface) return false
  if (familyOf(advert.from) !== family) return false
  const { vrrp_mcast_group4 = '224.0.0.18', vrrp_mcast_group6 = 'ff02::12' } = cluster.words.global_defs ?? {}
  const group = canonicalAddress(family === 4 ? vrrp_mcast_group4 : vrrp_mcast_group6)
  if (contains('224.0.0.0/4', advert.to) || contains('ff00::/8', advert.to))
    return !words.unicast && advert.to === group
  return here.has(advert.to)
}

function whois(address: string, { inventory }: Scene): string {
  const host = hostWith(address, inventory)
  return host === null ? address : `${host} (${address})`
}

function wayOut(id: number, { heard }: Hearing, taken: ReadonlySet<number>): string {
  const all = [...heard.values()].flatMap((one) => (isUnseen(one) ? [] : one.map((advert) => advert.id)))
  const inUse = new Set([...taken, ...all])
  const others = Array.from({ length: 254 }, (_, i) => ((id + i) % 255) + 1)
  const free = others.find((number) => !inUse.has(number))
  return `take ${free ?? 'another one'}, with which nobody was heard, or stop the other`
}

function deafness({ cluster, directors }: Scene, { heard }: Hearing): readonly Remark[] {
  return directors.flatMap(({ host: { name } }) => {
    const own = heard.get(name)
    const [first] = cluster.instances
    if (!isUnseen(own) || !first) return []
    const message = `whether another cluster has virtual_router_id ${first.words.virtual_router_id} is not known: ${name} could not listen: ${own.why}`
    const hint = 'lbprov verify tells of a stranger afterwards'
    const remark = onInstances([first.name, 'virtual_router_id'], message, hint)
    return [{ ...remark, host: name, severity: 'warning' as const }]
  })
}
