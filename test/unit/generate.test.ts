import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generated } from '../../generate/pages.ts'
import { staleFiles } from '../../generate/stale.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('what is generated is as npm run generate makes it', async () => {
  expect((await staleFiles(root)).map(({ file }) => `${file}: npm run generate`)).toEqual([])
})

test('what is not is named, and mended', async () => {
  const wrong: Readonly<Record<string, string>> = {
    'schemas/playbook.json': '"description"',
    'docs/cluster.md': 'Interface of the directors that VRRP is spoken on',
    'docs/lint.md': 'no director has a virtual address for good',
    'docs/verify.md': 'clocks agree |',
  }
  const stale = await staleFiles(root, (file) => read(file).replace(wrong[file] ?? '', ''))
  expect(stale).toEqual(Object.keys(wrong).map((file) => ({ file, text: read(file) })))
})

test.each([
  ['<!-- generate: tables -->\n<!-- /generate -->', 'nothing generates "tables"; there are words, changes, checkers'],
  ['<!-- generate: rules -->\n', '1 generated parts begin and 0 end'],
  ['<!-- generate: words vrrp_instnaces -->\n<!-- /generate -->', 'vrrp_instnaces: vrrp_instnaces is not there'],
  ['<!-- generate: words global_defs only x -->\n<!-- /generate -->', 'global_defs: no word is left'],
])('%j is refused', (page, why) => expect(() => generated(page)).toThrow(why))
