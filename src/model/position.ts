import { quote } from '../shell/quote.ts'

/** A place in what the user wrote: in a file line and column count from 1; elsewhere both are 0. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A place that is in no file: an option with its value, a variable of the environment, by its name. */
export function placeOutside(name: string): SourcePosition {
  return { file: name, line: 0, column: 0 }
}

/** False for such a place. */
export const isInFile = ({ line }: SourcePosition): boolean => line > 0

/** An option of the command line with what stands behind it, as it is typed. */
export function optionPlace(option: string, value: string): SourcePosition {
  const short = value.length > 120 ? `${value.slice(0, 119)}…` : value
  return placeOutside(`${option} ${quote(short.replaceAll('\0', ''))}`)
}

/** `file:line:column`, as editors and terminals understand it; outside of files the name alone. */
export function showPosition(place: SourcePosition): string {
  return isInFile(place) ? `${place.file}:${place.line}:${place.column}` : place.file
}
