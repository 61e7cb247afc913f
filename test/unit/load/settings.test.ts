import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { settingsSchema } from '../../../src/load/schema/settings-schema.ts'
import { settingWords } from '../../../src/load/settings/setting-words.ts'
import { readSettings } from '../../../src/load/settings/settings.ts'
import { ConfigError, showProblem } from '../../../src/model/errors.ts'
import { placeOutside } from '../../../src/model/position.ts'
import { directoryWith, type Files, inventoryOf } from './helpers.ts'

function settings(files: Files, env: Record<string, string> = {}, prepare = (_cwd: string) => {}) {
  const cwd = directoryWith(files)
  mkdirSync(join(cwd, 'home'), { recursive: true })
  prepare(cwd)
  const warnings: string[] = []
  const read = readSettings({ cwd, home: join(cwd, 'home'), env }, ({ message }) => void warnings.push(message))
  const variables = [...read.variables].map(([name, { value }]) => [name, value])
  return { ...read, options: Object.fromEntries(read.options), variables: Object.fromEntries(variables), warnings }
}

const cfg = `# ours
[defaults]
inventory = hosts, ./more ; both
remote_user=deploy
private_key_file = ~/.ssh/lab
host_key_checking = False
forks: 20
timeout = 30
retry_files_enabled = False
vault_password_file = $PW/vault
vault_identity_list = dev@~/dev.pw, prod@prompt, $PW/any

[privilege_escalation]
become = yes
become_user = admin
become_ask_pass = no

[ssh_connection]
ssh_args = -o ControlMaster=auto
  -o ControlPersist=60s
`

test('ansible.cfg is taken as Ansible takes it, and said with its lines', () => {
  const { options, variables, notes } = settings({ 'ansible.cfg': cfg }, { PW: '/etc/pw' })
  expect(options).toEqual({
    inventory: ['hosts', 'more'],
    user: 'deploy',
    privateKey: 'home/.ssh/lab',
    become: true,
    forks: 20,
    vaultPasswordFile: ['/etc/pw/vault'],
    vaultId: ['dev@home/dev.pw', 'prod@prompt', '/etc/pw/any'],
    askBecomePass: false,
  })
  expect(variables).toEqual({
    ansible_host_key_checking: 'false',
    ansible_become_user: 'admin',
    ansible_timeout: '30',
    ansible_ssh_args: '-o ControlMaster=auto -o ControlPersist=60s',
  })
  expect(notes).toEqual([
    'taken from ansible.cfg: inventory (line 3), remote_user (line 4), private_key_file (line 5), become (line 14), forks (line 7), vault_password_file (line 10), vault_identity_list (line 11), become_ask_pass (line 16), host_key_checking (line 6), become_user (line 15), timeout (line 8) and ssh_args (line 19)',
  ])
})

test('LBPROV_* beats lbprov.yaml, that Ansible’s environment, that ansible.cfg', () => {
  const files = {
    'ansible.cfg': '[defaults]\nforks=1\nremote_user=a\ninventory=a\ntimeout=1\n',
    'lbprov.yaml': 'playbook: site.yaml\nforks: 3\nuser: c\n',
  }
  const { options } = settings(files, { ANSIBLE_FORKS: '2', ANSIBLE_INVENTORY: 'b', LBPROV_FORKS: '4' })
  expect(options).toEqual({ playbook: 'site.yaml', forks: 4, user: 'c', inventory: ['b'] })
})

test.each([
  ['home/.ansible.cfg', {}],
  ['etc/ansible.cfg', { ANSIBLE_CONFIG: 'etc' }],
  ['my.cfg', { ANSIBLE_CONFIG: 'my.cfg' }],
])('%s is found', (name, env) => {
  expect(settings({ [name]: '[defaults]\nforks = 7\n' }, env).options).toEqual({ forks: 7 })
})

test('one in a folder that others may write is passed over', () => {
  const { options, warnings } = settings({ 'ansible.cfg': cfg, 'lbprov.yaml': 'forks: 3\n' }, {}, (cwd) =>
    chmodSync(cwd, 0o777),
  )
  expect(options).toEqual({})
  expect(warnings).toEqual([
    expect.stringMatching(/^ansible.cfg is not read: others may write /),
    expect.stringMatching(/^lbprov.yaml is not read: others may write /),
  ])
})

test.each([
  ['lbprov.yaml', 'forks: many\n', 'lbprov.yaml:1:8: forks must be a whole number from 1 on, but is "many"'],
  [
    'lbprov.yaml',
    'inventry: a\n',
    /^lbprov.yaml:1:1: there is no setting inventry\n {4}Did you mean inventory\? Known are /,
  ],
  ['lbprov.yaml', 'forks:\n', 'lbprov.yaml:1:1: forks must be a whole number from 1 on, but has no value'],
  [
    'lbprov.yaml',
    'vault_id: [prod@]\n',
    'lbprov.yaml:1:11: vault_id must be LABEL@FILE, or a list of them, but is a list of 1',
  ],
  [
    'ansible.cfg',
    '[defaults]\nforks = none\n',
    'ansible.cfg:2:1: forks must be a whole number from 1 on, but is "none"',
  ],
])('%s with %j is refused', (name, text, message) => {
  try {
    settings({ [name]: text })
    expect.unreachable()
  } catch (error) {
    expect(error instanceof ConfigError ? showProblem(error.problems[0]!) : error).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    )
  }
})

test('a mistake in the environment is shown with the name of the variable, and all that is taken in one line', () => {
  expect(() => settings({}, { LBPROV_FORKS: 'x', ANSIBLE_BECOME: 'maybe' })).toThrow(
    new ConfigError([
      { where: placeOutside('ANSIBLE_BECOME'), message: 'must be true or false, but is "maybe"' },
      { where: placeOutside('LBPROV_FORKS'), message: 'must be a whole number from 1 on, but is "x"' },
    ]),
  )
  const { notes } = settings({}, { LBPROV_FORKS: '5', ANSIBLE_BECOME: 'yes' })
  expect(notes).toEqual(['taken from the environment: ANSIBLE_BECOME and LBPROV_FORKS'])
})

test('the schema for editors takes and refuses what lbprov does', () => {
  const validate = new Ajv({ strict: false }).compile(settingsSchema())
  const scalars = ['', ' ', '""', 'a', '"a,b"', '"a,,b"', '"a,"', '5', '0', '1', '20', '"20"', '1.5', '-1', '1000000']
  const truths = ['true', 'False', 'yes', '"yes"', 'On', '"tRue"', 'maybe']
  const lists = ['[]', '[a]', '[a, ""]', '["a,b,"]', '[5]', '[{}]', '{}', 'p@', 'p@x', '[p@prompt, x]', '[p@]']
  const names = settingWords.flatMap(({ own, variable }) => (own && !variable ? [own] : []))
  for (const name of names) {
    for (const value of [...scalars, ...truths, ...lists]) {
      const text = `${name}: ${value}\n`
      let takes = true
      try {
        settings({ 'lbprov.yaml': text })
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError)
        takes = false
      }
      expect([text, validate(parse(text, { version: '1.1' }))]).toEqual([text, takes])
    }
  }
  expect(validate({ inventry: 'a' })).toBe(false)
  expect(validate(null)).toBe(true)
})

test('a host’s own variable beats what is set', async () => {
  const at = { file: 'ansible.cfg', line: 1, column: 1 }
  const variable = (value: string) => ({ value, text: value, locate: () => at })
  const set = new Map([
    ['ansible_timeout', variable('30')],
    ['host_key_checking', variable('accept-new')],
  ])
  const { hosts } = await inventoryOf(
    { hosts: 'a\nb ansible_timeout=5\n', 'host_vars/b.yml': 'host_key_checking: off\n' },
    { settings: set },
  )
  expect(hosts.map(({ connection }) => [connection.connectTimeout, connection.hostKeyChecking])).toEqual([
    [30, 'accept-new'],
    [5, 'off'],
  ])
})

test('a name in the environment that is near to one that counts is a warning', () => {
  const env = { LBPROV_FORK: '5', LBPROV_YESS: '1', LBPROV_LAB_STATE: '/x', LBPROV_TEST: 'all', LBPROV_FORKS: '4' }
  const { options, warnings } = settings({}, env)
  expect(options).toEqual({ forks: 4 })
  expect(warnings).toEqual([
    'LBPROV_FORK in the environment has no effect',
    'LBPROV_YESS in the environment has no effect',
  ])
})
