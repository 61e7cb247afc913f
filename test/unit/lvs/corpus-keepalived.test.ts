import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { scenesOf } from '../../../src/lvs/cluster/scene.ts'
import { print } from '../../../src/lvs/conf/block.ts'
import { directorFor } from '../../../src/lvs/keepalived/director.ts'
import { keepalivedNodes } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { rules } from '../../../src/lvs/lint/rules.ts'
import type { Site } from '../../../src/model/play.ts'
import { Passed } from '../../support/passed.ts'
import { has, isRoot } from '../../support/tools.ts'
import { type ClusterCase, clustersIn, withSite } from './support/corpus.ts'
import { installed } from './support/keepalived.ts'

const able = isRoot && installed === '2.2.7' && has('unshare') && has('ip')

const clusters = clustersIn('broken').filter(({ keepalived }) => keepalived === undefined)
const folder = mkdtempSync(join(tmpdir(), 'lbprov-corpus-'))
/** By file: its text. */
const texts = new Map<string, string>()
/** By cluster: whether keepalived's own test has something to say of a director's file. */
const caught = new Map<string, boolean>()

/** What keepalived would read on each director; what can't be read of the data is left out of it, as its users would write it. */
function confs(site: Site): readonly string[] {
  return scenesOf(site).flatMap(({ directors, directorGroup, inventory }) =>
    directors.map(({ host, data, priority }) =>
      print(
        keepalivedNodes(
          resolveCluster(data, inventory).cluster,
          directorFor(host, inventory, priority ?? 100, directorGroup),
          '2.2.7',
        ),
      ),
    ),
  )
}

async function textsOf(cluster: ClusterCase): Promise<void> {
  const conf = cluster.files['keepalived.conf']
  mkdirSync(join(folder, cluster.name))
  for (const [i, text] of (conf === undefined ? await withSite(cluster, confs) : [conf]).entries())
    texts.set(join(folder, cluster.name, `${i}.conf`), text)
}

/** One namespace for all, with the interfaces that the clusters name. */
const script = `
  ip link set lo up
  for link in em1 em2; do
    { ip link add "$link" type dummy || ip link add "$link" type veth; } 2>/dev/null
    ip link set "$link" up
  done
  ip addr add 192.168.1.220/24 dev em1; ip addr add 10.0.0.2/24 dev em2
  for file in "$1"/*/*.conf; do
    said=$(keepalived -t -f "$file" 2>&1) && [ -z "$said" ] || printf '%s\\n' "$said" >"$file.caught"
  done
`

beforeAll(async () => {
  if (!able) return
  for (const cluster of clusters) await textsOf(cluster)
  const passed = new Passed('keepalived', ['keepalived', script])
  for (const [file, text] of texts) if (!passed.has(text)) writeFileSync(file, text)
  const { status, stderr } = spawnSync('unshare', ['-Urn', 'sh', '-c', script, 'sh', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  passed.keep([...texts].filter(([file]) => !existsSync(`${file}.caught`)).map(([, text]) => text))
  for (const { name } of clusters)
    caught.set(
      name,
      readdirSync(join(folder, name)).some((file) => file.endsWith('.caught')),
    )
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!able)('keepalived 2.2.7 itself', () => {
  it.each(clusters.map(({ name, keepalived_test: said = 'misses' }) => [name, said]))('%s: %s it', (name, said) =>
    expect(caught.get(name!) ? 'catches' : 'misses').toBe(said),
  )

  it('does with each rule what the rule says of it', () => {
    const outcomes = rules.map((rule) => {
      const own = clusters.filter(({ raises }) => Object.keys(raises!).join() === rule.id)
      const seen = new Set(own.map(({ name }) => (caught.get(name) ? 'catches' : 'misses')))
      return [
        rule.id,
        seen.has(rule.keepalivedTest as 'catches') || rule.keepalivedTest === 'partly' || own.length === 0,
      ]
    })
    expect(outcomes.filter(([, holds]) => !holds)).toEqual([])
  })
})
