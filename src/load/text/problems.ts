import { ConfigError, type Problem } from '../../model/errors.ts'
import { type SourcePosition, showPosition } from '../../model/position.ts'

/** Where everything that is wrong is gathered, so that it can be told at once. */
export interface Problems {
  /** A value that is wrong; what is around it can still be judged. */
  readonly add: (where: SourcePosition | undefined, message: string, hint?: string) => void
  /** Something could not be read: what hangs on it must not be judged. */
  readonly lose: (where: SourcePosition | undefined, message: string, hint?: string) => void
  /** A value that is wrong as others of its kind are: the first is told, the others are counted. */
  readonly alike: (kind: string, where: SourcePosition, message: string, hint: string) => void
  /** True once something was lost. */
  readonly incomplete: () => boolean
  /** Each problem once, files in the order they were met, then by line. */
  readonly list: () => readonly Problem[]
}

/** An empty gathering. */
export function newProblems(): Problems {
  const found = new Map<string, Problem>()
  const kinds = new Map<string, { first: Problem; readonly places: Set<string> }>()
  let lost = false
  const add = (where: SourcePosition | undefined, message: string, hint?: string) => {
    const key = `${where?.file}:${where?.line}:${where?.column}:${message}`
    if (!found.has(key)) found.set(key, { where, message, hint: hint || undefined })
  }
  return {
    add,
    lose: (where, message, hint) => {
      lost = true
      add(where, message, hint)
    },
    alike: (kind, where, message, hint) => {
      const known = kinds.get(kind) ?? { first: { where, message, hint }, places: new Set() }
      known.places.add(showPosition(where))
      kinds.set(kind, known)
    },
    incomplete: () => lost,
    list: () => inOrder([...found.values(), ...[...kinds.values()].map(withCount)]),
  }
}

function withCount({ first, places }: { first: Problem; readonly places: ReadonlySet<string> }): Problem {
  return places.size > 1 ? { ...first, message: `${first.message} (so are ${places.size - 1} more)` } : first
}

/** Throws a ConfigError when anything was found. */
export function stopOn(problems: Problems): void {
  const list = problems.list()
  if (list.length > 0) throw new ConfigError(list)
}

function inOrder(list: readonly Problem[]): Problem[] {
  const files = [...new Set(list.map(({ where }) => where?.file))]
  const rank = new Map(files.map((file, index) => [file, index]))
  return [...list].sort(
    (a, b) =>
      rank.get(a.where?.file)! - rank.get(b.where?.file)! ||
      (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
      (a.where?.column ?? 0) - (b.where?.column ?? 0),
  )
}
