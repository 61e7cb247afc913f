import type { OnBug } from '../engine/bugs.ts'
import type { Planned } from '../engine/planned.ts'
import { type ClusterChange, clusterChange, type DirectorChange } from '../lvs/change/change.ts'
import type { ClusterStage, StageKind } from '../lvs/change/cluster-stage.ts'
import { stagesOf } from '../lvs/change/stages.ts'
import { takesPortsAgain } from '../lvs/cluster/port-reuse.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { keepalivedOf } from '../lvs/language/version.ts'
import type { Step } from '../model/plan.ts'
import type { Site } from '../model/play.ts'
import type { Resource } from '../model/resource.ts'
import type { Schedule, Stage } from '../model/stage.ts'
import { type BetweenIn, betweenOn } from './between.ts'
import { countOn, isLost } from './count.ts'
import { confOf, daemonOf, placeOfConf } from './director-steps.ts'
import { nextHops } from './next-hops.ts'
import { replyRoutes, reroutes } from './reply-routes.ts'

/** A stage of a cluster, with what is between in it, and what is looked at when it has ended. */
export interface SceneStage extends ClusterStage {
  readonly scene: Scene
  readonly between: readonly BetweenIn[]
  /** Whose connections are waited for: of directors `-t 192.168.1.225:80 -r 192.168.1.224:80`, of real servers `192.168.1.225:80`. */
  readonly draining: readonly string[]
}

/** The first stage, for all hosts. */
const preparing: Stage = {
  title: 'what the change needs',
  hosts: [],
  needs: [],
  together: false,
}

/** A run's schedule, and of each of its stages but the first whose it is. */
export interface SiteSchedule extends Schedule {
  readonly ofScenes: readonly (SceneStage | undefined)[]
}

/** How a run goes that changes clusters in use; undefined where the order of the playbook loses nothing. */
export async function scheduleOf(
  site: Site,
  planned: readonly Planned[],
  drainSeconds: number,
  onBug: OnBug,
): Promise<SiteSchedule | undefined> {
  const each = await Promise.all(scenesOf(site).map((scene) => stagesOfScene(scene, planned, drainSeconds, onBug)))
  const ofScenes = [undefined, ...each.flatMap(({ stages }) => stages)]
  if (ofScenes.length === 1) return undefined
  const places = new Map(
    each.flatMap(({ placeOf, stages }) => {
      const indexOf = ({ host, kinds }: Place) => {
        const own = stages.find(({ kind, passing, hosts }) => !passing && kinds.includes(kind) && hosts.includes(host))
        return own ? ofScenes.indexOf(own) : 0
      }
      return [...placeOf].map(([resource, place]) => [resource, indexOf(place)] as const)
    }),
  )
  return {
    stages: ofScenes.map((stage) =>
      stage ? plain(stage) : { ...preparing, hosts: planned.map(({ host }) => host.name) },
    ),
    stageOf: (_, resource) => places.get(resource) ?? (resource.leftover ? ofScenes.length - 1 : 0),
    between: [
      ...each.flatMap(({ first }) => first.map((one) => ({ ...one, stage: 0 }))),
      ...ofScenes.flatMap((scene, stage) => (scene?.between ?? []).map((one) => ({ ...one, stage }))),
    ],
    ofScenes,
  }
}

const plain = ({ title, hosts, needs, together, clients }: SceneStage): Stage => ({
  title,
  hosts,
  needs,
  together,
  clients,
})

interface OfScene {
  readonly stages: readonly SceneStage[]
  /** What is not named is prepared. */
  readonly placeOf: ReadonlyMap<Resource, Place>
  /** What is between in the first stage. */
  readonly first: readonly BetweenIn[]
}

/** Where something of a host is done: in the stage of one of these kinds that the host is in. */
interface Place {
  readonly host: string
  readonly kinds: readonly StageKind[]
}

async function stagesOfScene(
  scene: Scene,
  planned: readonly Planned[],
  drainSeconds: number,
  onBug: OnBug,
): Promise<OfScene> {
  const names = new Set(scene.directors.map(({ host }) => host.name))
  const directors = planned.filter(({ host, steps }) => names.has(host.name) && confOf(steps) !== undefined)
  const servers = planned.filter(({ host }) => !names.has(host.name) && scene.members.some((one) => one.host === host))
  const change = clusterChange(directors.flatMap(changeOf))
  const drawn = stagesOf(change, {
    ...whoDoes(change, directors, servers),
    holding: await holding(change, directors, onBug),
    missing: [...names].filter((name) => directors.every(({ host }) => host.name !== name)),
    drainSeconds,
  })
  const answers = replyRoutes(change, servers)
  const hops = nextHops(change, directors)
  return {
    stages: drawn.map((stage) => ({
      ...stage,
      scene,
      draining: stage.kind === 'drain' ? drainingIn(change) : stage.kind === 'outlast' ? change.outlasting : [],
      between: stage.kind === 'take away' ? [...answers.gone, ...hops.gone] : betweenOn(stage, change, directors),
    })),
    placeOf: placesOf(directors, servers),
    first: [...(drawn.some(({ kind }) => kind === 'reroute') ? answers.set : []), ...hops.set],
  }
}

function drainingIn({ leaving }: ClusterChange): readonly string[] {
  const all = [...leaving.values()].flat()
  return [...new Set(all.flatMap(({ key, servers }) => servers.map((server) => `${key} -r ${server}`)))]
}

/** A director's plan from keepalived.conf on, and what goes, are not yet for the first stage. */
function placesOf(directors: readonly Planned[], servers: readonly Planned[]): OfScene['placeOf'] {
  const ofDirectors = directors.flatMap(({ host, steps }) => {
    const from = placeOfConf(steps)
    return steps.map((step, i) => placeOf(host.name, step, i >= from ? ['reload', 'start'] : []))
  })
  const ofServers = servers.flatMap(({ host, steps }) =>
    steps.map((step) => placeOf(host.name, step, reroutes(step) ? ['reroute'] : [])),
  )
  return new Map([...ofDirectors, ...ofServers])
}

function placeOf(host: string, step: Step, kinds: readonly StageKind[]): readonly [Resource, Place] {
  const last: readonly StageKind[] = step.resource.leftover ? ['take away'] : []
  const first = step.resource.leftover && !reroutes(step) ? [] : kinds
  return [step.resource, { host, kinds: [...first, ...last] }]
}

/** The hosts with something of that sort to do. */
function whoDoes(change: ClusterChange, directors: readonly Planned[], servers: readonly Planned[]) {
  const named = (some: readonly Planned[]) => some.map(({ host }) => host.name)
  return {
    servers: named(servers),
    keepingPorts: named(directors.filter(({ facts }) => !takesPortsAgain(facts.kernel))),
    starting: named(directors).filter((name) => !change.live.includes(name)),
    routed: named(servers.filter(({ steps }) => steps.some(reroutes))),
    leftovers: named([...directors, ...servers].filter(({ steps }) => steps.some(goes))),
  }
}

/** The directors that have an address now; who can't be asked may have one. Asked only where it has a say. */
async function holding(change: ClusterChange, directors: readonly Planned[], onBug: OnBug): Promise<readonly string[]> {
  if (change.agreed.length === 0) return []
  const errand = { entries: [], sockets: [], addresses: change.addresses }
  const live = directors.filter(({ host }) => change.live.includes(host.name))
  const each = live.map(async ({ host, ask, facts }) => {
    const seen = await countOn({ host, ask, init: facts.init }, errand, onBug)
    return isLost(seen) || seen.holds ? [host.name] : []
  })
  return (await Promise.all(each)).flat()
}

/** True for what no role declares any more. */
const goes = ({ resource, action }: Step) => resource.leftover !== undefined && action !== 'none'

/** What becomes of the file of a director that runs; none where keepalived does not run, or the file was not seen whole. */
function changeOf({ host, facts, steps, seen }: Planned): readonly DirectorChange[] {
  const conf = confOf(steps)!.resource
  const daemon = daemonOf(steps)
  const before = seen(conf)?.content
  const after = (conf.options as { readonly content?: string }).content
  const runs = daemon !== undefined && seen(daemon)?.running === 'true'
  if (!runs || before === undefined || after === undefined) return []
  return [{ name: host.name, version: keepalivedOf(facts), before, after }]
}
