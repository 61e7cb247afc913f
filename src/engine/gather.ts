import pLimit from 'p-limit'
import { ConnectError, unforeseen } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import type { Connect } from '../transport/transport.ts'
import type { OnBug } from './bugs.ts'
import type { NoSurvey } from './enter.ts'
import { Link } from './link.ts'
import { askFacts, candidatesOf } from './survey.ts'

interface GatherOptions {
  readonly connect: Connect
  readonly forks: number
  readonly onBug?: OnBug
}

/** The facts of hosts, up to `forks` at a time; why not, where there are none. Changes nothing, and rejects for no host. */
export function gather(
  hosts: readonly Host[],
  site: Site,
  options: GatherOptions,
): Promise<readonly { readonly host: Host; readonly found: Facts | NoSurvey }[]> {
  const limit = pLimit(options.forks)
  return Promise.all(hosts.map((host) => limit(async () => ({ host, found: await look(host, site, options) }))))
}

async function look(
  host: Host,
  { plays, unlimited = plays }: Site,
  { connect, onBug }: GatherOptions,
): Promise<Facts | NoSurvey> {
  const link = new Link(connect, host.connection)
  try {
    return await askFacts(link, { onPhase: () => {} }, candidatesOf({ plays: unlimited }, host))
  } catch (error) {
    if (error instanceof ConnectError) return { outcome: 'unreachable', message: error.message, hint: error.hint }
    onBug?.(host.name, error)
    return { outcome: 'failed', ...unforeseen(error) }
  } finally {
    await link.close()
  }
}
