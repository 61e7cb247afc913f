import { describe, expect, it } from 'vitest'
import { schemaCheck } from '../../../src/load/schema/schema-check.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../src/lvs/conf/read/cluster.ts'
import { bfdInstance } from '../../../src/lvs/language/bfd.ts'
import { confBlocks, modelBlocks } from '../../../src/lvs/language/blocks.ts'
import { checkerNames, checkers } from '../../../src/lvs/language/checker.ts'
import { clusterVariables } from '../../../src/lvs/language/cluster.ts'
import { furtherEntries } from '../../../src/lvs/language/further-entries.ts'
import { globalDefs } from '../../../src/lvs/language/global-defs.ts'
import { isList, shapeOf } from '../../../src/lvs/language/keywords.ts'
import { syncGroup } from '../../../src/lvs/language/sync-group.ts'
import { trackProcess } from '../../../src/lvs/language/track-process.ts'
import { url } from '../../../src/lvs/language/url.ts'
import { virtualServer } from '../../../src/lvs/language/virtual-server.ts'
import { vrrpInstance } from '../../../src/lvs/language/vrrp-instance.ts'
import { lintCluster } from '../../../src/lvs/lint/linter.ts'
import type { JsonSchema } from '../../../src/model/schema.ts'
import { changed, exampleInventory, exampleVars, siteOf } from './support/site.ts'

/** Every word of keepalived that the variables do not have, with its block: `virtual_server real_server`. */
const leftOut = Object.entries(confBlocks).flatMap(([path, block]) =>
  Object.entries(block)
    .filter(([, { model }]) => model === undefined)
    .map(([word, { instead }]) => ({ path, word, instead })),
)
/** The same of entries in lists: `virtual_ipaddress`. */
const ofEntries = Object.entries(furtherEntries).flatMap(([path, words]) =>
  Object.entries(words).map(([word, { instead, takes }]) => ({ path, word, instead, takes })),
)

it('every word of keepalived is one of the variables, or has its reason', () => {
  expect(leftOut.length).toBeGreaterThan(150)
  expect(leftOut.filter(({ instead }) => !instead).map(({ path, word }) => `${path}: ${word}`)).toEqual([])
})

it('a reason is read once: what to write, or why to leave it out, and the words that it names are there', () => {
  const known = new Set([...Object.values(modelBlocks).flatMap(Object.keys), ...Object.keys(clusterVariables)])
  for (const { word, instead } of [...leftOut, ...ofEntries]) {
    expect(instead, word).toMatch(/^(Write|Leave it out:) .{1,230}\.$/)
    const named = [...instead!.matchAll(/\b[a-z]+(?:_[a-z0-9]+)+\b/g)].map(([name]) => name)
    const strange = named.filter((name) => !known.has(name) && !others.has(name))
    expect(strange, instead).toEqual([])
  }
})

/** Names in reasons that are no words of the cluster's variables: of the kernel, of keepalived, of a role. */
const others = new Set([
  'rmem_default',
  'igmp_link_local_mcast_reports',
  'vrrp_script',
  'director_group',
  'director_sysctls',
])

describe('a word of an entry in a list', () => {
  it.each(ofEntries.filter(({ path }) => path !== 'unicast_peer'))('$path $word is told its reason', (one) => {
    const { path, word, instead } = one
    const [variable, value] =
      path === 'static_ipaddress'
        ? ([path, { lb1: [{ address: '10.0.0.5', dev: 'em1', [word]: 'x' }] }] as const)
        : (['vrrp_instances', { V: { ...needed, [path]: [{ ...(entryOf(path) as object), [word]: 'x' }] } }] as const)
    const faults = schemaCheck(clusterVariables[variable]).faults(value)
    expect(faults.map(({ path: at, hint }) => [at.at(-1), hint])).toContainEqual([word, instead])
  })

  it.each(ofEntries)('adopt says of $path $word why it is not carried over', ({ path, word, instead, takes }) => {
    const entry = `${path === 'unicast_peer' || path.endsWith('address') || path.endsWith('excluded') ? '10.0.0.1' : 'x weight 1'} ${word}${takes === '' ? '' : ' 1'}`
    const list = `${path} {\n${entry}\n}`
    const text =
      path === 'static_ipaddress' ? list : `vrrp_instance V {\ninterface em1\nvirtual_router_id 7\n${list}\n}`
    const { leftOut: lost } = readCluster(parseConf(text, { file: 'k.conf' }).nodes, 'lb1')
    expect(lost.filter(({ text: said }) => said.includes(word)).map(({ reason }) => reason)).toEqual([instead])
  })

  it('is named where it stands behind an address', () => {
    const told = (address: string) =>
      lintCluster(
        siteOf(exampleInventory(changed(exampleVars(), ['vrrp_instances', 'VI_1', 'virtual_ipaddress'], [address]))),
      )
        .errors.filter(({ rule }) => rule === 'address')
        .map(({ hint }) => hint)
    expect(told('192.168.1.225/24 brd + dev em1')).toEqual([furtherEntries.virtual_ipaddress!.brd!.instead])
    expect(told('192.168.1.225/24 dev em1')).toEqual(['Write words as keys: { address: 192.168.1.225/24, dev: em1 }.'])
  })
})

const needed = { interface: 'em1', virtual_router_id: 7 }
const entryOf = (list: string) => (list.startsWith('virtual_') ? { address: '10.0.0.1' } : { name: 'x' })

/** The schema of each block of keepalived.conf that the variables have. */
const schemas: Readonly<Record<string, JsonSchema>> = {
  global_defs: globalDefs,
  vrrp_track_process: trackProcess,
  bfd_instance: bfdInstance,
  vrrp_sync_group: syncGroup,
  vrrp_instance: vrrpInstance,
  virtual_server: virtualServer,
  'virtual_server real_server': virtualServer.properties.real_servers.items.anyOf[1],
  ...Object.fromEntries(
    checkerNames.map((name) => [`virtual_server real_server ${name}`, checkers[name].anyOf[0] as JsonSchema]),
  ),
  'virtual_server real_server HTTP_GET url': url,
  'virtual_server real_server SSL_GET url': url,
}

it('variables that have such a word are told its reason', () => {
  const untold = leftOut.filter(
    ({ path, word, instead }) =>
      path in schemas && (schemas[path]!['x-left-out'] as Record<string, string>)?.[word] !== instead,
  )
  expect(untold.map(({ path, word }) => `${path}: ${word}`)).toEqual([])
  const elsewhere = new Set(leftOut.map(({ path }) => path).filter((path) => !(path in schemas)))
  // The outermost level is that of variables themselves; the others stand in blocks that have a reason.
  expect([...elsewhere].toSorted()).toEqual([
    '',
    'SSL',
    'garp_group',
    'track_group',
    'virtual_server real_server SMTP_CHECK host',
    'vrrp_instance auth_hmac',
  ])
})

/** What adopt makes of it in another way: another word, or nothing since lbprov writes it by itself. */
const carriedOver = [
  'global_defs: vrrp_check_unicast_src',
  'global_defs: enable_snmp_keepalived',
  'global_defs: lvs_sync_daemon',
  'global_defs: default_interface',
  'bfd_instance: neighbour_ip',
  'vrrp_instance: preempt',
  'vrrp_instance: state',
  'vrrp_instance: lvs_sync_daemon_interface',
  'vrrp_instance: unicast_peer',
  'vrrp_instance: check_unicast_src',
  'vrrp_instance: no_accept',
  'virtual_server: lvs_sched',
  'virtual_server: lvs_method',
  'virtual_server: real_server',
  'virtual_server: sorry_server_lvs_method',
  'virtual_server real_server: lvs_method',
  'virtual_server real_server HTTP_GET: nb_get_retry',
  'virtual_server real_server SSL_GET: nb_get_retry',
]
/** Blocks that variables have by another name. */
const blocks = Object.keys(confBlocks).filter(
  (path) => path in schemas || /^(vrrp_script|(vrrp_)?track_file)$/.test(path),
)

const values: Readonly<Record<string, string>> = { state: 'BACKUP', lvs_method: 'DR', lvs_sched: 'rr' }

describe('adopt', () => {
  const asked = leftOut.filter(
    ({ path, word }) =>
      !carriedOver.includes(`${path}: ${word}`) &&
      !(path === '' && (blocks.includes(word) || word === 'virtual_server_group')),
  )
  it.each(asked)('says of $path $word why it is not carried over', ({ path, word, instead }) => {
    const { leftOut: lost } = readCluster(parseConf(confWith(path, word), { file: 'k.conf' }).nodes, 'lb1')
    const own = lost.filter(({ text }) => text.split(/: | /).includes(word)).map(({ reason }) => reason)
    expect(own).toContain(instead)
  })

  it.each(carriedOver)('%s is carried over in another way', (name) => {
    const [path = '', word = ''] = name.split(': ')
    const { leftOut: lost } = readCluster(parseConf(confWith(path, word), { file: 'k.conf' }).nodes, 'lb1')
    const reason = confBlocks[path]![word]!.instead
    expect(lost.filter((one) => one.reason === reason)).toEqual([])
  })
})

/** A file that has the word, in its block and those around it. */
function confWith(path: string, word: string): string {
  const names: Readonly<Record<string, string>> = { virtual_server: '10.0.0.9 80', real_server: '10.0.0.1 80' }
  const isBlock = shapeOf(path, word) === 'block' || isList(word)
  const own = isBlock ? `${word} ${names[word] ?? 'x'} {\n}` : `${word} ${values[word] ?? '1'}`
  return path
    .split(' ')
    .filter(Boolean)
    .reduceRight(
      (inner, block) => `${block} ${names[block] ?? (/^[a-z_]+$/.test(block) ? 'V' : '')} {\n${inner}\n}`,
      own,
    )
}
