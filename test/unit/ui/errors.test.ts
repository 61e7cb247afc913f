import { expect, test } from 'vitest'
import { ConfigError, ConnectError, UnsupportedError } from '../../../src/model/errors.ts'
import { optionPlace } from '../../../src/model/position.ts'
import { showError } from '../../../src/ui/errors.ts'

const plain = { color: false, secrets: ['hunter22'] }
const at = (file: string, line: number, column: number) => ({ file, line, column })

test('problems are shown by file and line, with what to do', () => {
  const error = new ConfigError([
    {
      where: at('playbooks/site.yaml', 4, 7),
      message: 'no role named keepalivd',
      hint: 'Did you mean keepalived-master?',
    },
    {
      where: at('inventory/hosts.yml', 9, 3),
      message: 'hosts.lb1.password hunter22 is too long',
      hint: 'keepalived takes 8 characters.\nThe rest is ignored.',
    },
    { where: at('inventory/hosts.yml', 5, 17), message: 'hosts.lb1.vars.priority must be integer' },
    { where: at('inventory/hosts.yml', 5, 17), message: 'hosts.lb1.vars.priority must be integer' },
    { where: optionPlace('--limit', 'web['), message: 'no host matches' },
    { message: '--forks must be a number' },
  ])
  expect(showError(error, { ...plain, mayChange: true })).toMatchInlineSnapshot(`
    "5 problems; no host was changed.

    playbooks/site.yaml:4:7  no role named keepalivd
        → Did you mean keepalived-master?

    inventory/hosts.yml:5:17  hosts.lb1.vars.priority must be integer
    inventory/hosts.yml:9:3  hosts.lb1.password ‹secret› is too long
        → keepalived takes 8 characters.
          The rest is ignored.

    --limit 'web[': no host matches

    --forks must be a number
    "
  `)
})

test('many of one form are shown once, with where the others are; another key is another form', () => {
  const problem = (line: number, message: string) => ({ where: at('all.yml', line, 6), message, hint: 'Take it out.' })
  const many = (key: string, count: number) =>
    Array.from({ length: count }, (_, i) =>
      problem(i + 8, `virtual_servers[${i}].${key} is not a key that is known here`),
    )
  expect(showError(new ConfigError([...many('ip', 4000), ...many('prot', 2)]), plain)).toBe(
    `4002 problems.

all.yml:8:6  virtual_servers[0].ip is not a key that is known here
    → Take it out.
    and 3999 more like it: lines 9, 10, 11, 12, 13 …
all.yml:8:6  virtual_servers[0].prot is not a key that is known here
    → Take it out.
all.yml:9:6  virtual_servers[1].prot is not a key that is known here
    → Take it out.
`,
  )
})

test('positions and hints are coloured', () => {
  const error = new ConfigError([{ where: at('a.yml', 1, 2), message: 'x', hint: 'y' }])
  expect(showError(error, { color: true, secrets: [] })).toContain(
    '\u001b[36ma.yml:1:2\u001b[39m  x\n    \u001b[36m→\u001b[39m y\n',
  )
})

test('foreseen errors show no stack', () => {
  expect(showError(new ConnectError('connect', 'no route to lb1', 'Is it up?'), plain)).toBe(
    'no route to lb1\n    → Is it up?\n',
  )
  expect(showError(new UnsupportedError('no provider'), plain)).toBe('no provider\n')
})

test('what nobody foresaw is a bug, with its stack and without secrets', () => {
  const text = showError(new TypeError('cannot read hunter22'), plain)
  expect(text).toMatch(/^TypeError: cannot read ‹secret›\n {4}at /)
  expect(text).toContain('This is a bug in lbprov.')
  expect(showError('thrown text', plain)).toContain('thrown text')
})
