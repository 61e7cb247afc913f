import { elapsed } from '../engine/elapsed.ts'
import { given } from '../engine/stop.ts'
import { virtualAddresses } from '../lvs/cluster/cluster.ts'
import { isUnseen } from '../lvs/cluster/hearing.ts'
import type { Scene } from '../lvs/cluster/scene.ts'
import { balancers } from '../lvs/verify/cast.ts'
import type { Went } from '../model/day-report.ts'
import type { Observer } from '../verify/observe.ts'
import { type Balance, balanceOf } from './balance.ts'
import { entriesOf } from './servers.ts'

export interface Waiting extends Observer {
  readonly scenes: readonly Scene[]
  readonly servers: readonly string[]
  /** Null: for ever. */
  readonly seconds: number | null
  readonly tell: (line: string) => void
}

/** Waits until no client has a connection to those real servers; told from time to time how many have. */
export async function untilIdle(waiting: Waiting): Promise<Went> {
  const { seconds, tell, stop } = waiting
  const start = Date.now()
  for (let pause = 1; ; pause = Math.min(pause * 2, 10)) {
    const { open, unseen } = await connections(waiting)
    const waited = Math.round((Date.now() - start) / 1000)
    if (unseen.length > 0)
      return { outcome: 'unreachable', said: unseen.join('; '), hint: 'it stays drained; wait by hand: ipvsadm -Ln' }
    if (open.size === 0)
      return {
        outcome: 'done',
        said: waited < 2 ? 'nobody is connected' : `nobody is connected any more, after ${waited} s`,
      }
    const said = [...open].map(([server, count]) => `${server} has ${count}`).join(', ')
    if ((seconds !== null && waited >= seconds) || stop?.soon.aborted)
      return { outcome: 'failed', said: `still open after ${waited} s: ${said}`, hint: stillOpen }
    tell(`${said} open${seconds === null ? '' : `; waited ${waited} of ${seconds} s`}`)
    const left = seconds === null ? pause : Math.max(seconds - waited, 0.5)
    await Promise.race([elapsed(Math.min(pause, left)), given(stop?.soon)])
  }
}

const stillOpen =
  'it stays drained. With DR and TUN a director does not see servers close: a client that went without a word counts until its time is up (ipvsadm -L --timeout). Drain again with a longer --wait, or go on and reset them'

async function connections(waiting: Waiting) {
  const open = new Map<string, number>()
  const unseen: string[] = []
  for (const scene of waiting.scenes) {
    const names = entriesOf(scene, waiting.servers)
    if (names.size === 0) continue
    const persistent = scene.cluster.services.some(({ persistenceTimeout }) => persistenceTimeout !== null)
    const seen = await Promise.all(balancers(scene).map((host) => balanceOf(host, persistent, waiting)))
    unseen.push(...seen.filter(isUnseen).map(({ why }) => why))
    const balances = seen.filter((one): one is Balance => !isUnseen(one))
    for (const balance of thoseThatBalance(scene, balances))
      for (const [endpoint, server] of names) {
        const count = (balance.active.get(endpoint) ?? 0) + (balance.bound.get(endpoint) ?? 0)
        if (count > 0) open.set(server, (open.get(server) ?? 0) + count)
      }
  }
  return { open, unseen }
}

/** A director without the addresses forwards nothing: what it has is old, or synchronised, and runs out by itself. */
export function thoseThatBalance(
  { cluster }: Pick<Scene, 'cluster'>,
  balances: readonly Balance[],
): readonly Balance[] {
  const virtual = virtualAddresses(cluster).map(({ cidr }) => cidr.address)
  const holding = balances.filter(({ addresses }) => addresses.some((address) => virtual.includes(address)))
  return holding.length > 0 ? holding : balances
}
