import type { Assertion } from '../../model/verification.ts'
import type { Instance } from '../cluster/cluster.ts'
import { isUnseen } from '../cluster/hearing.ts'
import type { DaemonWords } from '../cluster/local.ts'
import { named } from '../cluster/named.ts'
import { clusterOn, type Scene } from '../cluster/scene.ts'
import { sendsAdverts } from './adverts.ts'
import { type About, judged, unchecked } from './assertion.ts'
import { holdersOf } from './cast.ts'
import { keepalivedLog } from './log.ts'
import type { Sights, SyncDaemon } from './sight.ts'

/** All instances of a sync group are master on one and the same director. */
export function syncGroupAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const hosts = scene.directors.map(({ host }) => host.name)
  const missing = hosts.filter((name) => !sights.hosts.has(name))
  return Object.entries(scene.cluster.words.vrrp_sync_groups ?? {}).map(([name, { group }]) => {
    const about: About = { id: 'sync-group', subject: name, hosts, expected: `${named(group)} on one director` }
    const states = scene.cluster.instances
      .filter((instance) => group.includes(instance.name))
      .map((instance) => ({ name: instance.name, masters: mastersOf(instance, scene, sights) }))
    const masters = new Set(states.flatMap((state) => state.masters))
    if (missing.length > 0 && masters.size < 2) return unchecked(about, `${named(missing)} could not be asked`)
    const seen = states.map((state) => `${state.name} on ${named(state.masters)}`).join(', ')
    const remedy = `see vip-holder; on ${named(hosts)}: ${keepalivedLog(hosts, sights)}`
    return judged(about, {
      ok: masters.size === 1 && states.every((state) => state.masters.length === 1),
      seen,
      remedy,
    })
  })
}

/** The master of the instance sends its connections, every other director receives, all under one id. */
export function syncDaemonAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const daemon = scene.cluster.words.lvs_sync_daemon
  const instance = scene.cluster.instances.find(({ name }) => name === daemon?.instance)
  if (!daemon || !instance) return []
  const masters = mastersOf(instance, scene, sights)
  return scene.directors.map(({ host: { name } }) => {
    const wanted: SyncDaemon = {
      state: masters.includes(name) ? 'master' : 'backup',
      interface: clusterOn(scene, name).words.lvs_sync_daemon?.interface ?? daemon.interface,
      syncid: daemon.syncid ?? instance.words.virtual_router_id,
    }
    const about: About = { id: 'sync-daemon', subject: name, hosts: [name], expected: told(wanted) }
    const running = sights.hosts.get(name)?.syncDaemons ?? { why: `${name} could not be asked` }
    if (isUnseen(running)) return unchecked(about, running.why)
    const seen = running.length === 0 ? 'none runs' : running.map(told).join(', ')
    return judged(about, { ok: seen === about.expected, seen, remedy: restart(name, running, wanted, daemon) })
  })
}

/** The directors that have any of the instance's addresses; where it has none, those that send its adverts. */
function mastersOf(instance: Instance, scene: Scene, sights: Sights): readonly string[] {
  const { addresses } = instance
  if (addresses.length === 0)
    return scene.directors.map(({ host }) => host.name).filter((name) => sendsAdverts(name, instance, sights))
  return [...new Set(addresses.flatMap(({ address }) => holdersOf(address, scene, sights)))]
}

function told({ state, interface: device, syncid }: SyncDaemon): string {
  return `${state} on ${device}, syncid ${syncid}`
}

const options = { maxlen: '--sync-maxlen', group: '--mcast-group', port: '--mcast-port', ttl: '--mcast-ttl' } as const

/** keepalived starts the daemon when it starts and when it changes state, and at no other time. */
function restart(
  name: string,
  running: readonly SyncDaemon[],
  { state, interface: device, syncid }: SyncDaemon,
  words: DaemonWords,
): string {
  const given = (Object.keys(options) as (keyof typeof options)[])
    .filter((key) => words[key] !== undefined)
    .map((key) => ` ${options[key]} ${words[key]}`)
  const stop = running.map((one) => `ipvsadm --stop-daemon ${one.state}; `)
  return `on ${name}: ${stop.join('')}ipvsadm --start-daemon ${state} --mcast-interface ${device} --syncid ${syncid}${given.join('')}`
}
