import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newReading, readKnownInventory } from '../../../src/load/inventory/known-inventory.ts'
import { newProblems } from '../../../src/load/text/problems.ts'
import { askAnsible } from '../../support/ansible.ts'
import { has } from '../../support/tools.ts'
import { directoryWith } from './helpers.ts'

const expressions = [
  '{{ word }}',
  '{{ number }}',
  '{{ list }}',
  '{{ map }}',
  '{{ yes_word }}',
  '{{ list[0] }}-{{ list[-1] }}',
  "{{ map['a'].b[1] }}",
  '{{ map.a.b | length }}',
  "{{ hostvars['h2'].own }} {{ hostvars.h1.number }}",
  "{{ hostvars[groups['g'][0]].own }}",
  "{{ groups['g'] | join(',') }}",
  '{{ group_names }}',
  '{{ inventory_hostname }} {{ inventory_hostname_short }}',
  '{{ inventory_dir }}/keys {{ inventory_file }}',
  "{{ nothing | default('x') }}",
  '{{ nothing.a.b | default(word) }}',
  "{{ empty | default('x') }}{{ empty | default('x', true) }}",
  '{{ word | upper }}{{ word | lower | trim }}',
  "{{ '12x' | int }}{{ '7' | int }}{{ 'x' | int(3) }}",
  "{{ 'yes' | bool }} {{ 'nope' | bool }}",
  '{{ number | string }}{{ list | first }}{{ list | last }}',
  '{{ [1, 2] + list }}',
  "{{ word ~ number ~ '/' }}",
  '{{ number + 1 }}',
  "{{ '/a/b/c' | basename }} {{ '/a/b/c' | dirname }}",
  '{{ list | unique }}',
  'a {# note #}b {{- word -}} c',
  'plain {{ chain }} text',
  "{{ lookup('env', 'HOME') }}",
  "{{ ('(' + word) }}",
  '{{ true }} {{ none }}',
  '{{ nothing | default(true) }}',
]

/** Up to 2.18 ansible-core has text of some numbers, and values since. */
const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value)

test.skipIf(!has('ansible-inventory'))('expressions come to what they come to in ansible-core', () => {
  const vars = expressions.map((text, i) => `e${i}: ${JSON.stringify(text)}\n`).join('')
  const folder = directoryWith({
    hosts: '[g]\nh2.example.org own=2\nh2 own=two\nh1\n[k:children]\ng\n',
    'group_vars/all.yml': `word: Web\nnumber: 5\nlist: [a, b, a]\nmap: {a: {b: [1, 2]}}\nyes_word: yes\nempty: ""\nchain: "{{ link }}!"\nlink: "{{ word }}"\n${vars}`,
  })
  const inventory = [join(folder, 'hosts')]
  const names = expressions.map((_, i) => `e${i}`)
  const [answer] = askAnsible([{ inventory, templates: names }])
  const options = { inventory, cwd: folder, home: '/', env: process.env }
  const known = readKnownInventory(options, undefined, newReading(options))
  for (const host of known.hosts) {
    const ours = names.map((name, i) => {
      const problems = newProblems()
      const found = known.resolve(host.variable(name)!, { name, host }, problems)
      return [expressions[i], found ? asText(found.value) : problems.list()[0]!.message]
    })
    expect(ours).toEqual(names.map((name, i) => [expressions[i], asText(answer!.vars[host.name]![name])]))
  }
})
