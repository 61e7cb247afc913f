import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadInventory } from '../../../src/load/inventory/inventory.ts'
import { iniLine, iniWord } from '../../../src/load/text/ini-text.ts'
import { directoryWith } from './helpers.ts'

const cwd = directoryWith({})

/** What lbprov reads, as Ansible does, of a host with this variable, and with one from its group. */
async function read(text: string): Promise<unknown> {
  writeFileSync(join(cwd, 'hosts'), `a ${iniWord('x', text)} y=1\n[all:vars]\n${iniLine('z', text)}\n`)
  const { hosts } = await loadInventory({ inventory: ['hosts'], cwd, home: '/', env: {} })
  return hosts[0]!.vars
}

const words = `1e5 1_000 0x10 True None 007 1:30 yes [1] {} 'q' "d" a#b # \\ a\\b é .5 - ~ "" '' (1,) u'x' 1,2 a=b = ;`
test.each([...words.split(' '), '', 'x y', ' x', 'a # c', 'a\tb', 'a\nb', '1 # c'])(
  '%j is read as the text that it was',
  async (text) => expect(await read(text)).toEqual({ x: text, y: 1, z: text }),
)

test('so is any other', async () => {
  const unit = fc.constantFrom(...'01e_.xTrue"\'\\ #=[]():,a-\t\n')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 10 }), async (text) => {
      expect(await read(text)).toEqual({ x: text, y: 1, z: text })
    }),
  )
})
