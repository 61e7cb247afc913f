import {
  ConfigError,
  ConnectError,
  KindError,
  kindHint,
  LockedError,
  type Problem,
  ruledMessage,
  showProblem,
  UnsupportedError,
  WriteError,
} from '../model/errors.ts'
import { isInFile, showPosition } from '../model/position.ts'
import { cleaner } from './clean.ts'
import { hintLines } from './hint.ts'
import { foldedByKind, othersText } from './lint-fold.ts'
import { type Paint, painter } from './paint.ts'
import { counted, hanging } from './words.ts'

export interface ErrorLook {
  readonly color: boolean
  readonly secrets: readonly string[]
  /** Said of a command that may change hosts: its mistakes tell that none was. */
  readonly mayChange?: boolean
}

/** Any error as text for stderr, its last line ended: where, what is wrong, what to do; every problem of a ConfigError, by file and line. What nobody foresaw is called a bug, with its stack. */
export function showError(error: unknown, { color, secrets, mayChange = false }: ErrorLook): string {
  const [paint, clean] = [painter(color), cleaner(secrets)]
  const lines =
    error instanceof ConfigError ? configLines(error, paint, clean, mayChange) : errorLines(error, paint, clean)
  return `${lines.join('\n')}\n`
}

function errorLines(error: unknown, paint: Paint, clean: (text: string) => string): string[] {
  if (error instanceof WriteError) return [problemText(error.problem, paint, clean)]
  if (error instanceof LockedError) return lockedLines(error, paint, clean)
  if (error instanceof ConnectError)
    return [paint('red', hanging(clean(error.message))), ...hintLines(clean(error.hint), '    ', paint)]
  if (error instanceof UnsupportedError) return [paint('red', hanging(clean(error.message)))]
  if (error instanceof KindError) {
    const place = paint('cyan', clean(showPosition(error.resource.where)))
    const said = `${place}  ${hanging(clean(error.message))}`
    return [said, clean(stackOf(error.cause)), ...hintLines(kindHint, '    ', paint)]
  }
  const advice = 'This is a bug in lbprov. Please report it with the lines above and the command you ran.'
  return [paint('red', clean(stackOf(error))), ...hintLines(advice, '    ', paint)]
}

function lockedLines({ problems }: LockedError, paint: Paint, clean: (text: string) => string): string[] {
  const title = paint('red', `another run has ${counted(problems.length, 'host')}; no host was changed.`)
  const hint = 'wait for its end with --wait SECONDS; --check, lint and verify need not wait'
  return [title, ...problems.map(({ message }) => hanging(clean(message))), ...hintLines(hint, '    ', paint)]
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
}

function configLines(
  { problems }: ConfigError,
  paint: Paint,
  clean: (text: string) => string,
  mayChange: boolean,
): string[] {
  const shown = (problem: Problem) => problemText(problem, paint, clean)
  const files = [...Map.groupBy(problems, ({ where }) => where?.file ?? '').values()].map((same) => [
    ...new Map(same.toSorted(byPlace).map((problem) => [shown(problem), problem])).values(),
  ])
  const blocks = files.map((same) => {
    const told = same.map((problem) => ({ severity: 'error', problem }) as const)
    return foldedByKind(told, formOf).map(({ problem, others }) =>
      others.length === 0 ? shown(problem) : shown(problem) + paint('dim', othersText(others)),
    )
  })
  const title = paint('red', `${counted(files.flat().length, 'problem')}${mayChange ? '; no host was changed' : ''}.`)
  return [title, ...blocks.flatMap((block) => ['', ...block])]
}

/** Messages of one form differ in numbers and in what is quoted alone: `virtual_servers[0].prot is not …`. */
const formOf = (message: string) => message.replaceAll(/"[^"]*"|\d+/g, '#')

/** A warning as one text, its last line ended; what it says on further lines is moved to the right. */
export function showWarning(problem: Problem, clean: (text: string) => string): string {
  return `warning: ${hanging(clean(showProblem(problem)))}\n`
}

function byPlace({ where: a }: Problem, { where: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
}

/** A problem as a person reads it: place and message, and what to do on a line of its own. */
export function problemText(problem: Problem, paint: Paint, clean: (text: string) => string): string {
  const { where, hint } = problem
  const place = where ? `${paint('cyan', clean(showPosition(where)))}${isInFile(where) ? ' ' : ':'} ` : ''
  return [place + hanging(clean(ruledMessage(problem))), ...hintLines(hint && clean(hint), '    ', paint)].join('\n')
}
