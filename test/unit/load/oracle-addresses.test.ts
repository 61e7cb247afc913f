import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluated } from '../../../src/load/template/evaluate.ts'
import { Refusal } from '../../../src/load/template/tokens.ts'
import { askAnsible } from '../../support/ansible.ts'
import { directoryWith } from './helpers.ts'

/** What ansible.utils 2.10.3 said: `LBPROV_ANSWERS=record` writes it anew, with that collection in ANSIBLE_COLLECTIONS_PATH and netaddr. */
const answers = join(import.meta.dirname, '../../fixtures/inventories/addresses.json')

const values = [
  '192.0.2.10',
  '192.0.2.10/24',
  '192.0.2.0/24',
  '192.0.2.255/24',
  '192.0.2.1/31',
  '192.0.2.0/31',
  '192.0.2.1/32',
  '192.0.2.5/30',
  '192.0.2.7/255.255.255.0',
  '0.0.0.0/0',
  '2001:db8::1',
  '2001:db8:0:0::1/64',
  '2001:db8::/64',
  '2001:db8::1/127',
  '2001:db8:0:0:1:0:0:1',
  '::ffff:192.0.2.1',
  '::192.0.2.1',
  '::1',
  '::1/128',
  'lb1.example.org',
  'fe80::1%eth0',
  '10.1/16',
  '010.0.0.1',
  '192.0.2.1/33',
  '',
]

const queries = `address ip bool cidr host host/prefix address/prefix gateway gw router hostnet ip/prefix ip_netmask prefix netmask
hostmask wildcard broadcast network network_id network/prefix subnet net network_netmask network_wildcard first_usable last_usable
range_usable next_usable previous_usable size size_usable type version int wrap 192.0.2.0/24 2001:db8::/32 192.0.2.10 weird`

const filters = [
  ...['', ...queries.split(/\s+/)].map((query) => `ipaddr('${query}')`),
  ...['ipaddr', 'ansible.utils.ipaddr', 'ipv4', "ipv4('address')", 'ansible.utils.ipv6', "ipv6('prefix')"],
  ...['ipwrap', 'ipaddr(1)', "ipaddr('-1')", "ansible.netcommon.ipaddr('300') | ipaddr('address')"],
  ...['ansible.utils.nthhost(1)', 'nthhost(-2)', 'nthhost(400)', 'ipmath(5)', 'ansible.utils.ipmath(-300)'],
  ...['ipsubnet(26)', 'ipsubnet(26, 1)', 'ipsubnet(28, -1)', 'ipsubnet(26, 9)', 'ipsubnet(80, 3)'],
]

const lists = ["['192.0.2.1', 'x', '', '2001:db8::1/64'] | ipaddr('address')", "['::1', 'lb1', '192.0.2.1'] | ipwrap"]
const expressions = [...values.flatMap((value) => filters.map((filter) => `'${value}' | ${filter}`)), ...lists]

if (process.env.LBPROV_ANSWERS === 'record') {
  const names = expressions.map((_, i) => `e${i}`)
  const vars = expressions.map((text, i) => `e${i}: ${JSON.stringify(`{{ ${text} }}`)}\n`).join('')
  const folder = directoryWith({ hosts: 'h\n', 'group_vars/all.yml': vars })
  const [answer] = await askAnsible([{ inventory: [join(folder, 'hosts')], templates: names }])
  const said = expressions.map((text, i) => [text, answer!.vars.h![names[i]!]])
  writeFileSync(
    answers,
    `{\n${said.map(([text, one]) => `${JSON.stringify(text)}: ${JSON.stringify(one)}`).join(',\n')}\n}\n`,
  )
}

const scope = { value: () => undefined, environment: () => undefined }

function ours(text: string): unknown {
  try {
    const value = evaluated(`{{ ${text} }}`, scope)
    return typeof value === 'number' ? String(value) : (value ?? '')
  } catch (error) {
    if (error instanceof Refusal) return 'refused'
    throw error
  }
}

/** What can be read in several ways, numbers that are too large, and odd uses of ipsubnet and nthhost. */
const mayBeRefused = /^'(?:10\.1|010)|\('(?:int|size|size_usable)'\)$|ipsubnet|nthhost/

test('addresses come to what ansible.utils makes of them, or are refused', () => {
  const recorded: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(answers, 'utf8'))
  const theirs = (text: string) =>
    typeof recorded[text] === 'object' && recorded[text] !== null && 'refused' in recorded[text]
      ? 'refused'
      : recorded[text]
  const pairs = expressions.map((text) => ({ text, mine: ours(text), said: theirs(text) }))
  expect(pairs.filter(({ mine, said }) => mine !== 'refused' && JSON.stringify(mine) !== JSON.stringify(said))).toEqual(
    [],
  )
  const more = pairs.filter(({ mine, said }) => mine === 'refused' && said !== 'refused').map(({ text }) => text)
  expect(more.filter((text) => !mayBeRefused.test(text))).toEqual([])
})
