import type { Unseen } from '../lvs/cluster/hearing.ts'

/** Waits for the answer of a host no longer than it uses to take; the question stands until it is answered. */
export type Patience<T> = (name: string, ask: () => Promise<T | Unseen>) => Promise<T | Unseen>

/** A login, and a look, in milliseconds: both may take longer where they have before. */
const usual = { first: 10_000, next: 1500 } as const

/** So that one that is slow, or gone without a word, holds up no other. No host is asked twice at a time. */
export function patience<T>(): Patience<T> {
  const open = new Map<string, { readonly answer: Promise<T | Unseen>; readonly since: number }>()
  const took = new Map<string, number>()
  const begun = (name: string, ask: () => Promise<T | Unseen>) => {
    const since = performance.now()
    const answer = ask().finally(() => {
      open.delete(name)
      took.set(name, performance.now() - since)
    })
    open.set(name, { answer, since })
    return { answer, since }
  }
  return async (name, ask) => {
    const before = took.get(name)
    const most = before === undefined ? usual.first : Math.min(10_000, Math.max(usual.next, 2 * before))
    const { answer, since } = open.get(name) ?? begun(name, ask)
    const { promise: late, resolve } = Promise.withResolvers<Unseen>()
    const why = { why: `${name}: no answer since ${secondsAgo(since)}` }
    const timer = setTimeout(() => resolve(why), Math.max(0, most - (performance.now() - since)))
    return Promise.race([answer, late]).finally(() => clearTimeout(timer))
  }
}

const secondsAgo = (since: number) => new Date(Date.now() - (performance.now() - since)).toISOString()
