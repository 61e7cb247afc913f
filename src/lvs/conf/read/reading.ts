import type { Path } from '../../../model/host.ts'
import type { SourcePosition } from '../../../model/position.ts'
import { keywordOf, type Statement, whereOf } from '../tree.ts'

/** Something of a keepalived.conf that the cluster's variables do not have. */
export interface LeftOut {
  /** `vrrp_instance VI_1: debug 1` */
  readonly text: string
  readonly where: SourcePosition
  readonly reason: string
}

/** What is filled while one file is read. */
export interface Reading {
  /** The director that the file is of. */
  readonly director: string
  /** Place in the variables, as JSON, to place in the file. */
  readonly origins: Map<string, SourcePosition>
  readonly leftOut: LeftOut[]
}

/** The key of a place in the variables. */
export function originKey(variable: string, path: Path): string {
  return JSON.stringify([variable, ...path])
}

/** A place in the variables, and what was read of it. */
export interface Place {
  readonly variable: string
  readonly path: Path
  readonly reading: Reading
}

/** The place one step further in. */
export function inside({ variable, path, reading }: Place, ...steps: Path): Place {
  return { variable, path: [...path, ...steps], reading }
}

/** Notes where the value of a place was written. */
export function note({ variable, path, reading }: Place, where: SourcePosition): void {
  reading.origins.set(originKey(variable, path), where)
}

/** Notes that a statement is not carried over. Secrets are not shown: of auth_pass only the name. */
export function leaveOut({ reading }: Place, statement: Statement, block: string, reason: string): void {
  const words = statement.words.map(({ text }) => text)
  const text = /pass|key/.test(keywordOf(statement)) ? words[0]! : words.join(' ')
  reading.leftOut.push({ text: block === '' ? text : `${block}: ${text}`, where: whereOf(statement), reason })
}
