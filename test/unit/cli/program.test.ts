import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { manPages } from '../../../generate/man.ts'
import { candidates } from '../../../src/cli/complete.ts'
import { completionScripts } from '../../../src/cli/completion-scripts.ts'
import { withAnsible } from '../../../src/cli/from-ansible.ts'
import type { Out } from '../../../src/cli/out.ts'
import { programOf } from '../../../src/cli/program.ts'
import { lbprovProgram } from '../../support/bundle.ts'
import { called } from '../../support/called.ts'
import { tempFolder } from '../transport/support/temp.ts'

const sink = { write: () => {} }
const program = programOf({ stdout: sink, stderr: sink } as unknown as Out)
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
  expect(withAnsible("error: unknown option '--list-tasks'\n(Did you mean --list-hosts?)\n")).toBe(
    "error: unknown option '--list-tasks'\n--list-tasks is Ansible's; here it is: --list-steps\n",
  )
  expect(withAnsible("error: unknown option '--ask-sudo-pass'\n")).toContain('here it is: --ask-become-pass')
  expect(withAnsible("error: unknown option '--lisst'\n")).toBe("error: unknown option '--lisst'\n")
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
