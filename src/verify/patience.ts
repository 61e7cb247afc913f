import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'

/** Waits for the answer of a host no longer than it uses to take; the question stands until it is answered. */
export type Patience<T> = (name: string, ask: () => Promise<T | Unseen>) => Promise<T | Unseen>

/** A login, and a look, in milliseconds: both may take longer where they have before. */
const usual = { first: 10_000, next: 1500, most: 10_000, fresh: 5000 } as const

interface Past {
  /** How long its answers take, the longest of late. */
  readonly took: number
  /** Why there was none the last time: then it is not waited for. */
  readonly gone?: Unseen
}

interface Question<T> {
  readonly answer: Promise<T | Unseen>
  readonly since: number
  /** When it was answered, though nobody waited any more. */
  answeredAt?: number
}

/** So that one that is slow, or gone without a word, holds up no other. No host is asked twice at a time; a late answer is the next one's, if it comes soon. */
export function patience<T extends object>(): Patience<T> {
  const open = new Map<string, Question<T>>()
  const past = new Map<string, Past>()
  const begun = (name: string, ask: () => Promise<T | Unseen>) => {
    const since = performance.now()
    const before = past.get(name)?.took ?? 0
    const answer = ask().then((seen) => {
      question.answeredAt = performance.now()
      const took = Math.max(question.answeredAt - since, 0.8 * before)
      past.set(name, isUnseen(seen) ? { took: before, gone: seen } : { took })
      return seen
    })
    const question: Question<T> = { answer, since }
    open.set(name, question)
    return question
  }
  const standing = (name: string) => {
    const question = open.get(name)
    const isOld = question?.answeredAt !== undefined && performance.now() - question.answeredAt > usual.fresh
    return isOld ? undefined : question
  }
  return async (name, ask) => {
    const before = past.get(name)
    const { answer, since } = standing(name) ?? begun(name, ask)
    const { promise: late, resolve } = Promise.withResolvers<Unseen>()
    const why = before?.gone ?? { why: `${name}: no answer since ${timeOf(since)}` }
    const timer = setTimeout(() => resolve(why), Math.max(0, waitFor(before) - (performance.now() - since)))
    const seen = await Promise.race([answer, late]).finally(() => clearTimeout(timer))
    if (seen !== why) open.delete(name)
    return seen
  }
}

function waitFor(before: Past | undefined): number {
  if (!before) return usual.first
  return before.gone ? 0 : Math.min(usual.most, Math.max(usual.next, 2 * before.took))
}

const timeOf = (since: number) => new Date(Date.now() - (performance.now() - since)).toISOString()
