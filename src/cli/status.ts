import type { Picture } from '../model/picture.ts'
import { exitCodes } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { keptOpen } from '../verify/kept-open.ts'
import { statusOf } from '../verify/status.ts'
import { bugList } from './bugs.ts'
import { fail, type Out, print } from './out.ts'
import { type PictureFormat, pictureShown } from './picture.ts'
import { printScripts } from './print-scripts.ts'
import { onSignals } from './signals.ts'
import { type SiteFlags, siteFrom } from './site.ts'

export interface StatusFlags extends SiteFlags {
  readonly watch?: boolean
  /** Seconds. */
  readonly interval: number
  readonly forks: number
  readonly format: PictureFormat
  readonly printScript?: boolean
}

/** `lbprov status`: resolves to the exit code; what was seen has been shown. */
export async function status(playbook: string, flags: StatusFlags, version: string, out: Out): Promise<number> {
  const bugs = bugList(out)
  const { stop, release } = onSignals(() => {})
  const { connect, close } = keptOpen(connectHost)
  try {
    const site = await siteFrom(playbook, flags, out)
    const look = statusOf(playbook, site, {
      connect,
      forks: flags.forks,
      onBug: bugs.onBug,
      stop,
      ...(flags.printScript && { onScript: printScripts(out, out.stderr) }),
    })
    const shown = async (picture: Picture) => pictureShown(picture, flags.format, version, out)
    if (flags.watch) {
      const { watch } = await import('../ui/picture/watch.ts')
      await watch(look, shown, { sink: out.stdout, secrets: out.secrets, seconds: flags.interval, stop: stop.soon })
      return exitCodes.done
    }
    const picture = await look()
    return print(out, await shown(picture), statusExitCode(picture))
  } catch (error) {
    return fail(out, error)
  } finally {
    await close()
    release()
    bugs.tell()
  }
}

/** 4 where a director could not be looked at. */
export function statusExitCode({ clusters }: Picture): number {
  const unseen = clusters.some(({ directors }) => directors.some(({ live }) => live?.unseen != null))
  return unseen ? exitCodes.unreachable : exitCodes.done
}
