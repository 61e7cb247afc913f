import type { Path } from '../../model/host.ts'
import type { ClusterData } from '../cluster/cluster.ts'
import type { Remark } from './rule.ts'

/** Words of a block that do nothing there, and when. */
export interface Idle<C> {
  readonly words: readonly string[]
  /** The entry that it is told of, where the word has a list. */
  readonly entry?: number
  /** Whether that is so. */
  readonly when: (context: C) => boolean
  /** Behind "has no effect": `without unicast: true`. */
  readonly because: string
  /** What to do; one of two ways out where there are two. */
  readonly hint: string
  /** The first keepalived for which it is so. */
  readonly from?: string
}

/** A block of the cluster's data as it was given. */
export interface Block<C> {
  readonly variable: keyof ClusterData
  readonly path: Path
  readonly words: object
  readonly context: C
}

/** The words of the block that are given and do nothing. `false` says nothing anywhere. */
export function idleWords<C>(
  { variable, path, words, context }: Block<C>,
  table: readonly Idle<C>[],
): readonly Remark[] {
  if (Object.keys(words).length === 0) return []
  const isGiven = (word: string) => isSaid((words as Readonly<Record<string, unknown>>)[word])
  const idle = table.filter((one) => one.words.some(isGiven) && one.when(context))
  return idle.flatMap(({ words: named, entry, because, hint, from }) =>
    named.filter(isGiven).map((word) => ({
      variable,
      path: [...path, word, ...(entry === undefined ? [] : [entry])],
      message: `${word} has no effect ${because}`,
      hint,
      from,
    })),
  )
}

const isSaid = (value: unknown) => value !== undefined && value !== false

/** Whether mail can be sent at all. */
export function sendsMail({ global_defs: { notification_email = [], smtp_server } = {} }: ClusterData): boolean {
  return notification_email.length > 0 && smtp_server !== undefined
}

/** Said of snmp_name wherever it stands. */
export const unasked = {
  words: ['snmp_name'],
  because: 'without enable_snmp_checker in global_defs',
  hint: 'add enable_snmp_checker: true, or leave snmp_name out',
} as const

/** Said of smtp_alert wherever it stands. */
export const mailAlone = {
  words: ['smtp_alert'],
  because: 'without notification_email and smtp_server in global_defs',
  hint: 'add both, or leave smtp_alert out',
} as const
