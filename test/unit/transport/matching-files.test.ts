import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { matchingFiles } from '../../../src/transport/matching-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'lbprov-matching-'))
for (const name of ['a.d', 'b.d', '.c.d']) {
  mkdirSync(join(folder, name))
  for (const file of ['20-x.conf', '10-y.conf', '.z.conf', 'x.conf~']) writeFileSync(join(folder, name, file), '')
}
afterAll(() => rmSync(folder, { recursive: true }))

test.each(['a.d/*.conf', '*/1?-[xy].conf', 'b.d/20-x.conf', 'b.d/none', 'none/*', '*.d/*', 'a.d/20-x.conf/*'])(
  '%s means the files that Node finds, in order',
  (pattern) => {
    expect(matchingFiles(join(folder, pattern))).toEqual(globSync(join(folder, pattern)).toSorted())
  },
)

test('names that begin with a dot are meant where the pattern begins with one', () => {
  expect(matchingFiles(join(folder, '.*/.z*'))).toEqual([join(folder, '.c.d/.z.conf')])
})
