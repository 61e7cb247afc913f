import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule, TestRunEndReason } from 'vitest/node'
import { installAnswer } from '../../lab/install.ts'
import { allowed } from './skips.ts'
import { missingTools } from './tools.ts'

/** Says at the end what was skipped and why; what may not be skipped (skips.ts) fails the run where CI is set. */
export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], _: unknown, reason: TestRunEndReason): void {
    // What a failed set-up left out is told by its failure.
    if (reason !== 'passed') return
    const { text, unlisted } = judged(modules.flatMap(skippedIn))
    if (text) console.log(text)
    if (unlisted && process.env.CI && installAnswer() !== 'no') process.exitCode = 1
  }
}

/** The names of the skipped tests, as skips.ts has them. */
function skippedIn(module: TestModule): readonly string[] {
  const { root, testNamePattern } = module.project.config
  // By -t tests are left out that nobody asked for.
  const asked = ({ fullName }: TestCase) => testNamePattern?.test(fullName.replaceAll(' > ', ' ')) ?? true
  const names = [...module.children.allTests('skipped')].filter(asked).map(({ fullName }) => fullName)
  return names.map((name) => `${relative(root, module.moduleId)} > ${name}`)
}

/** What is said of skipped tests, and how many of them may not be skipped. */
export function judged(names: readonly string[]): { readonly text: string; readonly unlisted: number } {
  const by = Map.groupBy(names, (name) => allowed(name))
  const unlisted = by.get(undefined) ?? []
  by.delete(undefined)
  const files = Map.groupBy(unlisted, (name) => name.split(' > ')[0])
  const lines = [
    ...[...by].map(([skip, some]) => `${some.length} skipped: ${skip?.why}. To run them: ${skip?.runs}`),
    ...[...files].map(([file, some]) => `${some.length} skipped, not listed in test/support/skips.ts: ${file}`),
    ...(unlisted.length > 0 ? missingTools().map((tool) => `missing here: ${tool}`) : []),
  ]
  return { text: lines.map((line) => `  ${line}\n`).join(''), unlisted: unlisted.length }
}
