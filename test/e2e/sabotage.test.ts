import { beforeAll, describe, test } from 'vitest'
import { invented } from './cases/invented.ts'
import { mendedAsTold } from './mended.ts'
import { cluster } from './support.ts'

describe('sabotage that is thought up', () => {
  beforeAll(cluster)

  test.each(invented.map((list) => [list.map(({ what }) => what).join(', '), list] as const))(
    '%s: named, with host and cause, and mended by what verify says',
    (_, list) => mendedAsTold(list),
  )
})
