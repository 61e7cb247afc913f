import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export type Paint = (style: Style, text: string) => string

/** Colours text, or leaves it alone. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text
}

/** FORCE_COLOR first (`0` says no), then NO_COLOR and TERM=dumb, then whether `stream` is a terminal. */
export function wantsColor(
  stream: { readonly isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: unwanted, TERM } = env
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return !unwanted && TERM !== 'dumb' && stream.isTTY === true
}
