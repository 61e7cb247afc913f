import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newReading, readKnownInventory } from '../../../src/load/inventory/known-inventory.ts'
import { directoryWith, warningsOf } from './helpers.ts'

// Each place says who it is; the names of variables say which places speak. What wins is what ansible-core 2.14 answers.
const places = {
  hosts: `[top]
[top:children]
mid
[mid:children]
low
[low]
h host=line hv=line pbhv=line x=line
[all:vars]
all=inline allfile=inline
[top:vars]
all=top
low=top
[low:vars]
low=low
topfile=low
host=low
`.replace('all=inline allfile=inline', 'all=inline\nallfile=inline'),
  'group_vars/all.yml': 'allfile: file\nall: file\npball: file\n',
  'group_vars/top.yml': 'topfile: file\nlowfile: top\npbtop: file\n',
  'group_vars/low/a.yml': 'lowfile: low\n',
  'group_vars/low/b.yml': 'lowfile: b\n',
  'host_vars/h': 'hv: file\npbhv: file\nx: file\n',
  'play/group_vars/all.yml': 'pball: play\n',
  'play/group_vars/top.yml': 'pbtop: play\n',
  'play/host_vars/h.yml': 'pbhv: play\n',
}

function varsOf(files: Record<string, string>, extraVars: readonly string[] = []) {
  const cwd = directoryWith(files)
  mkdirSync(join(cwd, 'play'), { recursive: true })
  writeFileSync(join(cwd, 'play/site.yaml'), '')
  const options = { inventory: ['hosts'], cwd, home: '/', env: {}, extraVars }
  return readKnownInventory(options, join(cwd, 'play'), newReading(options)).hosts[0]!.vars
}

test('precedence is that of Ansible', () => {
  expect(varsOf(places, ['x=extra'])).toEqual({
    all: 'file',
    allfile: 'file',
    pball: 'play',
    low: 'low',
    topfile: 'file',
    lowfile: 'b',
    pbtop: 'play',
    host: 'line',
    hv: 'file',
    pbhv: 'play',
    x: 'extra',
  })
})

test('groups of one depth go by priority, then by name', () => {
  const groups = '[a]\nh\n[b]\nh\n[c]\nh\n[a:vars]\nx=a\ny=a\n[b:vars]\nx=b\ny=b\n[c:vars]\nx=c\n'
  expect(varsOf({ hosts: groups })).toEqual({ x: 'c', y: 'b' })
  expect(varsOf({ hosts: `${groups}[a:vars]\nansible_group_priority=10\n` })).toEqual({ x: 'a', y: 'a' })
})

test('a deeper group wins over one of a higher priority', () => {
  const groups = '[p:children]\nc\n[c]\nh\n[p:vars]\nx=p\nansible_group_priority=10\n[c:vars]\nx=c\n'
  expect(varsOf({ hosts: groups })).toEqual({ x: 'c' })
})

test('ansible_group_priority where Ansible does not look is a warning', async () => {
  const files = { hosts: '[a]\nh\n', 'group_vars/a.yml': 'ansible_group_priority: 5\n' }
  expect(await warningsOf(files)).toEqual([
    'group_vars/a.yml:1:1: ansible_group_priority has no effect here\n    Set it on the group in the inventory file.',
  ])
})
