import { BaseSequencer, type TestSpecification } from 'vitest/node'

const starts = ({ moduleId }: TestSpecification) =>
  /\/test\/(shell|unit\/(bundle|cli|day2|engine|shell|transport))\b/.test(moduleId)

/** Suites that start many programs first: a worker grows with what it has run, and the larger it is, the more a start costs. */
export class StartingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(starts), ...sorted.filter((file) => !starts(file))]
  }
}
