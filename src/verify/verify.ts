import type { Owner } from '../engine/leftovers.ts'
import { run } from '../engine/run.ts'
import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { changes, configured, type Exempt, type Mend } from '../lvs/verify/configured.ts'
import { verifyCluster } from '../lvs/verify/verify.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import type { HostOutcome, Signal } from '../model/report.ts'
import type { Assertion, Verification } from '../model/verification.ts'
import { type Client, furtherAssertions, observeClients, type Seen } from './clients.ts'
import { type Observer, observeHosts } from './observe.ts'

export interface VerifyOptions extends Observer {
  readonly site: Site
  readonly playbook: string
  /** For whom what is left over is looked at. */
  readonly owner?: Owner
  readonly from: Client | null
  /** Further clients that look, one after another. */
  readonly others?: readonly Client[]
  /** New connections that the client makes to each service. */
  readonly connections: number
  /** The command that mends a host, for remedies. */
  readonly mend: Mend
  /** Told what is being done. */
  readonly onStage?: ((stage: string) => void) | undefined
  /** Told what each host's facts are; what it throws ends the look. */
  readonly onFacts?: (host: Host, facts: Facts) => void
  /** In a drill: the director that is to be master now, with a configuration of its own. */
  readonly promoted?: string | undefined
}

/** The file that a drill writes. */
export const keepalivedConf = 'file[/etc/keepalived/keepalived.conf]'

/**
 * Proves a live cluster: a run would change nothing, what must hold between the hosts holds and, with `from`, a client is
 * served. Nothing is changed on any host. What goes wrong is data; throws ConfigError for what a run would refuse.
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { site, playbook, from, connections, mend, onStage, promoted } = options
  const startedAt = new Date()
  onStage?.('comparing each host with its plan')
  const report = await run({ ...options, check: true })
  const reached = new Set(report.hosts.filter(({ outcome }) => !unseenOutcomes.has(outcome)).map(({ host }) => host))
  onStage?.('looking at all hosts at once')
  const present = site.inventory.hosts.filter(({ name }) => reached.has(name))
  const { sights: hosts, missed } = await observeHosts(site, present, options)
  const clients = [...(from ? [from] : []), ...(options.others ?? [])]
  const names = clients.map(({ name }) => name).join(', ')
  if (from) onStage?.(`connecting ${connections} times from ${names}`)
  const seen = await observeClients(site, clients, hosts, connections, options)
  const first = seen[0]?.sight ?? null
  const client = isUnseen(first) ? null : first
  const scenes = scenesOf(site)
  const mends = (names: readonly string[], kinds: readonly string[]) =>
    names.some((name) => changes(report, name, kinds)) ? mend(names.join(',')) : null
  const sights = { hosts, client, promoted, mend: mends }
  const judge = (scene: Scene) => verifyCluster(scene, sights, (error) => options.onBug?.('cluster', error))
  const exempt: Exempt = (host, resource) =>
    host === promoted && [keepalivedConf, 'service[keepalived]'].includes(resource)
  return {
    playbook,
    from: names || null,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    assertions: [
      ...(scenes.length > 0 ? scenes.flatMap(judge) : [noCluster(playbook)]),
      ...scenes.flatMap((scene) => furtherAssertions(scene, sights, seen)),
      ...configured(report, mend, exempt),
      ...notLooked(missed, seen),
    ],
    unreachable: report.hosts.filter(({ outcome }) => outcome === 'unreachable').map(({ host }) => host),
    drill: null,
    ...(options.stop?.soon.aborted && { stoppedBy: options.stop.soon.reason as Signal }),
  }
}

/** Of hosts that were not looked at. */
const unseenOutcomes: ReadonlySet<HostOutcome> = new Set(['unreachable', 'skipped'])

function notLooked(missed: ReadonlyMap<string, Unseen>, clients: readonly Seen[]): readonly Assertion[] {
  return [
    ...[...missed].map(([host, why]) => unseen({ id: 'reached', claim: 'every host can be looked at' }, host, why)),
    ...clients.flatMap(({ client: { name }, sight }) =>
      isUnseen(sight) ? [unseen({ id: 'client', claim: 'a client can look' }, name, sight)] : [],
    ),
  ]
}

function noCluster(playbook: string): Assertion {
  return {
    id: 'cluster',
    claim: 'what a cluster needs holds between its hosts',
    subject: playbook,
    hosts: [],
    verdict: 'unchecked',
    expected: 'a role that is part of a cluster',
    seen: 'no role of this playbook is part of a cluster, so nothing of a cluster was judged',
    remedy: 'a role of your own declares its part: docs/own-roles.md',
    essential: true,
  }
}

function unseen(about: Pick<Assertion, 'id' | 'claim'>, name: string, { why }: Unseen): Assertion {
  return {
    ...about,
    subject: name,
    hosts: [name],
    verdict: 'unchecked',
    expected: 'an answer',
    seen: why,
    remedy: 'try: ssh there by hand; --from local looks from this machine',
    essential: true,
  }
}
