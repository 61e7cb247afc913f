import pLimit from 'p-limit'
import { ConnectError } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import type { Connect } from '../transport/transport.ts'
import { Link } from './link.ts'
import { askFacts, candidatesOf, type NoSurvey } from './survey.ts'

/** The facts of hosts, up to `forks` at a time; why not, where there are none. Changes nothing. */
export function gather(
  hosts: readonly Host[],
  site: Site,
  { connect, forks }: { readonly connect: Connect; readonly forks: number },
): Promise<readonly { readonly host: Host; readonly found: Facts | NoSurvey }[]> {
  const limit = pLimit(forks)
  return Promise.all(hosts.map((host) => limit(async () => ({ host, found: await look(host, site, connect) }))))
}

async function look(host: Host, { plays, unlimited = plays }: Site, connect: Connect): Promise<Facts | NoSurvey> {
  const link = new Link(connect, host.connection)
  try {
    return await askFacts(link, { onPhase: () => {} }, candidatesOf({ plays: unlimited }, host))
  } catch (error) {
    if (error instanceof ConnectError) return { outcome: 'unreachable', message: error.message, hint: error.hint }
    throw error
  } finally {
    await link.close()
  }
}
