import stringWidth from 'string-width'

/** ASCII, and what lbprov itself writes besides: a column each. */
const plain = /^[ -~·–’‹›…→↻−─│●◐✔✖]*$/

/** Columns that a text takes: a Chinese character has two. */
export const widthOf = (text: string): number => (plain.test(text) ? text.length : stringWidth(text))

/** With spaces behind it, up to that many columns. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))
