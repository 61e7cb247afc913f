import { scenesOf } from '../lvs/cluster/scene.ts'
import { pictureOf } from '../lvs/picture/picture.ts'
import { fail, type Out, print } from './out.ts'
import { type PictureFormat, pictureShown } from './picture.ts'
import { type SiteFlags, siteFrom } from './site.ts'

export interface ShowFlags extends SiteFlags {
  readonly format: PictureFormat
}

/** `lbprov show`: the clusters as their variables say; resolves to the exit code. */
export async function show(playbook: string, flags: ShowFlags, version: string, out: Out): Promise<number> {
  try {
    const site = await siteFrom(playbook, flags, out)
    return print(out, await pictureShown(pictureOf(playbook, scenesOf(site)), flags.format, version, out))
  } catch (error) {
    return fail(out, error)
  }
}
