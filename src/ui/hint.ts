import type { Paint } from './paint.ts'

/** What to do, behind an arrow and moved to the right; nothing when there is no hint. */
export function hintLines(hint: string | undefined, by: string, paint: Paint): string[] {
  if (!hint) return []
  const [first, ...rest] = hint.split('\n')
  return [`${by}${paint('cyan', '→')} ${first}`, ...rest.map((line) => `${by}  ${line}`)]
}
