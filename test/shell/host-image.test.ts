import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { stockImages } from '../containers/images.ts'

const root = join(import.meta.dirname, '../..')
const scripts = ['set-up.sh', 'start.sh'].map((name) => join(root, 'test/containers/image', name))

describe('what makes a host of a stock image', () => {
  test.each([['shellcheck'], ['dash', '-n'], ['bash', '--posix', '-n'], ['busybox', 'sh', '-n']])(
    '%s %s',
    (program, ...words) => {
      for (const script of scripts) {
        const { status, stdout, stderr } = spawnSync(program, [...words, script], { encoding: 'utf8' })
        expect({ script, status, said: stdout + stderr }).toEqual({ script, status: 0, said: '' })
      }
    },
  )

  test('the weekly matrix has every image whose facts are known, and no other', () => {
    const workflow = parse(readFileSync(join(root, '.github/workflows/real-images.yml'), 'utf8'))
    expect(workflow.jobs.containers.strategy.matrix.image).toEqual(Object.keys(stockImages))
  })
})
