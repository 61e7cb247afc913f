import pLimit from 'p-limit'
import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import type { DirectorLook } from '../lvs/picture/director-look.ts'
import { filled } from '../lvs/picture/fill.ts'
import { pictureOf } from '../lvs/picture/picture.ts'
import type { ServerLook } from '../lvs/picture/server-look.ts'
import { balancers } from '../lvs/verify/cast.ts'
import type { Host } from '../model/host.ts'
import type { Picture } from '../model/picture.ts'
import type { Site } from '../model/play.ts'
import type { Transcript } from '../shell/frames.ts'
import type { Script } from '../shell/script.ts'
import { ask, type Observer, understood } from './observe.ts'
import { type Patience, patience } from './patience.ts'
import { readServer, serverScript } from './server-look.ts'
import { type Depth, entriesOf, readStatus, statusScript } from './status-look.ts'

interface Watcher extends Observer {
  /** It is looked again and again: none that does not answer is waited for. */
  readonly watched?: boolean
}

/** How often what seldom changes is asked, in milliseconds: real servers, and of directors all but their figures. */
const seldomMs = 30_000
/** Who does not answer by then is entered anew. */
const deadlineMs = 30_000

/** Gives the picture of a site, filled by a look at its hosts, each time that it is asked. Rejects for no host. */
export function statusOf(playbook: string, site: Site, watcher: Watcher): () => Promise<Picture> {
  const scenes = scenesOf(site)
  const bare = pictureOf(playbook, scenes)
  const [balancing, serving] = [[...new Set(scenes.flatMap(balancers))], [...new Set(scenes.flatMap(serversIn))]]
  const director = directorLooks(watcher)
  const lookAtServers = serverLooks(watcher)
  let states: readonly (string | undefined)[] = []
  let seldom = Number.NEGATIVE_INFINITY
  return async () => {
    const at = new Date().toISOString()
    const isDue = performance.now() - seldom >= seldomMs
    if (isDue) seldom = performance.now()
    if (isDue) director.talk(balancing, 'tables')
    const [directors, servers] = await Promise.all([director.look(balancing), lookAtServers(serving, isDue)])
    const picture = filled(bare, scenes, { directors, servers }, at)
    const now = statesOf(picture).map((state, i) => (state === 'unknown' ? states[i] : state))
    if (states.length > 0 && now.some((state, i) => state !== states[i])) {
      // Why, and since when, comes with the next picture: a change is shown at once.
      director.talk(balancing, 'words')
      seldom = Number.NEGATIVE_INFINITY
    }
    states = now
    return picture
  }
}

function serversIn({ cluster, inventory }: Scene): readonly Host[] {
  const names = cluster.services.flatMap(({ realServers }) => realServers.flatMap(({ host }) => host ?? []))
  return names.flatMap((name) => inventory.host(name) ?? [])
}

/** Asks each director, by name; what a look leaves out is as an earlier one has it. */
function directorLooks(watcher: Watcher) {
  const known = new Map<string, DirectorLook>()
  const talking = new Set<string>()
  const look = hostLooks<DirectorLook>(watcher)
  const query = async (host: Host, depth: Depth) => {
    const script = (token: string) => statusScript(token, depth)
    const seen = await look.ask(host, script, (answer) => readStatus(answer, known.get(host.name)))
    if (!isUnseen(seen)) known.set(host.name, seen)
    return seen
  }
  const talked = async (host: Host, depth: Depth) => {
    const what = `${host.name} ${depth}`
    if (!known.has(host.name) || talking.has(what)) return
    talking.add(what)
    await query(host, depth)
    talking.delete(what)
  }
  const asked = async (host: Host): Promise<DirectorLook | Unseen> => {
    const before = known.get(host.name)
    if (!before) return query(host, 'words')
    const seen = await query(host, 'figures')
    return isUnseen(seen) || entriesOf(before) === entriesOf(seen) ? seen : query(host, 'tables')
  }
  return {
    look: (hosts: readonly Host[]) => look.each(hosts, asked),
    /** Asks those that have been seen for more than figures, for the pictures to come, which do not wait for it. */
    talk: (hosts: readonly Host[], depth: Depth) => void Promise.all(hosts.map((host) => talked(host, depth))),
  }
}

/** Asks real servers, by name: all where it is due, else those that have not answered. */
function serverLooks(watcher: Watcher) {
  let known = new Map<string, ServerLook | Unseen>()
  const look = hostLooks<ServerLook>(watcher)
  return async (hosts: readonly Host[], isDue: boolean) => {
    const due = hosts.filter(({ name }) => isDue || isUnseen(known.get(name) ?? { why: '' }))
    const seen = await look.each(due, (host) => look.ask(host, serverScript, readServer))
    known = new Map([...known, ...seen])
    return known
  }
}

type Read<T> = (answer: Transcript) => T | Unseen

function hostLooks<T extends object>(watcher: Watcher) {
  const limit = pLimit(watcher.forks)
  const wait: Patience<T> = watcher.watched ? patience() : (_, ask) => ask()
  return {
    /** One script over the connection that is kept, in the shell that is kept. */
    ask: async ({ name, connection }: Host, script: (token: string) => Script, read: Read<T>): Promise<T | Unseen> => {
      const answer = await limit(() => ask(name, connection, script, { ...watcher, keepShell: true }, deadlineMs))
      return understood(name, () => (isUnseen(answer) ? answer : read(answer)), watcher)
    },
    each: async (hosts: readonly Host[], asked: (host: Host) => Promise<T | Unseen>) =>
      new Map(
        await Promise.all(hosts.map(async (host) => [host.name, await wait(host.name, () => asked(host))] as const)),
      ),
  }
}

/** Of directors and real servers, in one order. */
function statesOf({ clusters }: Picture): readonly (string | undefined)[] {
  return clusters.flatMap(({ instances, services }) => [
    ...instances.flatMap(({ directors }) => directors.map(({ state }) => state)),
    ...services.flatMap(({ servers }) => servers.map(({ live }) => live?.state)),
  ])
}
