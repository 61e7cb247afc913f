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
  const lookAtDirectors = directorLooks(watcher)
  const lookAtServers = serverLooks(watcher)
  let shape = ''
  let hasChanged = true
  let seldom = Number.NEGATIVE_INFINITY
  return async () => {
    const at = new Date().toISOString()
    const isDue = hasChanged || performance.now() - seldom >= seldomMs
    if (isDue) seldom = performance.now()
    const depth = hasChanged ? 'words' : isDue ? 'tables' : 'figures'
    const [directors, servers] = await Promise.all([lookAtDirectors(balancing, depth), lookAtServers(serving, isDue)])
    const picture = filled(bare, scenes, { directors, servers }, at)
    // Why, and since when, is asked with the next look, so that a change is shown at once.
    const isFirst = shape === ''
    hasChanged = shapeOf(picture) !== shape && !isFirst
    shape = shapeOf(picture)
    return picture
  }
}

function serversIn({ cluster, inventory }: Scene): readonly Host[] {
  const names = cluster.services.flatMap(({ realServers }) => realServers.flatMap(({ host }) => host ?? []))
  return names.flatMap((name) => inventory.host(name) ?? [])
}

/** Asks each director, by name; what a look leaves out is as the one before has it. */
function directorLooks(watcher: Watcher) {
  const known = new Map<string, DirectorLook>()
  const look = hostLooks<DirectorLook>(watcher)
  const asked = async (host: Host, depth: Depth): Promise<DirectorLook | Unseen> => {
    const before = known.get(host.name)
    const own = before ? depth : 'words'
    const seen = await look.ask(
      host,
      (token) => statusScript(token, own),
      (answer) => readStatus(answer, before),
    )
    if (isUnseen(seen)) return seen
    known.set(host.name, seen)
    const isOther = own === 'figures' && before && entriesOf(before) !== entriesOf(seen)
    return isOther ? asked(host, 'tables') : seen
  }
  return (hosts: readonly Host[], depth: Depth) => look.each(hosts, (host) => asked(host, depth))
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

function shapeOf({ clusters }: Picture): string {
  return JSON.stringify(
    clusters.map(({ instances, services }) => [
      instances.map(({ directors }) => directors.map(({ state }) => state)),
      services.map(({ servers }) => servers.map(({ live }) => live?.state)),
    ]),
  )
}
