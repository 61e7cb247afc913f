import { expect, test } from 'vitest'
import type { Planned } from '../../../src/engine/planned.ts'
import { declarationsOf } from '../../../src/engine/resolve.ts'
import { file } from '../../../src/index.ts'
import type { Host } from '../../../src/model/host.ts'
import type { Owned } from '../../../src/model/owned.ts'
import { plan, type Step } from '../../../src/model/plan.ts'
import type { Observed, Resource } from '../../../src/model/resource.ts'
import { scheduleOf } from '../../../src/verify/schedule.ts'
import { exampleInventory, exampleRoles, exampleVars, factsOf, siteOf } from '../lvs/support/site.ts'

const facts = factsOf('debian12', { keepalived: '2.2.7' })
const siteWith = (vip: string) => {
  const vars = JSON.parse(JSON.stringify(exampleVars()).replaceAll('192.168.1.225', vip))
  const inventory = exampleInventory(vars)
  return siteOf(inventory, exampleRoles)
}
const [before, after] = ['192.168.1.227', '192.168.1.225'].map(siteWith) as [
  ReturnType<typeof siteWith>,
  ReturnType<typeof siteWith>,
]

/** A host on which all is as it was, and a file is left over. */
function planned(host: Host): Planned {
  const declared = (site: typeof after) =>
    declarationsOf(site, site.inventory.host(host.name)!, facts).map(({ resource }) => resource)
  const was = new Map(declared(before).map((resource) => [`${resource.kind.name} ${resource.name}`, resource]))
  const resources = declared(after)
  const seen = (resource: Resource): Observed => {
    const old = was.get(`${resource.kind.name} ${resource.name}`)?.desired
    return old ? Object.fromEntries(Object.entries(old).map(([key, value]) => [key, String(value)])) : null
  }
  const sightings = new Map(resources.map((one) => [one, { observed: seen(one), pendingRefresh: false }] as const))
  const steps = plan(resources, sightings)
  return { host, facts, steps: [...steps, leftOver()], seen, ask: () => Promise.reject(new Error('nobody')) }
}

const owned: Owned = { site: 's', host: 'h', kind: 'file', name: '/etc/x', origin: 'made', kept: '' }
const leftOver = (): Step => ({
  resource: { ...file('/etc/x', null), leftover: owned },
  changes: [],
  action: 'delete',
  refresh: false,
})

test('what is left over goes last, on directors and on hosts that are in no play too', async () => {
  const hosts = [...after.inventory.hosts, { ...after.inventory.hosts[0]!, name: 'rs3' }]
  const all = hosts.map((host) =>
    host.name === 'rs3' ? { ...planned(after.inventory.hosts[0]!), host, steps: [leftOver()] } : planned(host),
  )
  const schedule = (await scheduleOf(after, all, 60, () => {}))!
  const titles = schedule.stages.map(({ title }) => title)
  expect(titles.length).toBeGreaterThan(2)
  expect(titles.at(-1)).toMatch(/^what the cluster does without goes from .*dir1.*dir2/)
  for (const { host, steps } of all)
    expect(schedule.stageOf(host.name, steps.at(-1)!.resource), host.name).toBe(titles.length - 1)
})
