import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeHeld } from '../../../src/load/inventory/held-write.ts'
import { loadInventory } from '../../../src/load/inventory/inventory.ts'
import { nothingHeld } from '../../../src/model/held.ts'
import { heldOf, note } from '../day2/site.ts'

const file = '.lbprov-held.yaml'
const lead = { ...note, priorities: { VI_1: 101 } }
const roll = { ...note, why: 'on', work: '12:30', done: ['rs2', 'no'], at: 'rs1' }
const held = { ...heldOf(['rs1', '192.168.1.9', '__proto__'], new Map([['dir2', lead]])), roll }

function place(...names: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'lbprov-held-'))
  for (const name of names) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), `${name.replace(/\W/g, '')}\n`)
  }
  const options = (...inventory: readonly string[]) => ({ inventory, cwd, home: cwd, env: {} })
  return { cwd, options }
}

describe('what is held is kept beside the inventory', () => {
  test.each([['inv/hosts'], ['inv']])('-i %s: the same file, and all of it comes back', async (inventory) => {
    const { cwd, options } = place('inv/hosts')
    expect(writeHeld(options(inventory), held)).toBe(join(cwd, 'inv', file))
    expect((await loadInventory(options('inv'))).held).toEqual(held)
    expect((await loadInventory(options('inv/hosts'))).held).toEqual(held)
    expect(readdirSync(join(cwd, 'inv')).toSorted()).toEqual([file, 'hosts'])
  })

  test('nothing leaves no file', async () => {
    const { cwd, options } = place('hosts')
    writeHeld(options('hosts'), held)
    writeHeld(options('hosts'), nothingHeld)
    expect(existsSync(join(cwd, file))).toBe(false)
    expect((await loadInventory(options('hosts'))).held).toEqual(nothingHeld)
  })

  test('of two inventories each keeps its own', async () => {
    const { cwd, options } = place('one/hosts', 'two/hosts')
    writeHeld(options('two/hosts'), heldOf(['rs2']))
    const both = options('one/hosts', 'two/hosts')
    writeHeld(both, heldOf(['rs1', 'rs2']))
    expect([...((await loadInventory(both)).held?.drained.keys() ?? [])].toSorted()).toEqual(['rs1', 'rs2'])
    expect((await loadInventory(options('two/hosts'))).held).toEqual(heldOf(['rs2']))
    writeHeld(both, heldOf(['rs1']))
    expect(existsSync(join(cwd, 'two', file))).toBe(false)
    expect((await loadInventory(both)).held).toEqual(heldOf(['rs1']))
  })

  test('a list of hosts has no place', () => {
    expect(() => writeHeld(place().options('rs1,'), held)).toThrow('a list of hosts has no place')
  })
})

test.each([
  ['drained:\n  rs1: { since: now }\n', `${file}:2:8 `, 'by'],
  ['drained: [rs1]\n', `${file}:1:10`, 'mapping'],
  ['drianed: {}\n', `${file}:1:10`, 'drianed is not known here'],
  ['lead:\n  dir2: { since: now, by: me, priorities: { VI_1: 255 } }\n', `${file}:2:`, '254'],
])('a file that says something else is refused with its place: %j', async (text, at, why) => {
  const { cwd, options } = place('hosts')
  writeFileSync(join(cwd, file), text)
  const loaded = loadInventory(options('hosts'))
  await expect(loaded).rejects.toThrow(at.trim())
  await expect(loaded).rejects.toThrow(why)
  expect(readFileSync(join(cwd, file), 'utf8')).toBe(text)
})
