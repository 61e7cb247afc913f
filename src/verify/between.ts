import type { Planned } from '../engine/planned.ts'
import type { ClusterChange } from '../lvs/change/change.ts'
import type { ClusterStage } from '../lvs/change/cluster-stage.ts'
import { promotedConf } from '../lvs/verify/promotion.ts'
import type { Resource } from '../model/resource.ts'
import type { Between } from '../model/stage.ts'
import { ipvsService } from '../resources/keepalived/ipvs-service.ts'
import { service } from '../resources/service/service.ts'
import { confOf, daemonOf } from './director-steps.ts'

/** What is between in one stage of a cluster. */
export type BetweenIn = Omit<Between, 'stage'>

/** What a stage brings about on directors that is not what they shall have in the end. */
export function betweenOn(
  stage: ClusterStage,
  change: ClusterChange,
  directors: readonly Planned[],
): readonly BetweenIn[] {
  return directors
    .filter(({ host }) => stage.hosts.includes(host.name))
    .flatMap((director) => {
      const [conf, daemon] = [confOf(director.steps)?.resource, daemonOf(director.steps)]
      return conf && daemon ? between(stage, change, { name: director.host.name, conf, daemon }) : []
    })
}

interface Director {
  readonly name: string
  readonly conf: Resource
  readonly daemon: Resource
}

function between(stage: ClusterStage, change: ClusterChange, { name, conf, daemon }: Director): readonly BetweenIn[] {
  const { kind, passing } = stage
  const whole = contentOf(conf)
  const content = passing ? (change.passing.get(name) ?? whole) : whole
  if (kind === 'drain') return drained(change, name).map((resource) => inPlaceOf(conf, name, resource))
  if (kind === 'stop') return [inPlaceOf(daemon, name, service(daemon.name, { running: false }))]
  if (kind !== 'hold' && !passing) return []
  const file = withContent(conf, kind === 'hold' ? ownersConf(content) : content)
  return [
    { host: name, resource: file, standsFor: conf },
    { host: name, resource: { ...daemon, refreshOn: [file] }, standsFor: daemon },
  ]
}

/** Of what no role declares the place is that of what it stands for. */
export function inPlaceOf(standsFor: Resource, host: string, resource: Resource): BetweenIn {
  return { host, resource: { ...resource, where: standsFor.where }, standsFor }
}

/** Tables in which the servers that go have weight 0. */
function drained({ leaving }: ClusterChange, name: string): readonly Resource[] {
  return (leaving.get(name) ?? []).map(({ drained: { key, options, servers, tolerated } }) =>
    ipvsService(key, { options, servers, tolerated }),
  )
}

const contentOf = ({ options }: Resource) => String((options as { readonly content?: string }).content)

/** The same file with other content; what means the same as the old one is not it. */
function withContent(conf: Resource, content: string): Resource {
  const options = { ...(conf.options as object), content, same: undefined }
  return { ...conf, desired: { ...conf.desired, content }, options }
}

/** With the priority of who owns the addresses (RFC 3768) a director waits for no election. keepalived asks for state MASTER with it. */
const ownersConf = (content: string) => promotedConf(content, 255).replace(/^([ \t]*state )BACKUP$/gm, '$1MASTER')
