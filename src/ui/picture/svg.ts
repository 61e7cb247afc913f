import type { Picture } from '../../model/picture.ts'
import { pictureDot } from './dot.ts'

/** The picture laid out by Graphviz, as SVG. Loaded when it is asked for: it is 2 MB of WebAssembly. */
export async function pictureSvg(picture: Picture): Promise<string> {
  const { instance } = await import('@viz-js/viz')
  const viz = await instance()
  const svg = viz.renderString(pictureDot(picture), { format: 'svg', engine: 'dot' })
  // Graphviz knows how wide letters are by one name alone, and not every machine has that font.
  return svg.replaceAll('font-family="Courier New"', 'font-family="Courier New,monospace"')
}
