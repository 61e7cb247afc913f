import type { Problem } from '../model/errors.ts'
import type { LintResult, Severity } from '../model/lint.ts'
import { cleaner } from './clean.ts'
import { type ErrorLook, problemText } from './errors.ts'
import { foldedByKind, othersText, type Told } from './lint-fold.ts'
import { painter, type Style } from './paint.ts'
import { counted } from './words.ts'

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'dim' }

/** What lint found, for a person: by file and line, many of one kind once, what is ignored last, and how much it is. */
export function lintText({ errors, warnings, infos, ignored }: LintResult, { color, secrets }: ErrorLook): string {
  const paint = painter(color)
  const clean = cleaner(secrets)
  const told = [...of('error', errors), ...of('warning', warnings), ...of('info', infos)]
  const files = [...Map.groupBy(told, ({ problem }) => problem.where?.file ?? '').values()]
  const blocks = files.flatMap((same) =>
    foldedByKind(same.toSorted(byPlace)).map(({ severity, problem, others }) => {
      const shown = problemText({ ...problem, message: `${severity}: ${problem.message}` }, paint, clean)
      return `${shown}${paint('dim', othersText(others))}`
    }),
  )
  const aside = ignored.map(({ problem, reason }) =>
    paint('dim', `ignored: ${problemText({ ...problem, hint: undefined }, painter(false), clean)}: ${clean(reason)}`),
  )
  const sum = [errors, warnings, infos].map((list, i) => (list.length > 0 ? counted(list.length, nouns[i]!) : ''))
  const worst = errors.length > 0 ? 'error' : warnings.length > 0 ? 'warning' : 'info'
  const last =
    told.length === 0 ? paint('green', 'nothing found') : paint(styles[worst], sum.filter(Boolean).join(', '))
  const advice = told.length === 0 ? '' : ' (lbprov lint --explain RULE says why)'
  return `${[...blocks, ...aside].map((block) => `${block}\n\n`).join('')}${last}${advice}\n`
}

const nouns = ['error', 'warning', 'info']

function of(severity: Severity, problems: readonly Problem[]): readonly Told[] {
  return problems.map((problem) => ({ severity, problem }))
}

function byPlace({ problem: { where: a } }: Told, { problem: { where: b } }: Told): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
}
