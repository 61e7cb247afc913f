import { spawnSync } from 'node:child_process'
import { othersCanChange } from '../playbook/others.ts'
import { type Reading, shownPath } from '../text/files.ts'
import { parseYaml } from '../text/yaml-file.ts'
import type { YamlSource } from '../text/yaml-source.ts'
import type { Draft } from './draft.ts'
import { readScriptInventory } from './script-inventory.ts'

/** Longest time that a program may take, in milliseconds. */
const longest = 120_000

/** Adds what an inventory program says with `--list`, and with `--host` where that has no `_meta`. False for a file that may not be executed after all. */
export function readProgram(path: string, draft: Draft, reading: Reading): boolean {
  const others = othersCanChange(path)
  if (others) {
    const where = { file: shownPath(path, reading.cwd), line: 1, column: 1 }
    reading.problems.lose(where, `this program is not run: ${others.reason}`, others.remedy)
    return true
  }
  const source = answerOf([path, '--list'], reading)
  if (source === null) return false
  const ask = (host: string) => answerOf([path, '--host', host], reading) ?? undefined
  if (source) readScriptInventory(source, draft, reading.problems, ask)
  return true
}

/** Adds what `ansible-inventory` makes of a file for one of Ansible's plugins. */
export function readByAnsible(path: string, plugin: string, draft: Draft, reading: Reading): void {
  const file = shownPath(path, reading.cwd)
  const source = answerOf(['ansible-inventory', '-i', path, '--list'], reading)
  if (source) readScriptInventory(source, draft, reading.problems)
  else if (source === null)
    reading.problems.lose(
      { file, line: 1, column: 1 },
      `the plugin ${plugin} is Ansible's, and there is no ansible-inventory here`,
      `Where it is: ansible-inventory -i ${file} --list >hosts.json, then: -i hosts.json`,
    )
}

/** What a program prints, as JSON; null: it can't be run, undefined: it failed, and that is told. */
function answerOf(words: readonly string[], { cwd, problems }: Reading): YamlSource | undefined | null {
  const [program = '', ...given] = words
  const { status, stdout, stderr, error } = spawnSync(program, given, {
    cwd,
    encoding: 'utf8',
    timeout: longest,
    maxBuffer: 16 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOENT' || code === 'ENOEXEC' || code === 'EACCES') return null
  const shown = [shownPath(program, cwd), ...given].join(' ')
  if (!error && status === 0) return parseYaml(stdout.trim() || '{}', shown, problems)
  const said = stderr?.trim().split('\n').at(-1)
  const why = error ? error.message : `it ended with exit code ${status}`
  problems.lose(undefined, `${shown}: ${why}`, said ? `It said: ${said}` : undefined)
  return undefined
}
