import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { has } from '../support/tools.ts'

const cwd = join(import.meta.dirname, '../..')
const scripts = ['.ci/bare', '.ci/run', ...globSync(['lab/*.sh', 'lab/images/common/*.sh'], { cwd })]

test.skipIf(!has('shellcheck'))('shellcheck has nothing to say of the programs of CI and lab', () => {
  expect(scripts.length).toBeGreaterThan(4)
  expect(spawnSync('shellcheck', ['-f', 'gcc', ...scripts], { cwd }).stdout.toString()).toBe('')
})
