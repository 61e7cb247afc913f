import type { Stop } from '../engine/stop.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { balancers } from '../lvs/verify/cast.ts'
import type { Picture } from '../model/picture.ts'
import { connectHost } from '../transport/connect.ts'
import { keptOpen } from '../verify/kept-open.ts'
import { statusOf } from '../verify/status.ts'
import { bugList } from './bugs.ts'
import { siteToEnter } from './host-keys.ts'
import { fail, type Out } from './out.ts'
import { printScripts } from './print-scripts.ts'
import { onSignals } from './signals.ts'
import type { SiteFlags } from './site.ts'

interface LookFlags extends SiteFlags {
  readonly forks: number
  readonly printScript?: boolean
  /** Looks again and again. */
  readonly watch?: boolean
}

/**
 * Has `act` look at the clusters as often as it likes, over connections that stay open until it ends; resolves to its exit code. What is
 * wrong has been printed.
 */
export async function looking(
  playbook: string,
  flags: LookFlags,
  out: Out,
  act: (look: () => Promise<Picture>, stop: Stop) => Promise<number>,
): Promise<number> {
  const bugs = bugList(out)
  const { stop, release } = onSignals(() => {})
  const { connect, close } = keptOpen(connectHost)
  try {
    const site = await siteToEnter(playbook, flags, out, (all) => scenesOf(all).flatMap(balancers))
    const look = statusOf(playbook, site, {
      connect,
      forks: flags.forks,
      onBug: bugs.onBug,
      stop,
      watched: flags.watch === true,
      ...(flags.printScript && { onScript: printScripts(out, out.stderr) }),
    })
    return await act(look, stop)
  } catch (error) {
    return fail(out, error)
  } finally {
    await close()
    release()
    bugs.tell()
  }
}
