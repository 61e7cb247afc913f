import { expect, test } from 'vitest'
import { problemsOf, roleWith, siteOf } from './helpers.ts'

const files = {
  hosts: `[directors]
lb1.example.org ansible_host=192.0.2.11 priority=150
lb2 ansible_host=192.0.2.12 priority=100
[web]
web1 ansible_connection=winrm x="{% if y %}"
[web:vars]
z={{ hostvars }}
`,
  'group_vars/all.yml': `
name: web
vips: [192.0.2.10, 192.0.2.20]
port: 8080
deep: {a: [{b: c}]}
loop: "{{ loop }}"
nested: "{{ name }}-{{ port }}"
bad: "{{ vips | password_hash }}"
unsafe: !unsafe "{{ name }}"
`,
  'roles/a/role.js': roleWith({ it: {}, own: { default: 0 } }),
}

const other = 'Write the value itself; a role can work values out in TypeScript.'
const simpler = 'Patterns are those of RE2: no look-around and no back references.'

async function worth(expression: string, extra: Record<string, string> = {}) {
  const playbook = `- hosts: directors\n  vars:\n    own: 7\n    it: ${JSON.stringify(expression)}\n  roles: [a]\n`
  const site = await siteOf({ ...files, ...extra, 'site.yaml': playbook }, { env: { NAME: 'value' } })
  return [...site.plays[0]!.assignments.values()].map(([one]) => (one!.params as { it: unknown }).it)
}

test.each([
  ['{{ name }}', 'web'],
  ['{{ port }}', 8080],
  ['{{vips}}', ['192.0.2.10', '192.0.2.20']],
  ['{{ vips[1] }}', '192.0.2.20'],
  ["{{ deep.a[0]['b'] }}", 'c'],
  ['http://{{ name }}:{{ port }}/{# no #}x', 'http://web:8080/x'],
  ['{{ nested | upper }}', 'WEB-8080'],
  ["{{ hostvars['lb2'].ansible_host }}", '192.0.2.12'],
  ["{{ hostvars[groups['directors'][0]]['ansible_host'] }}", '192.0.2.11'],
  ["{{ groups.directors | join(',') }}", 'lb1.example.org,lb2'],
  ["{{ groups['nobody'] | default([]) }}", []],
  ["{{ nothing | default('x') }}", 'x'],
  ["{{ nothing.at.all | d(name ~ '}}') }}", 'web}}'],
  ["{{ '' | default('x', true) }}", 'x'],
  ["{{ lookup('env', 'NAME') }}/{{ lookup('ansible.builtin.env', 'NONE') }}", 'value/'],
  ['{{ own }}', 7],
  ["{{ (vips | first) + '/' ~ (vips | length) }}", '192.0.2.10/2'],
  ['{{ unsafe }}', '{{ name }}'],
  [`{{ 'it''s' }}`, undefined],
])('%s', async (expression, value) => {
  if (value === undefined) expect(await problemsOf(worth(expression))).toHaveLength(1)
  else expect(await worth(expression)).toEqual([value, value])
})

test('a host has its own values', async () => {
  expect(await worth('{{ inventory_hostname_short }} {{ priority }} {{ group_names | join }}')).toEqual([
    'lb1 150 directors',
    'lb2 100 directors',
  ])
})

test('a condition decides host by host', async () => {
  expect(await worth("{{ 'MASTER' if inventory_hostname == groups['directors'][0] else 'BACKUP' }}")).toEqual([
    'MASTER',
    'BACKUP',
  ])
  expect(await worth("{{ 150 if priority > 120 else 'x' }}")).toEqual([150, 'x'])
})

test('the side that a condition leaves out is not looked at', async () => {
  expect(await worth("{{ nothing if nothing is defined else 'x' }}{{ true or nothing }}")).toEqual(['xTrue', 'xTrue'])
})

test('an expression has an end', async () => {
  expect((await problemsOf(worth(`{{ ${'1 + '.repeat(600)}1 }}`)))[0]).toContain('it has more than 1000 words')
})

test('text does not grow without end', async () => {
  const long = `{{ name${".replace('', name)".repeat(30)} }}`
  expect((await problemsOf(worth(long)))[0]).toContain('longer than 1048576 characters')
})

test('a pattern takes no longer than its text is long', async () => {
  const search = (pattern: string, text: string) =>
    problemsOf(worth(`{{ '${text}' | regex_replace('${pattern}', 'x') }}`))
  expect((await search('(.*.*.*){20}c|a', 'a'.repeat(1000)))[0]).toContain('its pattern takes too many steps')
  expect(await search('(a+)+$', `${'a'.repeat(4000)}b`)).toEqual([])
  expect((await search('a', 'a'.repeat(5000)))[0]).toContain('it looks for a pattern in more than 4096 characters')
  expect((await search('(((a{100}){100}){100})', 'a'))[0]).toContain("can't be used: ")
})

test('a float is a number to a param, and text as Ansible has it where text is wanted', async () => {
  const role = { 'roles/a/role.js': roleWith({ it: { type: 'string' }, own: { default: 0 } }) }
  expect(await worth('{{ 4 / 2 }}')).toEqual([2, 2])
  expect(await worth('{{ float }}', { 'group_vars/directors.yml': 'float: 2.0' })).toEqual([2, 2])
  expect(await worth('{{ 4 / 2 }}', role)).toEqual(['2.0', '2.0'])
  expect(await worth('{{ own / 7 }}x', role)).toEqual(['1.0x', '1.0x'])
})

test('paths may begin where the inventory or the playbook is', async () => {
  const [first] = await worth('{{ inventory_dir }}/a {{ playbook_dir }}/b')
  expect(first).toMatch(/^\/.*\/a \/.*\/b$/)
})

test.each([
  ['{{ nothing }}', 'nothing is not defined', 'Set it, or give it a default: {{ nothing | default(…) }}.'],
  [
    '{{ ansible_default_ipv4.address }}',
    'ansible_default_ipv4.address is not defined',
    'Facts of a host are known only once it is entered; roles get them.',
  ],
  ['{{ bad }}', 'there is no filter password_hash here'],
  ['{{ vips | ipadr }}', 'there is no filter ipadr here', `Did you mean ipaddr? ${other}`],
  ["{{ vips | select_attr('a') }}", 'there is no filter select_attr here', `Did you mean selectattr? ${other}`],
  ['{{ loop }}', 'loop leads back to itself, or through more than 50 variables'],
  [
    '{% for x in vips %}',
    'it has a statement, {% … %}',
    'Of a condition write {{ a if b else c }}; a role can work out more in TypeScript.',
  ],
  [
    "{{ lookup('file', '/etc/shadow') }}",
    'there is no lookup of file here',
    "lookup('env', 'NAME') is the one there is.",
  ],
  ['{{ name.constructor }}', 'constructor of what is asked for it is not defined'],
  ["{{ hostvars['lb9'].x }}", 'the host lb9.x is not defined'],
  ['{{ port if name else }}', 'it ends too early'],
  ['{{ port name }}', '"name" was not expected there'],
  ["{{ 'x' if port > 9000 }}", 'what holds without the condition is not defined'],
  [
    "{{ vips | ipaddr('weird') | first }}",
    "ipaddr can't be asked for weird here",
    expect.stringMatching(/^It can for address, .* and a network\.$/),
  ],
  ["{{ name | regex_replace('(?=w)', '') }}", expect.stringContaining(`its pattern "(?=w)" can't be used: `), simpler],
  ["{{ name | regex_search('(w)\\1') }}", expect.stringContaining("can't be used: "), simpler],
  [
    "{{ 'é' | regex_search('e') }}",
    'a pattern is looked for in plain English letters and signs alone, without a line feed at the end',
  ],
  ['{{ port // 0 }}', 'it divides by zero'],
  ['{{ name.format(1) }}', 'there is no format() here'],
  ['{{ name is weird }}', 'there is no test weird here'],
  ["{{ vips | join(attribute='x') }}", 'join takes no attribute here'],
  ['{{ port | int(0, 16) }}', 'int takes less than is given'],
  ['{{ name', 'its braces are not closed', 'Close them with }}.'],
  [`{{ ${'('.repeat(50)} }}`, 'brackets stand more than 20 deep in it'],
  ['{{ vips }} and more', 'it puts a list or a mapping into text'],
])('%s is refused with variable, expression and place', async (expression, why, hint = other) => {
  const [first] = await problemsOf(worth(expression))
  const [said, then] = first!.split('\n    ')
  const [before] = said!.split(': it: ')
  expect([before, said!.slice(said!.indexOf(expression) + expression.length + 2), then]).toEqual([
    'site.yaml:4:9',
    why,
    hint,
  ])
})

test('of a kind the first is told, and how many there are more', async () => {
  const vars = `it:\n${'  - "{{ 1 | weird }}"\n'.repeat(465)}`
  const playbook = '- hosts: directors\n  roles: [a]\n'
  expect(
    await problemsOf(
      siteOf({ ...files, 'host_vars/lb2.yml': vars, 'host_vars/lb1.example.org': 'it: 1', 'site.yaml': playbook }),
    ),
  ).toEqual([
    `host_vars/lb2.yml:2:5: it: {{ 1 | weird }}: there is no filter weird here (so are 464 more)\n    ${other}`,
  ])
})

test('connections are worked out, too, of hosts in the run; what others are entered with is of no interest', async () => {
  const vars = {
    'group_vars/directors.yml':
      'ansible_user: "{{ admin }}"\nadmin: root\nansible_port: "{{ p | default(2222) }}"\nit: 1\n',
  }
  const site = await siteOf({ ...files, ...vars, 'site.yaml': '- hosts: directors\n  roles: [a]\n' })
  expect(site.inventory.host('lb2')!.connection).toMatchObject({ user: 'root', port: 2222 })
  expect(() => site.inventory.host('web1')!.connection).toThrow(
    'ansible_connection must be ssh or local, but is "winrm"',
  )
  expect(() => site.inventory.host('web1')!.vars.z).toThrow('z: {{ hostvars }}: it stands for all variables of a host')
  expect(
    await problemsOf(siteOf({ ...files, ...vars, 'site.yaml': '- hosts: web\n  vars: {it: 1}\n  roles: [a]\n' })),
  ).toEqual(['hosts:5:25: ansible_connection must be ssh or local, but is "winrm"'])
})

test.each(['ansible.builtin.ssh', 'smart', 'paramiko_ssh', 'ansible.legacy.paramiko'])('%s is ssh', async (word) => {
  const host = `h ansible_connection=${word} ansible_become_method=ansible.builtin.sudo it=1\n`
  const site = await siteOf({ ...files, hosts: host, 'site.yaml': '- hosts: h\n  roles: [a]\n' })
  expect(site.inventory.host('h')!.connection.transport).toBe('ssh')
})
