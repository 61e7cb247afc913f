import { command, defineRole, directory, file, service, sh, sysctl } from 'lbprov'
import { factsOf, fakeHost, fakeInventory, planOf, systems } from 'lbprov/testing'
import { describe, expect, test } from 'vitest'
import realserverArp from '../../../roles/realserver-arp/role.ts'
import { exampleVars } from '../lvs/support/site.ts'

const page = defineRole({
  params: {
    title: { type: 'string', description: 'Shown at the top.' },
    backlog: { type: 'integer', minimum: 128, default: 4096 },
  },
  resources({ params, facts }) {
    const conf = file('/etc/page.conf', { content: `${params.title}\n${facts.distribution}\n`, mode: '0644' })
    return [
      directory('/var/www'),
      conf,
      sysctl('net.core.somaxconn', { value: params.backlog }),
      service('page', { running: true }, { refreshOn: [conf] }),
    ]
  },
})

const facts = factsOf('el9')
const params = { title: 'Shop' }

test('the facts of every system are read, and one that there is not is named', () => {
  expect(systems.map((system) => factsOf(system).hostname)).toHaveLength(14)
  expect(factsOf('el7', { keepalived: '1.3.5' })).toMatchObject({ init: 'systemd', keepalived: '1.3.5' })
  expect(() => factsOf('el5' as 'el6')).toThrow('no facts of el5; there are debian12')
})

test('on a bare host all that the role wants is a step', () => {
  const steps = planOf(page, { facts, params })
  expect(steps.map(({ resource, action }) => `${action} ${resource}`)).toEqual([
    'create directory[/var/www]',
    'create file[/etc/page.conf]',
    'create sysctl[net.core.somaxconn]',
    'create service[page]',
  ])
  expect(steps[1]).toEqual({
    resource: 'file[/etc/page.conf]',
    action: 'create',
    changes: [
      { attribute: 'content', from: null, to: 'Shop\nrocky\n' },
      { attribute: 'mode', from: null, to: '0644' },
    ],
    refresh: false,
  })
  expect(steps[3]).toMatchObject({ refresh: true })
})

test('what is found is compared', () => {
  const done = planOf(page, { facts, params }).map(({ resource, changes }) => [
    resource,
    Object.fromEntries(changes.map(({ attribute, to }) => [attribute, to!])),
  ])
  const found = Object.fromEntries(done)
  const actions = (seen: typeof found) => planOf(page, { facts, params, found: seen }).map(({ action }) => action)
  expect(actions(found)).toEqual(['none', 'none', 'none', 'none'])
  const other = { content: 'Shop\nrocky\n', mode: '0600' }
  expect(actions({ ...found, 'file[/etc/page.conf]': other })).toEqual(['none', 'update', 'none', 'refresh'])
})

describe('as in a run', () => {
  test.each([
    ['a param that there is not', { title: 'x', titel: 'y' }, 'the role has no param titel\n    Did you mean title?'],
    ['a param that is missing', {}, 'the role needs title'],
    ['a param that does not fit', { title: 'x', backlog: '5' }, 'backlog must be an integer'],
  ])('%s is refused', (_, given, message) => expect(() => planOf(page, { facts, params: given })).toThrow(message))

  test('a role that throws, and what no provider suits, are refused', () => {
    const role = defineRole({
      params: {},
      resources: ({ host }) => [command(host.name, { run: sh`x`, unless: sh`x` }), null as never],
    })
    expect(() => planOf(role, { facts })).toThrow('null is in the list')
    expect(() => planOf(page, { facts: { ...facts, init: 'other' }, params })).toThrow(
      'no provider of service suits rocky 9.4',
    )
  })
})

test('a built-in role has its plan, in a cluster of fake hosts', () => {
  const vars = exampleVars()
  const [dir1, rs1, rs2] = [
    fakeHost('dir1', { address: '192.168.1.220', groups: ['directors'], vars }),
    fakeHost('rs1', { address: '192.168.1.222', vars }),
    fakeHost('rs2', { address: '192.168.1.223', vars }),
  ]
  const inventory = fakeInventory([dir1, rs1, rs2])
  expect(inventory.groups).toEqual(
    new Map([
      ['all', ['dir1', 'rs1', 'rs2']],
      ['directors', ['dir1']],
    ]),
  )
  const { virtual_servers } = vars
  const resources = planOf(realserverArp, { facts, params: { virtual_servers }, host: rs1, inventory }).map(
    ({ resource }) => resource,
  )
  expect(resources).toContain('address[192.168.1.225/32]')
  expect(resources.indexOf('sysctl[net.ipv4.conf.all.arp_ignore]')).toBeLessThan(
    resources.indexOf('address[192.168.1.225/32]'),
  )
})
