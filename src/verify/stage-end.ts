import type { OnBug } from '../engine/bugs.ts'
import { elapsed } from '../engine/elapsed.ts'
import type { Afterword } from '../engine/host-record.ts'
import { virtualAddresses } from '../lvs/cluster/cluster.ts'
import { named } from '../lvs/cluster/named.ts'
import { countOn, isLost } from './count.ts'
import { type Asked, settled } from './holders.ts'
import type { SceneStage, SiteSchedule } from './schedule.ts'

interface Looking {
  readonly asked: readonly Asked[]
  readonly drainSeconds: number
  readonly onBug: OnBug
}

/** Between two stages of a run: waits for what the next one needs, and looks whether the cluster is well. */
export async function lookAfterStage(
  { ofScenes }: SiteSchedule,
  index: number,
  { asked, drainSeconds, onBug }: Looking,
): Promise<readonly Afterword[]> {
  const stage = ofScenes[index]
  if (!stage) return []
  const own = asked.filter(({ host }) => stage.hosts.includes(host.name))
  if (stage.kind === 'drain' || stage.kind === 'outlast') return idle(stage, own, drainSeconds, onBug)
  if (stage.kind !== 'reload') return []
  // What is not known of the others is told when all is done.
  const words = await settled(stage.scene, own, onBug, own.length > 1)
  return words.filter(({ failed }) => failed)
}

/** Until the director that has the addresses knows no connection to the servers that go, or real servers know none of the old way, or their time is up. */
async function idle(
  { kind, draining, scene }: SceneStage,
  asked: readonly Asked[],
  seconds: number,
  onBug: OnBug,
): Promise<readonly Afterword[]> {
  const end = performance.now() + seconds * 1000
  const addresses = virtualAddresses(scene.cluster).map(({ cidr }) => cidr.address)
  const errand =
    kind === 'drain' ? { entries: draining, sockets: [], addresses } : { entries: [], sockets: draining, addresses: [] }
  for (;;) {
    const seen = await Promise.all(asked.map((one) => countOn(one, errand, onBug)))
    const lost = seen.flatMap((one) => (isLost(one) ? [one] : []))
    if (lost.length > 0) return lost.map(({ host, why }) => ({ hosts: [host], failed: true, message: why }))
    const counts = seen.flatMap((one) => (isLost(one) ? [] : [one]))
    const masters = counts.filter(({ holds }) => holds)
    const each = (masters.length > 0 ? masters : counts).map(({ connections }) => connections)
    const left = kind === 'drain' ? Math.max(0, ...each) : each.reduce((sum, one) => sum + one, 0)
    if (left === 0) return []
    if (performance.now() >= end) {
      const message = `${left} ${left === 1 ? 'connection was' : 'connections were'} left to ${named(draining)} after ${seconds} s`
      return [{ hosts: asked.map(({ host }) => host.name), failed: false, message }]
    }
    await elapsed(1)
  }
}
