import { randomBytes } from 'node:crypto'
import { elapsed } from '../engine/elapsed.ts'
import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { clientErrand } from '../lvs/verify/client.ts'
import type { Transcript } from '../shell/frames.ts'
import { gapScript, stopScript } from '../verify/client-look.ts'
import { ask } from '../verify/observe.ts'
import type { Hands } from './hands.ts'

/** What a client goes on connecting to for at most this long, in seconds. */
const longest = 1800

/**
 * Does it while the client of a procedure, if it has one, connects again and again to a service of those directors. `gap`: the longest
 * time in which it got no new connection, in words; empty: nobody looked.
 */
export async function whileConnecting<T>(
  directors: readonly string[],
  hands: Hands,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly gap: string }> {
  const { client, site } = hands
  const own = scenesOf(site).find((scene) => scene.directors.some(({ host }) => directors.includes(host.name)))
  const [service] = own ? clientErrand(own.cluster).services : []
  if (!client || !service) return { result: await act(), gap: '' }
  const { name, connection } = client
  const stop = `/tmp/.lbprov-${randomBytes(8).toString('hex')}`
  const script = (token: string) => gapScript(token, service, longest, stop)
  const watched = ask(name, connection, script, hands, (longest + 30) * 1000)
  await elapsed(1)
  const result = await act().finally(async () => {
    await elapsed(1)
    await ask(name, connection, (token) => stopScript(token, stop), hands)
    await watched
  })
  return { result, gap: gapOf(await watched) }
}

function gapOf(seen: Transcript | Unseen): string {
  if (isUnseen(seen)) return `the client could not be asked: ${seen.why}`
  const { gap, made } = seen.sections.get('gap')?.values ?? {}
  if (gap === undefined || made === '0') return 'the client could not connect at all'
  return `longest time without a new connection: ${(Number(gap) / 1000).toFixed(2)} s (of ${made})`
}
