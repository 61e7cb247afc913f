/** A place in a file of the user's: line and column count from 1. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** `file:line:column`, as editors and terminals understand it. */
export function showPosition({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`
}
