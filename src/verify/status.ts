import pLimit from 'p-limit'
import { isUnseen } from '../lvs/cluster/hearing.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { filled, type Looks } from '../lvs/picture/fill.ts'
import { pictureOf } from '../lvs/picture/picture.ts'
import { balancers } from '../lvs/verify/cast.ts'
import type { Host } from '../model/host.ts'
import type { Picture } from '../model/picture.ts'
import type { Site } from '../model/play.ts'
import { ask, type Observer, understood } from './observe.ts'
import { readStatus, type StatusErrand, statusScript, withEarlier } from './status-look.ts'

/** Gives the picture of a site, filled by a look at its directors, each time that it is asked. Rejects for no host. */
export function statusOf(playbook: string, site: Site, observer: Observer): () => Promise<Picture> {
  const scenes = scenesOf(site)
  const bare = pictureOf(playbook, scenes)
  const directors = [...new Set(scenes.flatMap(balancers))]
  let known: Looks = new Map()
  let shape = ''
  return async () => {
    const at = new Date().toISOString()
    const first = await lookAt(directors, { account: shape === '', log: false }, observer)
    known = merged(first, known)
    let picture = filled(bare, scenes, known, at)
    // Who is master and who is out is told with why and since when, once it is another than before.
    if (shapeOf(picture) !== shape) {
      const isFirst = shape === ''
      shape = shapeOf(picture)
      if (!isFirst || isAnyOut(picture)) {
        known = merged(await lookAt(directors, { account: !isFirst, log: isAnyOut(picture) }, observer), known)
        picture = filled(bare, scenes, known, at)
        shape = shapeOf(picture)
      }
    }
    return picture
  }
}

async function lookAt(directors: readonly Host[], errand: StatusErrand, observer: Observer): Promise<Looks> {
  const limit = pLimit(observer.forks)
  const looks = directors.map(({ name, connection }) =>
    limit(async () => {
      const answer = await ask(name, connection, (token) => statusScript(token, errand), observer)
      return [name, understood(name, () => (isUnseen(answer) ? answer : readStatus(answer)), observer)] as const
    }),
  )
  return new Map(await Promise.all(looks))
}

function merged(looks: Looks, before: Looks): Looks {
  return new Map([...looks].map(([name, look]) => [name, withEarlier(look, before.get(name))]))
}

function shapeOf({ clusters }: Picture): string {
  return JSON.stringify(
    clusters.map(({ instances, services }) => [
      instances.map(({ directors }) => directors.map(({ state }) => state)),
      services.map(({ servers }) => servers.map(({ live }) => live?.state)),
    ]),
  )
}

function isAnyOut({ clusters }: Picture): boolean {
  return clusters.some(({ services }) =>
    services.some(({ servers }) => servers.some(({ live }) => live?.state === 'out')),
  )
}
