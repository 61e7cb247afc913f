import type { Picture } from '../model/picture.ts'
import { exitCodes } from '../model/report.ts'
import { looking } from './looking.ts'
import { type Out, print } from './out.ts'
import { type PictureFormat, pictureShown } from './picture.ts'
import type { SiteFlags } from './site.ts'

export interface StatusFlags extends SiteFlags {
  readonly watch?: boolean
  /** Seconds. */
  readonly interval: number
  readonly forks: number
  readonly format: PictureFormat
  readonly printScript?: boolean
}

/** `lbprov status`: resolves to the exit code; what was seen has been shown. */
export function status(playbook: string, flags: StatusFlags, version: string, out: Out): Promise<number> {
  return looking(playbook, flags, out, async (look, stop) => {
    const shown = async (picture: Picture) => pictureShown(picture, flags.format, version, out)
    if (flags.watch) {
      const { watch } = await import('../ui/picture/watch.ts')
      await watch(look, shown, { sink: out.stdout, secrets: out.secrets, seconds: flags.interval, stop: stop.soon })
      return exitCodes.done
    }
    const picture = await look()
    return print(out, await shown(picture), statusExitCode(picture))
  })
}

/** 4 where a host could not be looked at. */
export function statusExitCode({ clusters }: Picture): number {
  const directors = clusters.flatMap((cluster) => cluster.directors.map(({ live }) => live))
  const servers = clusters.flatMap(({ services }) =>
    services.flatMap((one) => one.servers.map(({ live }) => live?.host)),
  )
  return [...directors, ...servers].some((one) => one?.unseen != null) ? exitCodes.unreachable : exitCodes.done
}
