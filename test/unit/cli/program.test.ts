import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { manPages } from '../../../generate/man.ts'
import { candidates } from '../../../src/cli/complete.ts'
import { completionScripts } from '../../../src/cli/completion-scripts.ts'
import type { Out } from '../../../src/cli/out.ts'
import { programOf } from '../../../src/cli/program.ts'
import { withHint } from '../../../src/cli/usage-hints.ts'
import { lbprovProgram } from '../../support/bundle.ts'
import { called } from '../../support/called.ts'
import { tempFolder } from '../transport/support/temp.ts'

const sink = { write: () => {} }
const program = programOf({ words: [], stdout: sink, stderr: sink } as unknown as Out)
const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

describe('--help', () => {
  const commands = leaves(program).filter((command) => command.name() !== '__complete')

  test.each(commands.map((command) => [command.name(), command] as const))(
    'of %s has an example, and says what each option is',
    (_, command) => {
      let text = ''
      command.configureOutput({ writeOut: (part) => (text += part) })
      command.outputHelp()
      expect(text).toMatch(/^Examples?:\n {2}(lbprov|source) /m)
      for (const { flags, description } of command.options) expect(description, flags).not.toBe('')
      expect(text).not.toContain('(default: [])')
    },
  )
})

describe('completion', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'hosts'), '[directors]\nlb1\nlb2\n[web]\nweb1\n')
  mkdirSync(join(folder, 'roles/mine'), { recursive: true })
  writeFileSync(join(folder, 'roles/mine/role.js'), 'export default { params: {}, resources: () => [] }\n')
  writeFileSync(join(folder, 'site.yaml'), '- hosts: all\n  tags: [outer]\n  roles: [mine]\n')
  const site = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts')]

  test.each<[string, readonly string[], readonly string[]]>([
    ['commands', ['dr'], ['drain']],
    ['options', ['run', '--prin'], ['--print-script']],
    ['values of an option', ['lint', '--format', 'sar'], ['sarif']],
    ['hosts and groups', ['ping', '-i', join(folder, 'hosts'), 'l'], ['lb1', 'lb2']],
    ['what follows a comma', ['run', ...site, '-l', 'lb1,we'], ['lb1,web', 'lb1,web1']],
    ['tags and roles', ['run', ...site, '-t', ''], ['mine', 'outer']],
    ['rules', ['lint', '--explain', 'L02'], ['L02']],
    ['files', ['run', '-i', ''], [':files']],
    ['a playbook', ['run', 'si'], [':files']],
  ])('%s', async (_, words, found) => expect((await candidates(program, words)).map(({ word }) => word)).toEqual(found))

  test('by bash itself', async () => {
    const main = await lbprovProgram()
    const script = `lbprov() { "$NODE" "$MAIN" "$@"; }
${completionScripts.bash}
COMP_WORDS=(lbprov ping -i hosts w); COMP_CWORD=4; _lbprov; echo "\${COMPREPLY[*]}"
COMP_WORDS=(lbprov run si); COMP_CWORD=2; _lbprov; echo "\${COMPREPLY[*]}"`
    const env = { ...process.env, NODE: process.execPath, MAIN: main }
    const { stdout } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', env })
    expect(stdout).toBe('web web1\nsite.yaml\n')
  })
})

test('an option of Ansible that has another name here is told', () => {
  expect(withHint("error: unknown option '--list-tasks'\n(Did you mean --list-hosts?)\n", [])).toBe(
    "error: unknown option '--list-tasks'\n--list-tasks is Ansible's; here it is: --list-steps\n",
  )
  expect(withHint("error: unknown option '--ask-sudo-pass'\n", [])).toContain('here it is: --ask-become-pass')
  expect(withHint("error: unknown option '--lisst'\n", [])).toBe("error: unknown option '--lisst'\n")
})

test.each([
  [['exec', 'all', 'ls', '-la'], 'lbprov exec … -- ls -l'],
  [['roll', 'site.yaml', 'ls', '-la'], 'lbprov roll … -- ls -l'],
  [['exec', 'all', '-la', '--', 'ls'], ''],
  [['ping', 'all', '-la'], ''],
])('the hint about an option of a command to be run goes by the words %j', (words, hint) => {
  const error = "error: unknown option '-la'\n"
  const told = hint && `options of the command to be run stand behind --: ${hint}\n`
  expect(withHint(error, words)).toBe(`${error}${told}`)
})

test('the manual has a page for each command, made of what --help says', () => {
  const pages = manPages()
  expect(Object.keys(pages)).toEqual(expect.arrayContaining(['lbprov.1', 'lbprov-run.1', 'lbprov-exec.1']))
  expect(Object.keys(pages)).not.toContain('lbprov-__complete.1')
  expect(pages['lbprov-run.1']).toMatch(/^\.TH LBPROV-RUN 1[\s\S]*\n\.B \\-C, \\-\\-check\n/)
})

test.each([
  [['-t', ''], "option '-t, --tags <tags>' argument '' is invalid. Expected names with commas between them: a,b."],
  [['--skip-tags', ' , '], "option '--skip-tags <tags>' argument ' , ' is invalid. Expected names"],
  [['--vault-id', 'prod@'], "'prod@' is invalid. Expected LABEL@FILE, LABEL@prompt or FILE."],
  [['--vault-id', ''], "'' is invalid. Expected LABEL@FILE, LABEL@prompt or FILE."],
  [['--shard', '3/2'], "'3/2' is invalid. Expected two numbers like 2/4, the first from 1 to the second."],
])('run %j is refused by the name of the option', async (words, message) => {
  const { status, stderr } = await called('/', ['run', 'site.yaml', '-i', 'hosts', ...words])
  expect([status, stderr]).toEqual([3, expect.stringContaining(message)])
})

test('every command ends a mistake with exit code 3, and says where to look', async () => {
  const paths = (command: Command, above: readonly string[]): readonly (readonly string[])[] =>
    command.commands.length === 0
      ? [[...above, command.name()]]
      : command.commands.flatMap((inner) => paths(inner, command === program ? [] : [...above, command.name()]))
  const all = paths(program, []).filter(([name]) => name !== '__complete')
  expect(all).toContainEqual(['report', 'merge'])
  for (const words of all) {
    const { status, stderr } = await called('/', [...words, '--no-such-option'])
    expect([words, status, stderr]).toEqual([words, 3, expect.stringContaining('(lbprov --help, or lbprov COMMAND')])
  }
})

describe('that no host was changed is said by commands that may change one, and by no other:', () => {
  const site = ['site.yaml', '-i', 'none']
  const on = ['all', '-i', 'none']
  const changing = [
    ['run', ...site],
    ['retire', 'a', ...site],
    ['drain', 'a', ...site],
    ['undrain', 'a', ...site],
    ['failover', ...site],
    ['roll', ...site, '--reboot'],
    ['exec', ...on, '--', 'true'],
    ['verify', ...site, '--from', 'local', '--drill'],
  ]
  const looking = [
    ['verify', ...site],
    ['lint', ...site],
    ['inventory', '--list', '-i', 'none'],
    ['show', ...site],
    ['status', ...site],
    ['serve', ...site],
    ['ping', ...on],
    ['facts', ...on],
    ['adopt', '-i', 'none', '-o', 'new'],
    ['init', 'none', '--from', 'none.conf'],
    ['schema', 'none'],
    ['merge', 'none.json'],
  ]
  const all = [...changing.map((words) => [words, true] as const), ...looking.map((words) => [words, false] as const)]

  test.each(all)('%j', async (words, isSaid) => {
    const { status, stderr } = await called(tempFolder(), words[0] === 'merge' ? ['report', ...words] : words)
    const title = isSaid ? /^\d problems?; no host was changed\.\n\n/ : /^\d problems?\.\n\n/
    expect([status, stderr]).toEqual([3, expect.stringMatching(title)])
  })

  test('all commands but doctor, whose mistakes are what it has found', () => {
    const names = leaves(program).map((command) => command.name())
    const tried = [...new Set(all.map(([[name]]) => name))]
    expect(names.filter((name) => !tried.includes(name) && !/complet/.test(name))).toEqual(['doctor'])
  })
})

test.each([
  [['verify', 'site.yaml'], 'name it with -i FILE; a file lbprov.yaml with playbook: and inventory:'],
  [['ping', 'all'], 'name it with -i FILE; a file lbprov.yaml with playbook: and inventory:'],
  [['show', '-i', 'hosts'], 'name it before the options; a file lbprov.yaml with'],
  [['drain', '-i', 'hosts'], "missing required argument 'host'"],
  [['inventory', '--list', '--graph', '-i', 'a,'], "'--graph' cannot be used with option '--list'"],
  [['inventory', '--host', 'a', '--graph', '-i', 'a,'], "'--host <name>' cannot be used with option '--graph'"],
  [
    ['exec', 'all', '-i', 'a,', 'ls', '-la'],
    'options of the command to be run stand behind --: lbprov exec … -- ls -l',
  ],
  [['help', 'verfy'], "unknown command 'verfy'\n(Did you mean verify?)"],
  [['help', 'nothing-like-it'], "unknown command 'nothing-like-it'\n(lbprov --help"],
  [['lint', '--explain', 'L999'], '--explain L999: there is no such rule'],
])('%j is refused with what to do', async (words, message) => {
  expect(await called('/', words)).toMatchObject({ status: 3, stderr: expect.stringContaining(message) })
})

test.each(['L02', 'l2', 'L2'])('%s is a rule', async (id) => {
  expect((await called('/', ['lint', '--explain', id])).stdout).toMatch(/^L02 /)
})

test.each([[['help']], [['help', 'run']]])('%j is help', async (words) => {
  expect(await called('/', words)).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: lbprov') })
})
