import type { OnBug } from '../engine/bugs.ts'
import type { Planned } from '../engine/planned.ts'
import { type ClusterChange, clusterChange, type DirectorChange } from '../lvs/change/change.ts'
import { type ClusterStage, type StageKind, stagesOf } from '../lvs/change/stages.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { keepalivedOf } from '../lvs/language/version.ts'
import type { Step } from '../model/plan.ts'
import type { Site } from '../model/play.ts'
import type { Resource } from '../model/resource.ts'
import { nothingNoticed, type Schedule, type Stage } from '../model/stage.ts'
import { type BetweenIn, drains, holds, stops } from './between.ts'
import { countOn, isLost } from './count.ts'
import { confOf, daemonOf, placeOfConf } from './director-steps.ts'

/** A stage of a cluster, with what is looked at when it has ended. */
export interface SceneStage extends ClusterStage {
  readonly scene: Scene
  /** Servers that wait for their connections to end, as `-t 192.168.1.225:80 -r 192.168.1.224:80`. */
  readonly draining: readonly string[]
}

/** The first stage, for all hosts. */
const preparing: Stage = {
  title: 'what the change needs',
  hosts: [],
  needs: [],
  together: false,
  clients: nothingNoticed,
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
        const own = stages.find((stage) => kinds.includes(stage.kind) && stage.hosts.includes(host))
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
    between: each.flatMap(({ between, stages }) =>
      between.map(({ kind, ...one }) => ({
        ...one,
        stage: ofScenes.indexOf(stages.find((stage) => stage.kind === kind)),
      })),
    ),
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
  readonly between: readonly BetweenIn[]
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
  const named = (some: readonly Planned[]) => some.map(({ host }) => host.name)
  const drawn = stagesOf(change, {
    servers: named(servers),
    holding: await holding(change, directors, onBug),
    starting: named(directors).filter((name) => !change.live.includes(name)),
    missing: [...names].filter((name) => !named(directors).includes(name)),
    leftovers: [
      ...named(servers.filter(({ steps }) => steps.some(goes))),
      ...named(directors.filter(({ steps }) => steps.some(isLeft))),
    ],
    drainSeconds,
  })
  const between = [...drains(change, directors), ...stops(drawn, directors), ...holds(drawn, directors)]
  const draining = new Set(
    [...change.leaving.values()].flat().flatMap(({ key, servers }) => servers.map((server) => `${key} -r ${server}`)),
  )
  return {
    stages: drawn.map((stage) => ({ ...stage, scene, draining: stage.kind === 'drain' ? [...draining] : [] })),
    placeOf: new Map([
      ...directors.flatMap(({ host, steps }) =>
        placesIn(host.name, steps.slice(placeOfConf(steps)), ['reload', 'start']),
      ),
      // Connections that live on may need what the new configuration does without.
      ...directors.flatMap(({ host, steps }) => placesIn(host.name, steps.filter(isLeft), ['take away'])),
      ...servers.flatMap(({ host, steps }) => placesIn(host.name, steps.filter(goes), ['take away'])),
    ]),
    between,
  }
}

function placesIn(
  host: string,
  steps: readonly Step[],
  kinds: readonly StageKind[],
): readonly (readonly [Resource, Place])[] {
  return steps.map(({ resource }) => [resource, { host, kinds }])
}

/** The directors that have an address now; who can't be asked may have one. Asked only where it has a say. */
async function holding(change: ClusterChange, directors: readonly Planned[], onBug: OnBug): Promise<readonly string[]> {
  if (change.agreed.length === 0) return []
  const errand = { entries: [], addresses: change.addresses }
  const live = directors.filter(({ host }) => change.live.includes(host.name))
  const each = live.map(async ({ host, ask, facts }) => {
    const seen = await countOn({ host, ask, init: facts.init }, errand, onBug)
    return isLost(seen) || seen.holds ? [host.name] : []
  })
  return (await Promise.all(each)).flat()
}

const isLeft = ({ resource }: Step) => resource.leftover !== undefined
const goes = ({ action }: Step) => action === 'delete'

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
