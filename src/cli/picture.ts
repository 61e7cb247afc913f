import type { Picture } from '../model/picture.ts'
import { painter } from '../ui/paint.ts'
import { pictureWords } from '../ui/picture/cleaned.ts'
import { mapStrings } from '../ui/redact.ts'
import type { Out } from './out.ts'

export const pictureFormats = ['text', 'json', 'mermaid', 'dot', 'svg', 'prometheus'] as const
export type PictureFormat = (typeof pictureFormats)[number]

/** The picture in that format, every value cleaned; the renderer is loaded when it is asked for. */
export async function pictureShown(raw: Picture, format: PictureFormat, version: string, out: Out): Promise<string> {
  const picture = mapStrings(raw, out.clean, pictureWords)
  switch (format) {
    case 'json':
      return `${JSON.stringify({ lbprov: version, ...picture }, null, 2)}\n`
    case 'mermaid':
      return (await import('../ui/picture/mermaid.ts')).pictureMermaid(picture)
    case 'dot':
      return (await import('../ui/picture/dot.ts')).pictureDot(picture)
    case 'svg':
      return (await import('../ui/picture/svg.ts')).pictureSvg(picture)
    case 'prometheus':
      return (await import('../ui/picture/prometheus.ts')).picturePrometheus(picture)
    default:
      return (await import('../ui/picture/text.ts')).pictureText(picture, painter(out.color.stdout))
  }
}
