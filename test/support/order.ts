import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Suites that start many programs, in this order: a worker grows with what it has loaded and run, and the larger it is, the more a start
 * costs. Scripts alone load least, commands nearly everything.
 */
const startersInOrder = [
  /\/test\/shell\//,
  /\/test\/unit\/(day2|engine|shell|transport)\//,
  /\/test\/unit\/(bundle\.|cli\/)/,
]

/** Ten minutes on the lab each: begun last, they would leave the other lab idle. */
const isLong = ({ moduleId }: TestSpecification) => /\/test\/e2e\/(verify|forwarding)\./.test(moduleId)

function turnOf(file: TestSpecification): number {
  const turn = isLong(file) ? 0 : startersInOrder.findIndex((path) => path.test(file.moduleId))
  return turn === -1 ? startersInOrder.length : turn
}

/** These first, and then as vitest has it. */
export class OwnOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => turnOf(a) - turnOf(b))
  }
}
