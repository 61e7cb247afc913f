import stringWidth from 'string-width'

/** Columns that a text takes: a Chinese character has two. */
export const widthOf = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text))

/** With spaces behind it, up to that many columns. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))
