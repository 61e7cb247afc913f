import { type Line, slice } from './line.ts'

/** A line that is read once for each set of values. */
export interface Sequence {
  readonly text: Line
  /** Name to value, for each round. */
  readonly rounds: readonly Readonly<Record<string, string>>[]
}

/** More than this is taken for a mistake. */
const mostRounds = 100_000

/** Whether the line is `~SEQ(…)` or `~LST(…)`. */
export function isSequence({ text }: Line): boolean {
  return /^~(SEQ|LST)/.test(text)
}

/** Reads `~SEQ(VAR, start, step, end) text`, `~SEQx(…)` or `~LST({A, B}, {1, 2}, …) text`; null when it can't be read. */
export function sequenceOf(line: Line): Sequence | null {
  const match = /^~(SEQx?|LST)[ \t]*\(([^)]*)\)[ \t]*/.exec(line.text)
  if (!match) return null
  const rounds = match[1] === 'LST' ? listRounds(match[2]!) : numberRounds(match[2]!, match[1] === 'SEQx')
  return rounds && { rounds, text: slice(line, match[0].length) }
}

function numberRounds(inside: string, hex: boolean): Sequence['rounds'] | null {
  const [name = '', ...texts] = inside.split(',').map((part) => part.trim())
  const bounds = boundsOf(texts.map(integer))
  if (!/^\S+$/.test(name) || !bounds) return null
  const { start, step, end } = bounds
  const count = Math.floor((end - start) / step) + 1
  if (count < 1 || count > mostRounds || (hex && (start < 0 || end < 0))) return null
  return Array.from({ length: count }, (_, i) => ({ [name]: (start + i * step).toString(hex ? 16 : 10) }))
}

/** One number counts from 1 (or -1) to it; two are start and end; three are start, step and end. */
function boundsOf(numbers: readonly number[]): { start: number; step: number; end: number } | null {
  if (numbers.length < 1 || numbers.length > 3 || numbers.some(Number.isNaN)) return null
  const [one, two, three] = numbers as [number, number?, number?]
  if (two === undefined) return { start: one < 0 ? -1 : 1, step: one < 1 ? -1 : 1, end: one }
  if (three === undefined) return { start: one, step: one <= two ? 1 : -1, end: two }
  return two === 0 ? null : { start: one, step: two, end: three }
}

/** Decimal, hexadecimal or octal, as C writes them. */
function integer(text: string): number {
  if (/^-?0[0-7]+$/.test(text)) return Number.parseInt(text, 8)
  return /^-?(\d+|0x[0-9a-f]+)$/i.test(text)
    ? Number(text.replace('-', '')) * (text.startsWith('-') ? -1 : 1)
    : Number.NaN
}

function listRounds(inside: string): Sequence['rounds'] | null {
  const sets = [...inside.matchAll(/\{([^{}]*)\}|([^,{}\s]+)|(,\s*)(?=,|$)/g)].map((match) =>
    (match[1] ?? match[2] ?? '').split(',').map((part) => part.trim()),
  )
  const [names, ...values] = sets
  if (!names || names.includes('') || values.length === 0) return null
  if (values.some((set) => set.length > names.length)) return null
  return values.map((set) => Object.fromEntries(names.map((name, i) => [name, set[i] ?? ''])))
}
