import type { Planned } from '../engine/planned.ts'
import type { ClusterChange } from '../lvs/change/change.ts'
import type { ClusterStage, StageKind } from '../lvs/change/stages.ts'
import { promotedConf } from '../lvs/verify/promotion.ts'
import type { Resource } from '../model/resource.ts'
import type { Between } from '../model/stage.ts'
import { ipvsService } from '../resources/keepalived/ipvs-service.ts'
import { service } from '../resources/service/service.ts'
import { confOf, daemonOf } from './director-steps.ts'

/** What is between, and in which stage of its cluster. */
export interface BetweenIn extends Omit<Between, 'stage'> {
  readonly kind: StageKind
}

/** Tables in which the servers that go have weight 0. */
export function drains({ leaving }: ClusterChange, directors: readonly Planned[]): readonly BetweenIn[] {
  return directors.flatMap(({ host, steps }) =>
    (leaving.get(host.name) ?? []).map(({ drained: { key, options, servers, tolerated } }) => ({
      kind: 'drain' as const,
      host: host.name,
      resource: ipvsService(key, { options, servers, tolerated }),
      standsFor: confOf(steps)!.resource,
    })),
  )
}

/** keepalived not running. */
export function stops(stages: readonly ClusterStage[], directors: readonly Planned[]): readonly BetweenIn[] {
  return inStage('stop', stages, directors).flatMap(({ host, steps }) => {
    const daemon = daemonOf(steps)
    if (!daemon) return []
    return [
      { kind: 'stop' as const, host: host.name, resource: service(daemon.name, { running: false }), standsFor: daemon },
    ]
  })
}

/** The new configuration with the priority of who owns the addresses (RFC 3768): such a director waits for no election. */
export function holds(stages: readonly ClusterStage[], directors: readonly Planned[]): readonly BetweenIn[] {
  return inStage('hold', stages, directors).flatMap(({ host, steps }): BetweenIn[] => {
    const [conf, daemon] = [confOf(steps)?.resource, daemonOf(steps)]
    if (!conf || !daemon) return []
    const owner = withContent(conf, ownersConf(String((conf.options as { content?: string }).content)))
    const reloaded: Resource = { ...daemon, refreshOn: [owner] }
    return [
      { kind: 'hold', host: host.name, resource: owner, standsFor: conf },
      { kind: 'hold', host: host.name, resource: reloaded, standsFor: daemon },
    ]
  })
}

function inStage(kind: StageKind, stages: readonly ClusterStage[], directors: readonly Planned[]): readonly Planned[] {
  const hosts = stages.flatMap((stage) => (stage.kind === kind ? stage.hosts : []))
  return directors.filter(({ host }) => hosts.includes(host.name))
}

/** The same file with other content; what means the same as the old one is not it. */
function withContent(conf: Resource, content: string): Resource {
  const options = { ...(conf.options as object), content, same: undefined }
  return { ...conf, desired: { ...conf.desired, content }, options }
}

/** keepalived asks for state MASTER with priority 255. */
const ownersConf = (content: string) => promotedConf(content, 255).replace(/^([ \t]*state )BACKUP$/gm, '$1MASTER')
