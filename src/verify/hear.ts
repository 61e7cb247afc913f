import pLimit from 'p-limit'
import type { OnBug } from '../engine/bugs.ts'
import type { Planned } from '../engine/planned.ts'
import { type Advert, type Hearing, isUnseen, readAdverts, type Unseen } from '../lvs/cluster/hearing.ts'
import { clusterOn, type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import { excess, mostOfFacts } from '../shell/excess.ts'
import type { Transcript } from '../shell/frames.ts'
import type { Script } from '../shell/script.ts'
import { listenScript } from './listen.ts'
import type { DirectorErrand } from './look.ts'
import { newOnHost } from './new-on-host.ts'
import { ask, errandOf, type Observer, understood, unseenFor } from './observe.ts'

/** Never rejects. */
type Asked = (script: (token: string) => Script, deadlineMs: number) => Promise<Transcript | Unseen>

/** What the directors hear on which a run would start keepalived, or give it an instance that it does not have. Rejects for no host. */
export async function hearBefore(
  site: Site,
  planned: readonly Planned[],
  observer: { readonly onBug: OnBug },
): Promise<Hearing> {
  const scenes = scenesOf(site)
  const heard = planned.map(async (one) => {
    const { host, steps } = one
    const isNew = () => scenes.some((scene) => isDirector(scene, host) && newOnHost(steps, clusterOn(scene, host.name)))
    const wanted = understood(host.name, isNew, observer)
    if (wanted === false) return []
    return [
      [host.name, isUnseen(wanted) ? wanted : await hear(host, scenes, askedOf(one, observer), observer)] as const,
    ]
  })
  return {
    heard: new Map((await Promise.all(heard)).flat()),
    facts: new Map(planned.map(({ host, facts }) => [host.name, facts])),
  }
}

/** What all directors hear among hosts whose facts are known. Rejects for no host. */
export async function hearAll(
  site: Site,
  looked: readonly { readonly host: Host; readonly facts: Facts }[],
  observer: Observer,
): Promise<Hearing> {
  const scenes = scenesOf(site)
  const directors = looked.filter(({ host }) => scenes.some((scene) => isDirector(scene, host)))
  const limit = pLimit(observer.forks)
  const heard = directors.map(async ({ host }) => {
    const asked: Asked = (script, deadlineMs) =>
      limit(() => ask(host.name, host.connection, script, observer, deadlineMs))
    return [host.name, await hear(host, scenes, asked, observer)] as const
  })
  return {
    heard: new Map(await Promise.all(heard)),
    facts: new Map(looked.map(({ host, facts }) => [host.name, facts])),
  }
}

function isDirector({ directors }: Scene, host: Host): boolean {
  return directors.some((director) => director.host === host)
}

function askedOf({ host, ask: askHost }: Planned, { onBug }: { readonly onBug?: OnBug }): Asked {
  return async (script, deadlineMs) => {
    try {
      const { transcript, lost } = await askHost('listening', script, deadlineMs)
      return lost === undefined ? transcript : { why: lost }
    } catch (error) {
      return unseenFor(host.name, error, onBug)
    }
  }
}

async function hear(
  host: Host,
  scenes: readonly Scene[],
  asked: Asked,
  observer: { readonly onBug?: OnBug },
): Promise<readonly Advert[] | Unseen> {
  const errand: DirectorErrand = errandOf(host, scenes)!
  const answer = await asked(
    (token) => listenScript(token, errand),
    errand.seconds * errand.interfaces.length * 1000 + 60_000,
  )
  return isUnseen(answer) ? answer : understood(host.name, () => advertsIn(answer), observer)
}

/** What `listenScript` was answered. */
export function advertsIn({ sections }: Transcript): readonly Advert[] | Unseen {
  const tooMuch = excess(sections.get('listen'), mostOfFacts)
  if (tooMuch !== null) return { why: tooMuch }
  const { wire, 'no-wire': why = 'the wire was not listened to' } = sections.get('listen')?.values ?? {}
  return wire === undefined ? { why: why.trim().split('\n').at(-1)! } : readAdverts(wire)
}
