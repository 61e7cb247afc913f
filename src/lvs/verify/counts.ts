import { readAdverts } from '../cluster/hearing.ts'
import { canonicalEndpoint, withoutMarkPort } from '../table/ipvsadm.ts'
import { protocolFlags, readLoads } from './loads.ts'
import type { AdvertCount, SyncDaemon, Traffic } from './sight.ts'

/** Reads keepalived.stats (SIGUSR2, from 1.2.17 on); every number by instance and `Heading: Word`. */
function readStats(text: string): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const instances = new Map<string, Map<string, number>>()
  let [instance, heading] = ['', '']
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    const [name, rest] = [line.slice(0, Math.max(colon, 0)).trim(), line.slice(colon + 1).trim()]
    if (name === 'VRRP Instance') instance = rest
    else if (name && rest === '') heading = name
    else if (name && /^\d+$/.test(rest)) {
      const numbers = instances.get(instance) ?? new Map<string, number>()
      instances.set(instance, numbers.set(`${heading}: ${name}`, Number(rest)))
    }
  }
  return instances
}

/** What came between two dumps of the counters, by instance. */
export function advertCounts(before: string, after: string): ReadonlyMap<string, AdvertCount> {
  const old = readStats(before)
  return new Map(
    [...readStats(after)].map(([instance, numbers]) => {
      const gain = (key: string) => (numbers.get(key) ?? 0) - (old.get(instance)?.get(key) ?? 0)
      const refused = [...numbers.keys()].filter((key) => /Errors: /.test(key) && gain(key) > 0)
      return [
        instance,
        {
          sent: gain('Advertisements: Sent'),
          received: gain('Advertisements: Received'),
          refused: new Map(refused.map((key) => [key, gain(key)])),
        },
      ]
    }),
  )
}

/** Reads tcpdump's lines: who sent adverts of which virtual router id. `IP 192.168.1.220 > 224.0.0.18: VRRPv2, Advertisement, vrid 51, …` */
export function advertSenders(text: string): ReadonlyMap<number, readonly string[]> {
  const seen = new Map<number, Set<string>>()
  for (const { from, id } of readAdverts(text)) seen.set(id, (seen.get(id) ?? new Set()).add(from))
  return new Map([...seen].map(([id, senders]) => [id, [...senders].toSorted()]))
}

/** Reads `ipvsadm -L --daemon`: `master sync daemon (mcast=em1, syncid=51, maxlen=1464, …)`, from 1.26 (EL6) on. */
export function readSyncDaemons(text: string): readonly SyncDaemon[] {
  const lines = text.matchAll(/^(master|backup) sync daemon \(mcast=([^,\n]+), syncid=(\d+)/gm)
  return [...lines].map(([, state, device, syncid]) => ({
    state: state as SyncDaemon['state'],
    interface: device!,
    syncid: Number(syncid),
  }))
}

/** Reads `ipvsadm -Ln --stats --exact`, and of `ipvsadm -Ln` the loads; keys as `ipvsadm -Sn` has them. */
export function readTraffic(text: string, table = ''): ReadonlyMap<string, Traffic> {
  const loads = readLoads(table)
  const found = new Map<string, Traffic>()
  let service = ''
  for (const line of text.split('\n')) {
    const [first = '', second = '', ...rest] = line.trim().split(/\s+/)
    const [six, numbers] = rest[0] === 'IPv6' ? [' -6', rest.slice(1)] : ['', rest]
    const counts = numbers.map(Number)
    if (counts.length < 3 || counts.some(Number.isNaN)) continue
    const flag = protocolFlags.get(first)
    if (flag) service = `${flag} ${flag === '-f' ? second : canonicalEndpoint(second)}${six}`
    const key = first === '->' ? `${service} -r ${withoutMarkPort(service, canonicalEndpoint(second))}` : service
    found.set(key, {
      connections: counts[0]!,
      packetsIn: counts[1]!,
      packetsOut: counts[2]!,
      ...(loads.has(key) && { load: loads.get(key)! }),
    })
  }
  return found
}
