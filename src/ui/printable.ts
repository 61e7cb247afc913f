import { stripVTControlCharacters } from 'node:util'

const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u
const unwanted = /(?![\n\t])[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu

/** Text of a host that may be shown on a terminal: without escape sequences and whatever else moves a cursor; lines end in `\n`. */
export function printable(text: string): string {
  if (!unprintable.test(text)) return text
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replaceAll('\r', '\n').replace(unwanted, '')
}

/** What `painter` writes. */
const colours = new RegExp(`(${String.fromCharCode(27)}\\[(?:1|2|22|3[1236]|39)m)`)

/** As `printable`, for text that lbprov has coloured. */
export function printableBetweenColours(text: string): string {
  if (!unprintable.test(text)) return text
  return text
    .split(colours)
    .map((part, i) => (i % 2 === 1 ? part : printable(part)))
    .join('')
}
