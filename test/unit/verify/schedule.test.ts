import { describe, expect, test } from 'vitest'
import type { Planned } from '../../../src/engine/planned.ts'
import { declarationsOf } from '../../../src/engine/resolve.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { Host, Path } from '../../../src/model/host.ts'
import { plan, type Sighting } from '../../../src/model/plan.ts'
import type { Site } from '../../../src/model/play.ts'
import { label, type Resource } from '../../../src/model/resource.ts'
import { type SiteSchedule, scheduleOf } from '../../../src/verify/schedule.ts'
import { changed, exampleInventory, exampleVars, factsOf, siteOf, type Vars } from '../lvs/support/site.ts'

const example = exampleVars()
const facts: Facts = factsOf('debian12', { gateway: '192.168.1.1' })
const vi = (...path: Path): Path => ['vrrp_instances', 'VI_1', ...path]
const vs = (...path: Path): Path => ['virtual_servers', 0, ...path]
const site = (vars: Vars) => siteOf(exampleInventory(vars))

const wantedOn = (from: Site, host: Host) => declarationsOf(from, host, facts).map(({ resource }) => resource)

/** The hosts as the variables before have made them, and what a run with those after would do. `holds`: who has the address. */
function planned(before: Vars, will: Site, holds: readonly string[]): readonly Planned[] {
  const was = site(before)
  return will.inventory.hosts.map((host): Planned => {
    const there = new Map(wantedOn(was, was.inventory.host(host.name)!).map((one) => [label(one), one]))
    const resources = wantedOn(will, host)
    const seen = new Map(resources.map((one): [Resource, Sighting] => [one, sighting(there.get(label(one)))]))
    const ask: Planned['ask'] = async () => ({ transcript: counted(holds.includes(host.name)), lost: undefined })
    return { host, facts, steps: plan(resources, seen), seen: (one) => seen.get(one)?.observed ?? null, ask }
  })
}

const counted = (holds: boolean) =>
  ({
    sections: new Map([['count', { exitCode: 0, values: { connections: '0', ...(holds && { holds: 'true' }) } }]]),
  }) as never

function sighting(resource: Resource | undefined): Sighting {
  const desired = resource?.desired
  if (!desired) return { observed: null, pendingRefresh: false }
  const observed = Object.fromEntries(Object.entries(desired).map(([name, value]) => [name, String(value)]))
  return { observed, pendingRefresh: false }
}

const schedule = async (before: Vars, after: Vars, holds: readonly string[] = ['dir1']) => {
  const will = site(after)
  const hosts = planned(before, will, holds)
  const found = await scheduleOf(will, hosts, 60, (_, error) => {
    throw error
  })
  return { hosts, found: found! }
}

/** By stage what is between and what of the plan that changes is done in it. */
function shown({ stages, stageOf, between }: SiteSchedule, hosts: readonly Planned[]) {
  return stages.map((_, index) => [
    ...between
      .filter(({ stage }) => stage === index)
      .map(({ host, resource }) => `${host}: ${label(resource)} for a while`),
    ...hosts.flatMap(({ host, steps }) =>
      steps
        .filter(({ action, resource }) => action !== 'none' && stageOf(host.name, resource) === index)
        .map(({ resource }) => `${host.name}: ${label(resource)}`),
    ),
  ])
}

const conf = 'file[/etc/keepalived/keepalived.conf]'
const daemon = 'service[keepalived]'
const contentOf = ({ between }: SiteSchedule, host: string) =>
  between.flatMap(({ host: name, resource }) =>
    name === host && label(resource) === conf ? [String(resource.desired!.content)] : [],
  )

describe('the schedule of a run', () => {
  test('there is none where the order of the playbook loses nothing', async () => {
    const { found } = await schedule(example, changed(example, vs('lb_algo'), 'rr'))
    expect(found).toBeUndefined()
  })

  test('stops who holds nothing, has the master read, and starts the other', async () => {
    const { hosts, found } = await schedule(example, changed(example, vi('advert_int'), 2))
    expect(shown(found, hosts)).toEqual([
      [],
      [`dir2: ${daemon} for a while`],
      [`dir1: ${conf}`, `dir1: ${daemon}`],
      [`dir2: ${conf}`, `dir2: ${daemon}`],
    ])
  })

  test('the master is who has the address, whatever its priority', async () => {
    const { hosts, found } = await schedule(example, changed(example, vi('advert_int'), 2), ['dir2'])
    expect(shown(found, hosts)[1]).toEqual([`dir1: ${daemon} for a while`])
  })

  test('an instance that begins anew owns its addresses for a while', async () => {
    const { hosts, found } = await schedule(example, changed(example, vi('virtual_router_id'), 77))
    expect(shown(found, hosts)[2]).toEqual([`dir1: ${conf} for a while`, `dir1: ${daemon} for a while`])
    const [owner] = contentOf(found, 'dir1')
    expect(owner).toMatch(/state MASTER\n[\s\S]*virtual_router_id 77\n\s+priority 255\n/)
    // What is between is tested by keepalived as the file itself is, and is no file that means the same.
    const { resource } = found.between.find(({ host }) => host === 'dir1')!
    expect(resource.options).toMatchObject({ content: owner, same: undefined, validate: expect.any(Function) })
  })

  test('servers that go have weight 0 on every director first', async () => {
    const { hosts, found } = await schedule(example, changed(example, vs('real_servers'), ['rs1']))
    const service = 'ipvs-service[-t 192.168.1.225:80]'
    expect(shown(found, hosts)[1]).toEqual([`dir1: ${service} for a while`, `dir2: ${service} for a while`])
    expect(found.between[0]!.resource.desired).toMatchObject({ '192.168.1.223:80': '-g -w 0' })
    expect(found.ofScenes[1]!.draining).toEqual(['-t 192.168.1.225:80 -r 192.168.1.223:80'])
  })

  test('answers by DR have a way of their own while the default route becomes that of NAT', async () => {
    const inside = { interface: 'em1', virtual_router_id: 53, virtual_ipaddress: ['192.168.1.229/24'] }
    const nat = changed(changed(example, vs('lb_kind'), 'NAT'), ['vrrp_instances', 'VI_in'], inside)
    const { hosts, found } = await schedule(example, nat)
    const stages = shown(found, hosts)
    expect(stages[0]).toEqual(
      expect.arrayContaining(['rs1', 'rs2'].map((name) => `${name}: reply-route[192.168.1.225] for a while`)),
    )
    expect(found.between[0]!.resource.desired).toEqual({ via: '192.168.1.1' })
    const hops = ['192.168.1.222', '192.168.1.223'].map((address) => `dir1: next-hop[${address}] for a while`)
    expect([stages[0], stages.at(-1)]).toEqual([expect.arrayContaining(hops), expect.arrayContaining(hops)])
    const reroute = found.ofScenes.findIndex((stage) => stage?.kind === 'reroute')
    expect(stages[reroute]).toEqual(['rs1: route[default]', 'rs2: route[default]'])
    expect(stages[reroute + 1]).toEqual(expect.arrayContaining([`dir2: ${conf}`, `dir1: ${conf}`]))
    const gone = found.between.filter(({ resource }) => resource.kind.name === 'reply-route' && !resource.desired)
    expect(gone.map(({ host, stage }) => [host, stage])).toEqual(
      ['rs1', 'rs2'].map((name) => [name, stages.length - 1]),
    )
    // keepalived serves by DR, and has the inside address, until all real servers answer through it.
    expect(contentOf(found, 'dir2').at(-1)).toMatch(/vrrp_instance VI_in[\s\S]*lb_kind DR/)
  })
})
