import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Suites that start many programs: a worker grows with what it has run, and the larger it is, the more a start costs. */
const starts = ({ moduleId }: TestSpecification) =>
  /\/test\/(shell|unit\/(bundle|cli|day2|engine|shell|transport))\b/.test(moduleId)

/** Ten minutes on the lab each: begun last, they would leave the other lab idle. */
const isLong = ({ moduleId }: TestSpecification) => /\/test\/e2e\/(verify|forwarding)\./.test(moduleId)

/** These first, and then as vitest has it. */
export class OwnOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isFirst = (file: TestSpecification) => starts(file) || isLong(file)
    return [...sorted.filter(isFirst), ...sorted.filter((file) => !isFirst(file))]
  }
}
