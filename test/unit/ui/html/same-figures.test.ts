import { expect, test } from 'vitest'
import { scenesOf } from '../../../../src/lvs/cluster/scene.ts'
import { rowsIn } from '../../../../src/lvs/picture/director-look.ts'
import { filled } from '../../../../src/lvs/picture/fill.ts'
import { pictureOf } from '../../../../src/lvs/picture/picture.ts'
import { ipvsadmRules, parseIpvsadm } from '../../../../src/lvs/table/ipvsadm.ts'
import type { HostSight } from '../../../../src/lvs/verify/sight.ts'
import { verifyCluster } from '../../../../src/lvs/verify/verify.ts'
import type { Report } from '../../../../src/model/report.ts'
import type { Verification } from '../../../../src/model/verification.ts'
import { reportFile } from '../../../../src/ui/html/file.ts'
import { liveHtml } from '../../../../src/ui/html/live.ts'
import { painter } from '../../../../src/ui/paint.ts'
import { picturePrometheus } from '../../../../src/ui/picture/prometheus.ts'
import { pictureText } from '../../../../src/ui/picture/text.ts'
import { verificationText } from '../../../../src/ui/verification.ts'
import { siteOfClusters } from '../../../support/picture.ts'
import { change, failedStep, host, played, report, step } from '../scripted.ts'

const [scene] = scenesOf(siteOfClusters(1, 3))
const lines = [...ipvsadmRules(scene!.cluster)].filter((line) => !line.includes('-r 10.1.0.11:80 '))
const table = parseIpvsadm(lines.join('\n'))
const places = { dir1a: ['10.1.0.2', '10.1.0.225'], dir1b: ['10.1.0.3'] }

/** What `verify` sees, and what `status` does, of one and the same cluster. */
function seen() {
  const sights = Object.entries(places).map(([name, addresses]) => {
    const unseen = { why: 'not asked' }
    const sight: HostSight = {
      addresses: addresses.map((one) => ({ interface: 'em1', cidr: `${one}/32` })),
      macs: new Map(),
      listening: unseen,
      table,
      traffic: unseen,
      syncDaemons: unseen,
      adverts: unseen,
      senders: unseen,
      barriers: [],
      clockAhead: 0,
    }
    return [name, sight] as const
  })
  const looks = Object.entries(places).map(([name, addresses]) => {
    const none = rowsIn('')
    const about = {
      list: none,
      stats: none,
      rates: none,
      syncDaemons: [],
      states: new Map(),
      changedAt: null,
      owner: null,
      last: null,
      log: [],
    }
    return [name, { addresses: new Set(addresses), table, ...about }] as const
  })
  return { sights: new Map(sights), looks: { directors: new Map(looks), servers: new Map() } }
}

test('verify, status, the page, metrics and the report of one cluster say the same', async () => {
  const { sights, looks } = seen()
  const assertions = verifyCluster(scene!, { hosts: sights, client: null, mend: () => null })
  const verification: Verification = {
    playbook: 'site.yaml',
    from: null,
    startedAt: '2026-11-28T12:00:00.000Z',
    seconds: 1,
    assertions,
    unreachable: [],
    drill: null,
  }
  const picture = filled(pictureOf('site.yaml', [scene!]), [scene!], looks, '2026-11-28T12:00:00.000Z')
  const [cluster] = picture.clusters

  const holder = assertions.find(({ id }) => id === 'vip-holder')!
  const masters = cluster!.instances[0]!.directors.filter(({ state }) => state === 'master').map(({ name }) => name)
  expect(holder).toMatchObject({ verdict: 'ok', seen: `on ${masters.join(' and ')}` })

  for (const { name, live } of cluster!.directors) {
    const own = assertions.find(({ id, subject }) => id === 'ipvs-table' && subject === name)!
    expect(own.seen).toBe(live!.differences.join('; '))
    expect(picturePrometheus(picture)).toContain(
      `lbprov_ipvs_table_differences{director="${name}"} ${live!.differences.length}\n`,
    )
  }
  const difference = '-t 10.1.0.225:80 -r 10.1.0.11:80 is missing'
  const page = liveHtml(picture, '', 'en').html
  const report = await reportFile({ title: 'verify', picture, verification }, [])
  const text = verificationText(verification, { color: false, verbose: 0, secrets: [] })
  for (const shown of [pictureText(picture, painter(false)), page, report, text]) expect(shown).toContain(difference)

  const [, total, hold, failed] = /(\d+) assertions: (\d+) holds?, (\d+) failed/.exec(text)!.map(Number)
  expect(report).toContain(`${total} assertions: ${hold} hold, ${failed} failed`)
})

test('a run counts the same as text, as JSON, as events, as JUnit and as a page', async () => {
  const steps = [
    step('pkg[keepalived]', { outcome: 'created', changes: [change('installed', null, 'true')] }),
    failedStep,
  ]
  const run = report([host('dir1a', { outcome: 'failed', steps }), host('dir1b'), host('rs1-01')])
  const shown = async (format: 'human' | 'json' | 'ndjson' | 'junit') => (await played(run, { format })).stdout
  const text = await shown('human')
  const [sum, hosts] = /(\d+) hosts: [^.]+\. 1 change/.exec(text)!
  expect(JSON.parse(await shown('json')).hosts).toHaveLength(Number(hosts))
  const events: { type: string; step?: { outcome: string }; report: Report }[] = (await shown('ndjson'))
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each))
  expect(events.at(-1)!.report.hosts).toHaveLength(Number(hosts))
  expect(events.filter(({ step }) => step?.outcome === 'failed')).toHaveLength(1)
  const junit = await shown('junit')
  expect(junit.match(/<failure/g)).toHaveLength(1)
  expect(await reportFile({ title: 'run', picture: pictureOf('site.yaml', [scene!]), run }, [])).toContain(sum)
})
