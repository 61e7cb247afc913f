import type { Picture } from '../model/picture.ts'
import { restOf } from '../ui/picture/watch.ts'

/** Looks while somebody watches, never two at once, and hands each picture on. */
export interface Watching {
  /** The newest picture; looks where there is none of late. */
  readonly now: () => Promise<Picture>
  /** Told of each new picture until the answer is called. */
  readonly follow: (tell: (picture: Picture) => void) => () => void
}

/** At most one look in so many milliseconds, however many watch. */
export function watching(look: () => Promise<Picture>, everyMs: number): Watching {
  const followers = new Set<(picture: Picture) => void>()
  let last: { readonly picture: Promise<Picture>; readonly at: number } | undefined
  let looking = false
  let timer: NodeJS.Timeout | undefined
  const now = () => {
    // Timers come a little early at times.
    if (!last || (!looking && performance.now() - last.at >= 0.9 * everyMs)) {
      looking = true
      last = {
        picture: look().finally(() => {
          looking = false
        }),
        at: performance.now(),
      }
    }
    return last.picture
  }
  const turn = async () => {
    const begun = performance.now()
    const picture = await now().catch(() => undefined)
    if (picture) for (const tell of followers) tell(picture)
    timer = followers.size > 0 ? setTimeout(turn, restOf(everyMs, begun)).unref() : undefined
  }
  return {
    now,
    follow: (tell) => {
      followers.add(tell)
      if (!timer) timer = setTimeout(turn, 0).unref()
      return () => void followers.delete(tell)
    },
  }
}
