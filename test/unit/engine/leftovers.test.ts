import { expect, test } from 'vitest'
import { leftoverPlay, leftoversOn, ownLines } from '../../../src/engine/leftovers.ts'
import { lineOf, type Owned, readRecord } from '../../../src/model/owned.ts'
import { ownKinds } from '../../../src/resources/own-kinds.ts'
import { factsOf } from '../../../src/testing/facts.ts'
import { fakeHost, fakeInventory } from '../../../src/testing/host.ts'

const host = fakeHost('h')
const line = (kind: string, more: Partial<Owned> = {}): Owned => ({
  site: 's',
  host: 'h',
  kind,
  name: 'x',
  origin: 'made',
  kept: '',
  ...more,
})

function fates(record: readonly Owned[], purge = false) {
  const owner = { site: 's', purge, playing: new Set<string>() }
  const known = {
    owner,
    play: leftoverPlay(),
    record,
    declared: [],
    names: [],
    isOwn: ownLines(owner, host, fakeInventory([host])),
  }
  const { declarations, stays } = leftoversOn(host, factsOf('debian12'), known)
  return {
    goes: declarations.map(({ resource }) => `${resource.kind.name}[${resource.name}]`),
    stays: [...stays].map(([{ kind }, why]) => `${kind}: ${why}`),
  }
}

/** A line of each kind of lbprov's own, as a run writes it. */
const written: Readonly<Record<string, Partial<Owned>>> = {
  address: { name: '10.0.0.1/32', kept: 'lo' },
  'authorized-key': { name: 'ops …abc', kept: '["ops","ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6 me"]' },
  block: { name: '/etc/x' },
  command: {},
  directory: { name: '/etc/x' },
  file: { name: '/etc/x' },
  firewall: { name: '80/tcp' },
  'firewall-marks': { name: 'PREROUTING' },
  hostname: { name: 'name' },
  'ipvs-service': { name: '-t 10.0.0.1:80' },
  'keepalived-process': { name: 'keepalived' },
  'kernel-module': { name: 'ip_vs' },
  line: { name: '/etc/x ^a=' },
  'mss-clamp': { name: 'OUTPUT' },
  pkg: { name: 'keepalived' },
  'next-hop': { name: '10.0.0.1' },
  'reply-route': { name: '10.0.0.1' },
  repo: { name: 'lab' },
  route: { name: 'default', kept: '{"via":"10.0.0.1","before":"default via 10.0.0.2 dev em1 onlink"}' },
  selinux: { name: 'x' },
  service: { name: 'keepalived', kept: '{"running":false}' },
  sudoers: { name: '/etc/sudoers.d/x' },
  'sync-daemon': { name: 'ipvs' },
  sysctl: { name: 'net.ipv4.ip_forward', kept: '{"set":"1","before":"0"}' },
  user: { name: 'keepalived_script', kept: 'system' },
  'virtual-address': { name: '10.0.0.1' },
}

test('every kind of lbprov is known by its name, and goes or says why it stays', () => {
  expect(ownKinds.map(({ name }) => name).toSorted()).toEqual(Object.keys(written).toSorted())
  const { goes, stays } = fates(
    ownKinds.map(({ name }) => line(name, written[name])),
    true,
  )
  expect(goes.length + stays.length).toBe(ownKinds.length)
  expect(stays).toEqual([
    'sudoers: how lbprov gets in may hang on it; take it away by hand',
    'selinux: how it was before is not known',
    "line: a line of somebody else's file is not taken out of it",
    'keepalived-process: ',
    'hostname: how it was before is not known',
    'command: how it was before is not known',
  ])
})

test('services are stopped first; openings and routes, which may lock out, go after the rest; packages last', () => {
  const record = ['route', 'pkg', 'file', 'firewall', 'service', 'sysctl'].map((kind) => line(kind, written[kind]))
  expect(fates(record, true).goes).toEqual([
    'service[keepalived]',
    'sysctl[net.ipv4.ip_forward]',
    'file[/etc/x]',
    'firewall[80/tcp]',
    'route[default]',
    'pkg[keepalived]',
  ])
})

test('packages go only when that is asked for, and stay on record until then', () => {
  expect(fates([line('pkg', written.pkg)])).toEqual({ goes: [], stays: [] })
})

test('what lets somebody in is not taken away', () => {
  const ways = [
    line('user', { name: 'ops', kept: 'login' }),
    line('file', { name: '/etc/ssh/sshd_config', kept: 'confirm' }),
    line('block', { name: '/etc/ssh/sshd_config', kept: 'confirm' }),
  ]
  expect(fates(ways).stays.every((why) => why.includes('take it away by hand'))).toBe(true)
  expect(fates(ways).goes).toEqual([])
})

test('a line is read as it was written, whatever is in it', () => {
  const odd = line('line', { name: '/etc/x ^a\t%09\n', kept: '%0a\ttext\r' })
  expect(readRecord(`${lineOf(odd)}\n`)).toEqual([odd])
  expect(readRecord('\n\t\t\t\t\t\na\tb\tc\td\tnever\t\na\tb\tc\td\tmade\t\tmore\n')).toEqual([])
  expect(readRecord(`${lineOf(line('file', { name: 'x'.repeat(20_000) }))}\n`)).toEqual([])
  expect(readRecord(`${lineOf(line('file'))}\n`.repeat(10_000))).toHaveLength(4096)
})
