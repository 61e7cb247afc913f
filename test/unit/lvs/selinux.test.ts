import { expect, test } from 'vitest'
import { resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { needsConnectAny } from '../../../src/lvs/cluster/selinux.ts'
import type { Path } from '../../../src/model/host.ts'
import { changed, exampleInventory, exampleVars, type Vars } from './support/site.ts'

const service = (...words: readonly (readonly [Path, unknown])[]) =>
  words.reduce<Vars>((all, [path, value]) => changed(all, ['virtual_servers', 0, ...path], value), exampleVars())
const needs = (vars: Vars) => needsConnectAny(resolveCluster(vars as never, exampleInventory(vars)).cluster)
const tcp = ['TCP_CHECK'] as const

test.each([
  ['http', exampleVars(), false],
  ['a port of its own', service([['port'], 6443]), true],
  ['a database of the list', service([['port'], 3306]), false],
  ['one outside of it', service([['port'], 5432]), true],
  ['a check of another port', service([[...tcp, 'connect_port'], 8081]), true],
  ['a check of http in its place', service([['port'], 6443], [[...tcp, 'connect_port'], 80]), false],
  ['a check from a port', service([[...tcp, 'bind_port'], 1025]), true],
  [
    'no check over TCP',
    service([['port'], 6443], [tcp, undefined], [['MISC_CHECK'], { misc_path: '/usr/bin/true' }]),
    false,
  ],
  ['mail', { ...exampleVars(), global_defs: { smtp_server: '192.168.1.5 25' } }, false],
  ['mail by another port', { ...exampleVars(), global_defs: { smtp_server: '192.168.1.5 2525' } }, true],
])('%s', (_, vars, expected) => expect(needs(vars)).toBe(expected))
