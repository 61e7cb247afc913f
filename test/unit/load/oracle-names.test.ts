import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newReading, readKnownInventory } from '../../../src/load/inventory/known-inventory.ts'
import { newProblems } from '../../../src/load/text/problems.ts'
import { agreement, ansibleInventory, askAnsible } from '../../support/ansible.ts'
import { called } from '../../support/called.ts'
import { has } from '../../support/tools.ts'
import { directoryWith, type Files } from './helpers.ts'

// What an inventory says under a name that Ansible has a value of its own for.

/** ansible-inventory leaves these out, whoever sets them. */
const internal =
  'inventory_hostname inventory_hostname_short inventory_dir inventory_file group_names groups playbook_dir omit ansible_version ansible_facts ansible_forks ansible_limit ansible_verbosity ansible_diff_mode ansible_config_file ansible_inventory_sources ansible_playbook_python ansible_run_tags ansible_skip_tags'.split(
    ' ',
  )
/** These it shows, though a play has a value of its own for them. */
const others =
  'hostvars play_hosts ansible_play_hosts ansible_play_batch ansible_play_name ansible_check_mode environment vars role_name role_path port'.split(
    ' ',
  )
const names = [...internal, ...others]
const expressions = [...internal.slice(0, 7), 'hostvars.line.inventory_hostname', 'hostvars.file.group_names']
const asExpressions = expressions.map((name, i) => `e${i}: "{{ ${name} }}"`).join('\n')
const yaml = names.map((name) => `${name}: beside\n`).join('')

const files = {
  hosts: `plain
[web]
line ${names.map((name) => `${name}=line`).join(' ')}
file
[web:vars]
${names.map((name) => `${name}=group`).join('\n')}
`,
  'group_vars/all.yml': `${asExpressions}\n`,
  'group_vars/web.yml': 'x: 1\n',
  'host_vars/file.yml': yaml,
}
const folder = directoryWith(files)

const inFolder = (title: string, files: Files, ...words: readonly string[]) => ({
  title,
  files,
  cwd: directoryWith(files),
  words: ['--list', '-i', ...words],
})
const groups = 'x\n[a]\nh v=1\n[b:children]\na\nc\n[c]\ni\n[b:vars]\nw=2\n'
const asked = [
  inFolder('a list of hosts', {}, 'a,b'),
  inFolder('no host', { hosts: '# none\n' }, 'hosts'),
  inFolder('groups without hosts', { hosts: '[a]\n[b:children]\na\nc\n[c]\n' }, 'hosts'),
  inFolder('groups in groups, and a host in none', { hosts: groups }, 'hosts'),
  inFolder('names of Ansible', files, 'hosts'),
  inFolder('names of Ansible with -e', files, 'hosts', '-e', 'inventory_hostname=e play_hosts=e x=two'),
]
const agreed = agreement('names')

test.skipIf(!has('ansible-inventory')).each(asked.map((one) => [one.title, one] as const))(
  '--list is that of ansible-inventory: %s',
  async (_, one) => {
    const { cwd, words } = one
    const { status, stdout } = await called(cwd, ['inventory', ...words])
    await agreed([one, status, stdout], async () => {
      const [printed] = await ansibleInventory([one])
      expect([status, JSON.parse(stdout)]).toEqual([0, JSON.parse(printed!)])
    })
  },
)

describe.skipIf(!has('ansible-inventory'))('names of Ansible', () => {
  test.each([
    ['', {}],
    ['with -e', { extraVars: ['inventory_hostname=e group_names=e groups=e inventory_dir=e'] }],
  ])(
    'have the values in expressions that they have there %s',
    async (_, { extraVars = [] }: { extraVars?: readonly string[] }) => {
      const inventory = [join(folder, 'hosts')]
      const templates = expressions.map((_, i) => `e${i}`)
      const reading = newReading({ inventory, extraVars, cwd: folder, home: '/' })
      const known = readKnownInventory({ inventory, extraVars, cwd: folder, home: '/' }, folder, reading)
      const ours = known.hosts.map((host) => {
        const value = (name: string) => known.resolve(host.variable(name)!, { name, host }, newProblems())?.value
        return [host.name, ...templates.map(value)]
      })
      await agreed([files, extraVars, ours], async () => {
        const [answer] = await askAnsible([{ inventory, templates, playbookDir: folder, extraVars }])
        const theirs = known.hosts.map(({ name }) => [name, ...templates.map((each) => answer!.vars[name]![each])])
        expect(ours).toEqual(theirs)
      })
    },
  )
})

test('what they have for a host is explained, with what does not count', async () => {
  const explained = async (host: string, name: string) =>
    JSON.parse((await called(folder, ['inventory', '-i', 'hosts', '--explain', host, name])).stdout)
  expect(await explained('line', 'inventory_hostname')).toEqual({
    host: 'line',
    variable: 'inventory_hostname',
    value: 'line',
    where: 'given to every host, as by Ansible',
    of: 'line',
    overridden: [
      { value: 'line', where: 'hosts:3:6', of: 'line' },
      { value: 'group', where: 'hosts:6:1', of: 'web' },
    ],
  })
  expect(await explained('plain', 'group_names')).toMatchObject({ value: ['ungrouped'], overridden: [] })
  expect(await explained('plain', 'groups')).toMatchObject({ value: { web: ['line', 'file'] } })
  expect(await explained('file', 'inventory_hostname')).toMatchObject({
    value: 'beside',
    where: 'host_vars/file.yml:1:1',
  })
})
