import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasOptions } from '../../roles/keepalived/options.ts'
import { releaseShells } from '../support/shells.ts'

let processes: readonly ChildProcess[] = []
const given = [
  ['-D', '-S', '1'],
  ['--dont-fork', '-S1', '-D'],
  ['--log-facility=1', '--log-detail', '-x'],
]

beforeAll(() => {
  processes = given.map((words) => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', '--', ...words]))
})
afterAll(() => {
  for (const child of processes) child.kill()
})

describe.each(releaseShells)('options of the keepalived that runs, in %s', (program, ...words) => {
  const has = (pid: number | string, options: readonly string[]) =>
    spawnSync(program!, [...words.slice(0, -1), '-c', `set -e; lb_pid=${pid}; ( ${hasOptions(options).text}\n)`]).status

  it.each([0, 1, 2])('are known in every form (%d)', (index) => {
    const { pid } = processes[index]!
    expect(has(pid!, ['-D', '-S 1'])).toBe(0)
    expect(has(pid!, ['-D'])).toBe(1)
    expect(has(pid!, ['-D', '-S 2'])).toBe(1)
    expect(has(pid!, ['-D', '-S 1', '-g /var/log/keepalived.log'])).toBe(1)
  })

  it('are no others where none runs', () => expect(has('', ['-D'])).toBe(0))
})
