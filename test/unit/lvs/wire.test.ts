import { describe, expect, it } from 'vitest'
import { type Advert, type Hearing, readAdverts } from '../../../src/lvs/cluster/hearing.ts'
import { linterOf } from '../../../src/lvs/lint/linter.ts'
import { ruledMessage } from '../../../src/model/errors.ts'
import type { Path } from '../../../src/model/host.ts'
import { interfacesOf } from '../../support/facts.ts'
import { changed, exampleInventory, exampleVars, factsOf, siteOf, type Vars } from './support/site.ts'

const factsWith = (last: number, six: string) =>
  factsOf('debian12', { interfaces: interfacesOf({ em1: [`192.168.1.${last}/24`, `fe80::${six}/64`] }) })
const facts = new Map([
  ['dir1', factsWith(220, 'a')],
  ['dir2', factsWith(221, 'b')],
])
const stranger: Advert = { device: 'em1', from: '192.168.1.9', to: '224.0.0.18', id: 51 }
const heard = (advert: Partial<Advert>, by: readonly string[] = ['dir1']): Hearing => ({
  facts,
  heard: new Map(by.map((name) => [name, [{ ...stranger, ...advert }]])),
})
const wire = (hearing: Hearing, vars: Vars = exampleVars()) => linterOf(siteOf(exampleInventory(vars))).wire(hearing)
const instance = ['vrrp_instances', 'VI_1']
const edit = (path: Path, value: unknown) => changed(exampleVars(), path, value)

describe('a stranger with the number of an instance', () => {
  it('is an error at the number, with one that is free', () => {
    const { errors, warnings } = wire(heard({}, ['dir1', 'dir2']))
    expect(warnings).toEqual([])
    expect(errors).toEqual([
      {
        rule: 'L23',
        where: { file: 'dir1/vrrp_instances/VI_1/virtual_router_id', line: 1, column: 3 },
        message: 'virtual_router_id 51 is in use: on em1 dir1 and dir2 heard 192.168.1.9, no director of this cluster',
        hint: 'Take 52, with which nobody was heard, or stop the other.',
      },
    ])
  })

  it('is called by its name where the inventory has it', () => {
    const [problem] = wire(heard({ from: '192.168.1.223' })).errors
    expect(problem?.message).toContain('dir1 heard rs2 (192.168.1.223)')
  })

  it('leaves out of what is free the numbers heard, and those of the site', () => {
    const second = { interface: 'em1', virtual_router_id: 52, virtual_ipaddress: ['192.168.1.226'] }
    const both = [stranger, { ...stranger, id: 53 }]
    const [problem] = wire({ facts, heard: new Map([['dir1', both]]) }, edit(['vrrp_instances', 'VI_2'], second)).errors
    expect(problem?.hint).toContain('Take 54')
  })

  it('counts from 1 again after 255', () => {
    const [problem] = wire(heard({ id: 255 }), edit([...instance, 'virtual_router_id'], 255)).errors
    expect(problem?.hint).toContain('Take 1,')
  })

  it('is not met with the number that is advised', () => {
    const [problem] = wire(heard({})).errors
    const free = Number(/Take (\d+)/.exec(problem?.hint ?? '')?.[1])
    expect(free).not.toBe(51)
    expect(wire(heard({}), edit([...instance, 'virtual_router_id'], free))).toMatchObject({ errors: [], warnings: [] })
  })

  it('may be ignored, with the reason, and that is not idle before anybody listened', () => {
    const linter = linterOf(siteOf(exampleInventory({ ...exampleVars(), lint_ignore: { L23: 'it goes tonight' } })))
    expect(linter.cluster().infos).toEqual([])
    expect(linter.wire(heard({}))).toMatchObject({ errors: [], ignored: [{ reason: 'it goes tonight' }] })
  })

  it('is a warning where a director was not looked at: it may be that one', () => {
    const { errors, warnings } = wire({ ...heard({}), facts: new Map([['dir1', facts.get('dir1')!]]) })
    expect(errors).toEqual([])
    expect(warnings.map(({ hint }) => hint)).toEqual([
      'Take 52, with which nobody was heard, or stop the other; dir2 was not looked at: is it that one?',
    ])
  })

  it('is an error even so when it is another host of the inventory', () => {
    const { errors } = wire({ ...heard({ from: '192.168.1.223' }), facts: new Map([['dir1', facts.get('dir1')!]]) })
    expect(errors.map(({ rule }) => rule)).toEqual(['L23'])
  })
})

describe('is no stranger', () => {
  const v6 = edit([...instance, 'virtual_ipaddress'], ['2001:db8::225'])
  const own = { ...heard({ from: '192.168.1.221' }), facts: new Map([['dir1', facts.get('dir1')!]]) }
  it.each([
    ['a director, by an address that it has', heard({ from: '192.168.1.221' }), exampleVars()],
    ['a director that was not looked at, by its address in the inventory', own, exampleVars()],
    [
      'a director, by its mcast_src_ip',
      { ...heard({ from: '10.0.0.2' }), facts: own.facts },
      edit([...instance, 'mcast_src_ip'], { dir2: '10.0.0.2' }),
    ],
    ['a director, by its link-local address', heard({ from: 'fe80::b', to: 'ff02::12' }), v6],
    ['who has another number', heard({ id: 52 }), exampleVars()],
    ['who is on another interface', heard({ device: 'em2' }), exampleVars()],
    ['who speaks the other family', heard({ from: 'fe80::9', to: 'ff02::12' }), exampleVars()],
    ['who speaks to another group', heard({ to: '224.0.0.19' }), exampleVars()],
    ['who speaks to somebody else', heard({ to: '192.168.1.10' }), exampleVars()],
    ['who speaks to the group, with unicast', heard({}), edit([...instance, 'unicast'], true)],
  ])('%s', (_, hearing, vars) => expect(wire(hearing, vars)).toMatchObject({ errors: [], warnings: [] }))
})

it.each([
  ['over IPv6', { from: 'fe80::9', to: 'ff02::12' }, edit([...instance, 'virtual_ipaddress'], ['2001:db8::225'])],
  ['straight to a director', { to: '192.168.1.220' }, edit([...instance, 'unicast'], true)],
  ['to a group of its own', { to: '224.0.0.19' }, edit(['global_defs'], { vrrp_mcast_group4: '224.0.0.19' })],
])('a stranger is heard %s', (_, advert, vars) =>
  expect(wire(heard(advert), vars).errors.map(({ rule }) => rule)).toEqual(['L23']),
)

it('says that a director could not listen, and why', () => {
  const { errors, warnings } = wire({ facts, heard: new Map([['dir2', { why: 'there is no ear' }]]) })
  expect(errors).toEqual([])
  expect(warnings.map(ruledMessage)).toEqual([
    'whether another cluster has virtual_router_id 51 is not known: dir2 could not listen: there is no ear (L23)',
  ])
})

it('reads adverts of its own listeners and of tcpdump', () => {
  const text = `tcpdump: listening on em1
em1 IP 192.168.1.9 > 224.0.0.18: vrid 51
em1 12:00:00.123456 IP 192.168.1.9 > 224.0.0.18: VRRPv2, Advertisement, vrid 52, prio 100, authtype simple, intvl 1s, length 20
em2 IP fe80:0:0:0:0:0:0:9 > ff02:0:0:0:0:0:0:12: vrid 7
em2 12:00:00.123456 IP6 fe80::9 > ff02::12: VRRPv3, Advertisement, vrid 8, prio 100, intvl 100cs, length 24
`
  expect(readAdverts(text)).toEqual([
    stranger,
    { ...stranger, id: 52 },
    { device: 'em2', from: 'fe80::9', to: 'ff02::12', id: 7 },
    { device: 'em2', from: 'fe80::9', to: 'ff02::12', id: 8 },
  ])
})
