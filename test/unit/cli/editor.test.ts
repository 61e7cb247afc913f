import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { called } from '../../support/called.ts'
import { type Editor, type Item, openEditor } from '../../support/language-server.ts'
import { tempFolder } from '../transport/support/temp.ts'

// What yaml-language-server, which VS Code, Neovim, Emacs and Helix use, makes of a site of `lbprov init`.

const answers =
  '--directors lb1=192.0.2.1,lb2=192.0.2.2 --real-servers web1=192.0.2.3 --address 192.0.2.9 --port 80 --interface eth0 --user root'
const ownRole = `import { defineRole } from 'lbprov'
export default defineRole({
  params: {
    greeting: { enum: ['hello', 'hi'], default: 'hi', description: 'What is said at the door.' },
    visitors: { type: 'integer', minimum: 3, description: 'Who may come in at once.' },
  },
  resources: () => [],
})
`
const vars = 'group_vars/x.yml'
const head = '# yaml-language-server: $schema=../.lbprov/schemas/inventory-vars.json\n'
const playHead = '# yaml-language-server: $schema=.lbprov/schemas/playbook.json\n'

const site = join(tempFolder(), 'site')
let editor: Editor
beforeAll(async () => {
  await called('.', ['init', site, ...answers.split(' ')])
  mkdirSync(join(site, 'roles/door'), { recursive: true })
  writeFileSync(join(site, 'roles/door/role.ts'), ownRole)
  await called('.', ['schema', site])
  editor = await openEditor(site)
})
afterAll(() => editor.close())

const instance = (words: string) => `${head}vrrp_instances:\n  VI_1:\n${words}`
const service = (words: string) => `${head}virtual_servers:\n  - ${words}`
const written = ({ insertText, textEdit }: Item) => insertText ?? textEdit?.newText ?? ''
const said = ({ documentation }: Item) =>
  typeof documentation === 'object' ? documentation.value : (documentation ?? '')

test.each(['site.yaml', 'group_vars/all.yml', 'lbprov.yaml'])('nothing is said of %s', async (name) => {
  expect(await editor.problems(name, readFileSync(join(site, name), 'utf8'))).toEqual([])
})

test.each([
  'ansible_port: "{{ port }}"\npriority: "{{ p | int }}"\n',
  'time_sync: yes\nansible_become: no\npassword_authentication: off\npermit_root_login: no\n',
  'vrrp_instances: "{{ instances }}"\nhost_key_checking: "{{ x }}"\n',
  'vrrp_instances:\n  VI_1: {interface: "{{ an_interface }}", virtual_router_id: "{{ id }}", virtual_ipaddress: "{{ vips }}"}\n',
  'virtual_servers:\n  - {address: 192.0.2.9, port: 80, lb_algo: "{{ algo }}", lb_kind: DR, real_servers: "{{ groups.web }}"}\n',
  'greeting: hello\nvisitors: "{{ 3 }}"\nmine: 1\n',
])('nothing is said of %j', async (text) => {
  expect(await editor.problems(vars, head + text)).toEqual([])
})

test.each([
  ['    interface: e\n    virtual_router_id: 1\n    interfce: e\n', '6: Property interfce is not allowed.'],
  ['    interface: e\n    virtual_router_id: abc\n', '5: It must be a whole number.'],
  ['    interface: e\n    virtual_router_id: 300\n', '5: Value is above the maximum of 255.'],
  ['    interface: e\n    virtual_router_id: 1\n    nopreempt: maybe\n', '6: It must be true or false.'],
])('a mistake is named: %j', async (words, problem) => {
  expect(await editor.problems(vars, instance(words))).toEqual([problem])
})

test('so is one in a value of a list of words, in a play and in a param of an own role', async () => {
  const [algo] = await editor.problems(
    vars,
    service('{address: 192.0.2.9, lb_algo: wxx, lb_kind: DR, real_servers: [a]}\n'),
  )
  expect(algo).toMatch(/^3: Value is not accepted\. Valid values: "rr", "wrr", /)
  const play = `${playHead}- hosts: all\n  roles:\n    - {role: door, vistors: 3}\n    - {role: door, visitors: 2}\n`
  expect(await editor.problems('play.yaml', play)).toEqual([
    '4: Property vistors is not allowed.',
    '5: Value is below the minimum of 3.',
  ])
})

const settingsHead = '# yaml-language-server: $schema=.lbprov/schemas/settings.json\n'

test.each([
  ['forks: many', '2: It must be a whole number from 1 on.'],
  ['forks: 0', '2: Value is below the minimum of 1.'],
  ['become: perhaps', '2: It must be true or false.'],
  ['inventry: hosts', '2: Property inventry is not allowed.'],
  ['host_key_checking: never', '2: Value is not accepted. Valid values: "strict", "accept-new", "off".'],
  ['vault_id: [prod@]', '2: It must be LABEL@FILE, or a list of them.'],
])('so is one in lbprov.yaml: %s', async (text, problem) => {
  expect(await editor.problems('lbprov.yaml', `${settingsHead}${text}\n`)).toEqual([problem])
})

test('the settings of lbprov.yaml are proposed, each with its text, and say what they are', async () => {
  expect(readFileSync(join(site, 'lbprov.yaml'), 'utf8')).toContain(settingsHead)
  const items = await editor.proposals('lbprov.yaml', `${settingsHead}‸`)
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['playbook', 'forks', 'vault_id', 'timeout']))
  expect(items.filter((item) => said(item) === '').map(({ label }) => label)).toEqual([])
  expect(await editor.hover('lbprov.yaml', `${settingsHead}drain_w‸ait: 30\n`)).toContain('Seconds that real servers')
  const good =
    'playbook: site.yaml\ninventory: [hosts, more]\nbecome: yes\nforks: 20\nvault_id: prod@prompt\ntimeout: 5\n'
  expect(await editor.problems('lbprov.yaml', settingsHead + good)).toEqual([])
  for (const word of ['forks', 'drain_wait', 'wait'])
    for (const item of await editor.proposals('lbprov.yaml', `${settingsHead}${word}: ‸\n`))
      expect(await editor.problems('lbprov.yaml', `${settingsHead}${word}: ${written(item)}\n`), word).toEqual([])
})

test('params are proposed, each with its text', async () => {
  const items = await editor.proposals(vars, `${head}‸`)
  const names = [
    'vrrp_instances',
    'virtual_servers',
    'ansible_connection',
    'ansible_port',
    'priority',
    'greeting',
    'visitors',
  ]
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(names))
  expect(items.filter((item) => said(item) === '').map(({ label }) => label)).toEqual([])
  const words = await editor.proposals(vars, instance('    ‸\n'))
  const own = words.filter(({ label }) => !label.startsWith('object('))
  expect(own.map(({ label }) => label)).toContain('virtual_router_id')
  expect(own.filter((item) => said(item) === '').map(({ label }) => label)).toEqual([])
})

test('words of a list are proposed, each with what it means', async () => {
  const items = await editor.proposals(vars, service('lb_algo: ‸\n'))
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['rr', 'wlc', 'mh']))
  expect(items.filter((item) => said(item) === '')).toEqual([])
  expect(items.filter(({ label }) => label === 'sh').map(said)).toEqual([expect.stringContaining('source hashing')])
  const own = await editor.proposals(vars, `${head}greeting: ‸\n`)
  expect(own.map(({ label }) => label).sort()).toEqual(['hello', 'hi'])
  expect(own.map(said)).toEqual(['What is said at the door.', 'What is said at the door.'])
})

test('a number that is proposed is a valid one', async () => {
  for (const [text, more] of [
    ['vrrp_instances:\n  VI_1:\n    virtual_router_id: ‸', '\n    interface: e\n'],
    ['vrrp_instances:\n  VI_1:\n    advert_int: ‸', '\n    interface: e\n    virtual_router_id: 1\n'],
    ['virtual_servers:\n  - port: ‸', '\n    address: 192.0.2.9\n    real_servers: [a]\n'],
    ['priority: ‸', '\n'],
    ['visitors: ‸', '\n'],
  ] as const) {
    const items = await editor.proposals(vars, head + text + more)
    expect([text, items.length > 0]).toEqual([text, true])
    for (const item of items)
      expect(await editor.problems(vars, head + text.replace('‸', written(item)) + more), text).toEqual([])
  }
})

test.each([
  ['vrrp_insta‸nces:\n  VI_1: {}\n', 'vrrp_instances', 'VRRP instances by name'],
  ['prior‸ity: 150\n', 'priority', 'Of the directors that are up'],
  ['static_rou‸tes: [a]\n', 'static_routes', 'Routes that directors have'],
  ['host_na‸me: abc\n', 'host_name', "The host's own name."],
  ['tun_m‸tu: 1400\n', 'tun_mtu', 'With TUN: the MTU'],
  ['vrrp_instances:\n  VI_1:\n    interf‸ace: eth0\n', 'interface', 'Interface of the directors'],
  ['vrrp_instances:\n  VI_1:\n    prior‸ity: {lb1: 150}\n', 'priority', 'Director name to priority'],
  ['virtual_servers:\n  - lb_al‸go: wrr\n', 'lb_algo', 'Scheduler.'],
  ['virtual_servers:\n  - real_ser‸vers: [a]\n', 'real_servers', 'Inventory names'],
  ['visit‸ors: 3\n', 'visitors', 'Who may come in at once.'],
])('%j shows the text of %s', async (text, name, description) => {
  const shown = (await editor.hover(vars, head + text)).replaceAll('\\', '')
  const [heading, , first] = shown.split('\n')
  expect([heading, first!.slice(0, description.length)]).toEqual([`#### ${name}`, description])
})
