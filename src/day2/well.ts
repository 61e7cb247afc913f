import { elapsed } from '../engine/elapsed.ts'
import { run } from '../engine/run.ts'
import { given } from '../engine/stop.ts'
import { isUnseen } from '../lvs/cluster/hearing.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { balancers } from '../lvs/verify/cast.ts'
import { clientErrand } from '../lvs/verify/client.ts'
import { socketName } from '../lvs/verify/entry.ts'
import type { Went } from '../model/day-report.ts'
import { playsOf, type Site } from '../model/play.ts'
import { clientScript } from '../verify/client-look.ts'
import { ask } from '../verify/observe.ts'
import { readClient } from '../verify/read.ts'
import { balanceOf } from './balance.ts'
import { wentOf } from './bring.ts'
import type { Hands } from './hands.ts'
import { holding } from './narrow.ts'
import { entriesOf } from './servers.ts'
import type { Act } from './stage.ts'

/** Waits until the directors' checks could have noticed, then until the host is as its roles say and, where it serves, they have it in. Changes nothing. */
export async function well(
  { host, held, settle, seconds }: Extract<Act, { readonly do: 'well' }>,
  hands: Hands,
): Promise<Went> {
  const site = holding(hands.site, held)
  await Promise.race([elapsed(settle), given(hands.stop?.soon)])
  for (const end = Date.now() + seconds * 1000; ; await elapsed(3)) {
    const report = await run({ ...hands, site: alone(site, host), check: true })
    const went = wentOf(report)
    const differing = report.hosts.flatMap(({ steps }) => steps.filter(({ outcome }) => outcome !== 'unchanged'))
    const out = await outOn(site, host, hands)
    const why =
      went.outcome === 'done'
        ? [...differing.map(({ resource }) => `${resource} is not as it should be`), ...out]
        : [went.said]
    if (why.length === 0) return { outcome: 'done', said: '' }
    if (Date.now() < end && !hands.stop?.soon.aborted) continue
    const outcome = went.outcome === 'unreachable' ? 'unreachable' : 'failed'
    return { outcome, said: why.join('; '), hint: `mend ${host}; then lbprov roll … --resume goes on with it` }
  }
}

function alone(site: Site, name: string): Site {
  const plays = playsOf(site.plays, (host) => host.name === name)
  return { ...site, plays, unlimited: site.unlimited ?? site.plays }
}

/** On which directors a real server is out. */
async function outOn(site: Site, host: string, hands: Hands): Promise<readonly string[]> {
  const out: string[] = []
  for (const scene of scenesOf(site)) {
    const entries = [...entriesOf(scene, [host]).keys()]
    if (entries.length === 0) continue
    for (const director of balancers(scene)) {
      const balance = await balanceOf(director, false, hands)
      if (isUnseen(balance)) out.push(balance.why)
      else if (!entries.every((entry) => balance.table.some(({ servers }) => servers.has(entry))))
        out.push(`${director.name} has it out: its check fails`)
    }
  }
  return out
}

/** How many connections a client tries to each service. */
const count = 20

/** Whether the client, if there is one, gets a connection every time. */
export async function served(hands: Hands): Promise<Went> {
  const { client, site } = hands
  if (!client) return { outcome: 'done', said: '' }
  const services = scenesOf(site).flatMap(({ cluster }) => clientErrand(cluster).services)
  const errand = { addresses: [], services, count }
  const answer = await ask(client.name, client.connection, (token) => clientScript(token, errand), hands)
  if (isUnseen(answer)) return { outcome: 'unreachable', said: answer.why }
  const { connections } = readClient(answer, errand)
  const bad = services.map(socketName).flatMap((name) => {
    const tried = connections.get(name)
    if (!tried || isUnseen(tried)) return [`${name}: ${tried?.why ?? 'not tried'}`]
    return tried.failed === 0 ? [] : [`${name}: ${tried.failed} of ${tried.made + tried.failed} connections failed`]
  })
  return bad.length === 0
    ? { outcome: 'done', said: `${count} connections to each service` }
    : { outcome: 'failed', said: bad.join('; '), hint: 'lbprov verify --from says more' }
}
