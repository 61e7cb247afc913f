import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import type { Director } from '../../../src/lvs/cluster/director.ts'
import type { Finding } from '../../../src/lvs/cluster/finding.ts'
import { checkFeatures, keywordCheck } from '../../../src/lvs/conf/check.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { checkByGrammar } from '../../../src/lvs/conf/walk.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { unsupportedWords } from '../../../src/lvs/keepalived/words.ts'
import { modelBlocks } from '../../../src/lvs/language/blocks.ts'
import { checkerNames } from '../../../src/lvs/language/checker.ts'
import { propertiesOf, writtenWhenFalse } from '../../../src/lvs/language/entry.ts'
import { keywords } from '../../../src/lvs/language/keywords.ts'
import { firstVersions } from '../../../src/lvs/language/since.ts'
import { compareVersions } from '../../../src/lvs/language/version.ts'
import type { Path } from '../../../src/model/host.ts'
import { isRoot } from '../../support/tools.ts'
import { fitsCluster } from './support/fits-cluster.ts'
import { installed, testedBy } from './support/keepalived.ts'
import { changed, exampleInventory, type Vars } from './support/site.ts'

const fixtures = new URL('../../fixtures/lvs/keepalived/', import.meta.url)
const rich = parse(readFileSync(new URL('rich.yml', fixtures), 'utf8')) as Vars
const versions = ['1.2.2', '1.2.7', '1.2.13', '1.3.5', '2.0.10', '2.1.5', '2.2.7', '2.2.8', '2.3.3']

const resolved = (vars: Vars) => resolveCluster(vars as ClusterData, exampleInventory(vars))
const dir1: Director = {
  name: 'dir1',
  address: '192.168.1.220',
  priority: 100,
  peers: [{ name: 'dir2', address: '192.168.1.221' }],
}
const dir2: Director = {
  name: 'dir2',
  address: '192.168.1.221',
  priority: 98,
  peers: [{ name: 'dir1', address: '192.168.1.220' }],
}

/** Without the word that was found; without the whole definition where that is its one word that is needed. */
function without(vars: Vars, { variable, path }: Finding): Vars {
  const needed = ['process', 'file', 'neighbor_ip', 'virtual_ipaddress'].includes(String(path.at(-1)))
  const place: Path = [variable, ...(needed && path.length === 2 ? path.slice(0, 1) : path)]
  return changed(vars, place, undefined)
}

interface Fitted {
  readonly vars: Vars
  readonly refused: readonly string[]
}
const known = new Map<string, Fitted>()

/** The rich cluster as far as that version can do it, and what it was refused on the way. */
function fitted(version: string): Fitted {
  const result = known.get(version) ?? fit(rich, version)
  known.set(version, result)
  return result
}

function fit(vars: Vars, version: string): Fitted {
  const findings = unsupportedWords(resolved(vars).cluster, version)
  if (findings.length === 0) return { vars, refused: [] }
  const refused = findings.map(
    ({ message, rule, variable, path, hint }) => `${message} (${rule}) at ${variable}.${path.join('.')}: ${hint}`,
  )
  const rest = fit(findings.toReversed().reduce(without, vars), version)
  return { ...rest, refused: [...refused, ...rest.refused] }
}

const render = (version: string, director = dir1) =>
  keepalivedConf(resolved(fitted(version).vars).cluster, director, version)

it('the rich cluster is one that may be written, and names all it uses', () => {
  expect(fitsCluster(rich) || fitsCluster.errors).toBe(true)
  expect(resolved(rich).findings).toEqual([])
})

it('the rich cluster has every word of the variables', () => {
  const named = (value: unknown): readonly string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...named(inner)])
      : []
  const has = new Set(named(rich))
  const words = Object.values(modelBlocks).flatMap((block) => Object.keys(propertiesOf(block)))
  // The first refuses authentication and unicast, the second addresses, which the rich cluster has.
  const without = ['vrrp_strict', 'no_virtual_ipaddress']
  expect(words.filter((word) => !has.has(word) && !without.includes(word))).toEqual([])
})

it('what the rich cluster says is written: without it the newest keepalived gets another file', () => {
  const newest = versions.at(-1)!
  const conf = (vars: Vars) => keepalivedConf(resolved(vars).cluster, dir1, newest)
  const words = new Set(Object.values(modelBlocks).flatMap((block) => Object.keys(propertiesOf(block))))
  const paths = (value: unknown, at: Path): readonly Path[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => {
          const path = [...at, Array.isArray(value) ? Number(key) : key]
          return [...(words.has(key) ? [path] : []), ...paths(inner, path)]
        })
      : []
  const whole = conf(fitted(newest).vars)
  const differs = (path: Path) => {
    try {
      return conf(changed(fitted(newest).vars, path, undefined)) !== whole
    } catch {
      return true
    }
  }
  const idle = paths(fitted(newest).vars, []).filter((path) => !differs(path))
  // These say what holds without them, what the other director has, or how keepalived is started.
  const defaults = [
    'global_defs.enable_script_security',
    ...['log_detail', 'log_facility', 'log_file'].map((word) => `keepalived_options.${word}`),
    'static_ipaddress.dir2.0.address',
    'virtual_servers.0.sorry_server.port',
    'virtual_servers.2.lb_algo',
  ]
  expect(idle.map((path) => path.join('.'))).toEqual(defaults)
})

describe('false is written where it says more than nothing', () => {
  const places: Readonly<Record<string, Path>> = {
    global_defs: ['global_defs'],
    vrrp_sync_group: ['vrrp_sync_groups', 'both'],
    vrrp_instance: ['vrrp_instances', 'inside'],
    virtual_server: ['virtual_servers', 1],
    real_server: ['virtual_servers', 0, 'real_servers', 0],
    ...Object.fromEntries(
      checkerNames.map((name) => [name, ['virtual_servers', 0, 'real_servers', 0, name, 0]] as const),
    ),
  }
  const told = Object.entries(modelBlocks).flatMap(([block, words]) =>
    writtenWhenFalse(words).map((word) => [block, word] as const),
  )

  it('of words that have their default from another one', () => {
    const names = new Set(
      told.map(([block, word]) => (checkerNames.some((name) => name === block) ? word : `${block} ${word}`)),
    )
    expect([...names].toSorted()).toEqual([
      'alpha',
      'global_defs smtp_alert',
      'global_defs smtp_alert_checker',
      'global_defs smtp_alert_vrrp',
      'log_all_failures',
      'real_server smtp_alert',
      'virtual_server smtp_alert',
      'vrrp_instance accept',
      'vrrp_instance higher_prio_send_advert',
      'vrrp_instance lower_prio_no_advert',
      'vrrp_instance skip_check_adv_addr',
      'vrrp_instance smtp_alert',
      'vrrp_instance strict_mode',
      'vrrp_sync_group smtp_alert',
    ])
  })

  it.each(told)('%s %s', (block, word) => {
    const newest = versions.at(-1)!
    const at = [...places[block]!]
    // A checker alone, so that the line is its own.
    const isChecker = checkerNames.some((name) => name === block)
    const needed = { url: { path: '/' }, misc_path: '/bin/true' }
    const fields = Object.fromEntries(Object.entries(needed).filter(([key]) => key in (modelBlocks[block] ?? {})))
    const lines = (extra: object) => {
      const vars = isChecker
        ? changed(fitted(newest).vars, at.slice(0, -1), [{ ...fields, ...extra }])
        : changed(fitted(newest).vars, [...at, word], Object.values(extra)[0])
      return keepalivedConf(resolved(vars).cluster, dir1, newest)
        .split('\n')
        .map((line) => line.trim())
    }
    const count = (extra: object) =>
      lines(extra).filter((line) => line === (word === 'accept' ? 'no_accept' : `${word} false`)).length
    expect(count({ [word]: false })).toBe(count({ [word]: undefined }) + 1)
  })
})

describe.each(versions)('for %s', (version) => {
  it('is written as it was', async () => {
    await expect(render(version)).toMatchFileSnapshot(`../../fixtures/lvs/keepalived/rich-${version}.conf`)
  })

  it('is refused the words that it was, each with what to do', async () => {
    const text = fitted(version).refused.join('\n')
    await expect(`${text}\n`).toMatchFileSnapshot(`../../fixtures/lvs/keepalived/rich-${version}.refused.txt`)
  })

  it('differs between directors in name, priority and their own addresses alone', () => {
    const other = render(version, dir2).split('\n')
    const differing = render(version)
      .split('\n')
      .flatMap((line, i) => (line === other[i] ? [] : [line.trim().split(' ')[0]!]))
    const own = ['router_id', 'source_ip', 'priority', 'mcast_src_ip', 'unicast_src_ip', '10.0.0.3', '10.0.0.5/24']
    expect(differing.filter((word) => !own.includes(word))).toEqual([])
    expect(differing).toContain('priority')
  })
})

/** Every version that brought or took a word: between two of them all are alike. */
const turns = [...keywords.values()]
  .flatMap((words) => [...words.values()].map(({ since }) => since))
  .concat(firstVersions())

it.each([...new Set(turns)].sort(compareVersions))('%s knows every word that is written for it', (version) => {
  const { nodes, features } = parseConf(render(version), { file: 'k.conf' })
  const unknown = checkByGrammar(nodes, version, [keywordCheck(version)])
  expect([...checkFeatures(features, version), ...unknown].map(({ message }) => message)).toEqual([])
})

describe('forms that changed', () => {
  const line = (version: string, pattern: RegExp) => pattern.exec(render(version))?.[0].trim()

  it.each([
    ['1.2.13', '    lvs_sync_daemon_interface em2'],
    ['1.2.20', '    lvs_sync_daemon em2 outside 7'],
    ['1.2.24', '    lvs_sync_daemon em2 outside id 7 maxlen 1400 port 8848 ttl 1 group 224.0.0.81'],
  ])('the sync daemon for %s', (version, expected) => {
    expect(render(version).split('\n')).toContain(expected)
  })

  it.each([
    ['2.0.10', 'vrrp_track_file drain {'],
    ['2.1.0', 'track_file drain {'],
  ])('the definition of a tracked file for %s', (version, expected) => {
    expect(line(version, /^(vrrp_)?track_file .*$/m)).toBe(expected)
  })
})

describe.skipIf(!installed)(`keepalived ${installed} itself`, () => {
  it.skipIf(!isRoot).each([dir1, dir2])('finds nothing to say of the rich cluster on $name', (director) => {
    expect(testedBy(render(installed!, director))).toEqual({ status: 0, stderr: '' })
  })
})
