/** What a host said, for a message: one line of printable text, and not much of it. */
export function oneLine(text: string, most = 300): string {
  const line = text
    .slice(0, most * 4)
    .replaceAll(/[\s\p{C}\u2028\u2029]+/gu, ' ')
    .trim()
  const [short, rest] = [line.slice(0, most), line.length > most || text.length > most * 4]
  return rest ? `${short}…` : short
}
