import { elapsed } from '../engine/elapsed.ts'
import { isUnseen } from '../lvs/cluster/hearing.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { verifyCluster } from '../lvs/verify/verify.ts'
import type { Went } from '../model/day-report.ts'
import type { Host } from '../model/host.ts'
import { observeHosts } from '../verify/observe.ts'
import { balanceOf } from './balance.ts'
import type { Hands } from './hands.ts'
import { holding } from './narrow.ts'
import type { Act } from './stage.ts'
import { whileConnecting } from './watch.ts'

type Prove = Extract<Act, { readonly do: 'prove' }>
type Take = Extract<Act, { readonly do: 'take' }>

/** What must hold between directors for one to take over from another. */
const claims = ['vip-holder', 'sync-group', 'vrrp-sender', 'vrrp-heard', 'ipvs-table', 'sync-daemon', 'judged']

/** Whether the directors agree on who is master, and have the table; looks again while there is time. Changes nothing. */
export async function prove(act: Prove, hands: Hands): Promise<Went> {
  for (const end = Date.now() + act.seconds * 1000; ; ) {
    const went = await proveOnce(act, hands)
    if (went.outcome === 'done' || Date.now() >= end || hands.stop?.soon.aborted) return went
  }
}

async function proveOnce({ hosts, held }: Prove, hands: Hands): Promise<Went> {
  const site = holding(hands.site, held)
  const { sights, missed } = await observeHosts(site, hostsOf(hands, hosts), hands)
  const [lost] = missed.values()
  if (lost)
    return {
      outcome: 'unreachable',
      said: lost.why,
      hint: 'a director that can not be asked may take over, too: mend that first',
    }
  const scenes = scenesOf(site).filter(({ directors }) => directors.some(({ host }) => hosts.includes(host.name)))
  const seen = scenes.flatMap((scene) => verifyCluster(scene, { hosts: sights, client: null, mend: () => null }))
  const failed = seen.filter(({ id, verdict }) => verdict === 'failed' && claims.includes(id))
  if (failed.length === 0) return { outcome: 'done', said: '' }
  const said = failed.map(
    ({ claim, subject, expected, seen }) => `${subject}: ${claim}: expected ${expected}, seen ${seen}`,
  )
  return { outcome: 'failed', said: said.join('\n'), hint: 'lbprov verify says what to do about it' }
}

/** Brings it in, and waits until one director alone has the addresses. `bring` ends with how that went. */
export async function take(act: Take, hands: Hands, bring: () => Promise<Went>): Promise<Went> {
  const start = Date.now()
  const { result, gap } = await whileConnecting(act.hosts, hands, async () => {
    const brought = await bring()
    return brought.outcome === 'done' ? awaited(act, hands, brought, start) : brought
  })
  return { ...result, said: [result.said, gap].filter((part) => part !== '').join('; ') }
}

async function awaited(act: Take, hands: Hands, brought: Went, start: number): Promise<Went> {
  const { to, addresses, seconds, hosts } = act
  const directors = [...new Set([to, ...directorsWith(hands, hosts)])]
  for (const end = Date.now() + seconds * 1000; ; await elapsed(0.5)) {
    const holders = await holdersOf(directors, addresses, hands)
    const passed = ((Date.now() - start) / 1000).toFixed(1)
    if (holders.every((names) => names.join() === to))
      return { ...brought, said: `${to} has ${addresses.join(', ')} after ${passed} s` }
    if (Date.now() < end) continue
    const said = addresses.map(
      (address, i) => `${address} is on ${holders[i]!.join(' and ') || 'no director'} after ${passed} s`,
    )
    return {
      ...brought,
      outcome: 'failed',
      said: said.join('; '),
      hint: `lbprov failover --back takes it back; on ${to}: service keepalived status`,
    }
  }
}

function directorsWith({ site }: Hands, hosts: readonly string[]): readonly string[] {
  const scenes = scenesOf(site).filter(({ directors }) => directors.some(({ host }) => hosts.includes(host.name)))
  return scenes.flatMap(({ directors }) => directors.map(({ host }) => host.name))
}

/** Of each address the directors that have it. */
async function holdersOf(
  names: readonly string[],
  addresses: readonly string[],
  hands: Hands,
): Promise<readonly (readonly string[])[]> {
  const seen = await Promise.all(
    hostsOf(hands, names).map(async (host) => [host.name, await balanceOf(host, false, hands)] as const),
  )
  return addresses.map((address) =>
    seen.flatMap(([name, balance]) => (!isUnseen(balance) && balance.addresses.includes(address) ? [name] : [])),
  )
}

function hostsOf({ site }: Hands, names: readonly string[]): readonly Host[] {
  return names.flatMap((name) => site.inventory.host(name) ?? [])
}
