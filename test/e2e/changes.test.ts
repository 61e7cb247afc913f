import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { labUp } from '../../lab/index.ts'
import { changed, outlived, projectWith, ran, said, type Vars } from './changes-support.ts'
import { fingerprint } from './evidence.ts'
import { all, amissIn, eventually, root } from './support.ts'

// biome-ignore lint/suspicious/noExplicitAny: variables are data of any shape
type Data = any

interface Change {
  readonly what: string
  readonly make: (vars: Data) => void
  /** Another director is master afterwards. */
  readonly moves?: boolean
  /** Held connections are reset, as the plan says. */
  readonly resets?: boolean
}

const instance = (vars: Data) => vars.vrrp_instances.VI_1
const service = (vars: Data) => vars.virtual_servers[0]

/** One after the other, each from what the one before has left; every second one goes back. */
const changes: readonly Change[] = [
  { what: 'auth_pass', make: (vars) => (instance(vars).authentication.auth_pass = 'other123') },
  { what: 'auth_pass back', make: (vars) => (instance(vars).authentication.auth_pass = 'k7Qm2xZt') },
  { what: 'auth_type', make: (vars) => (instance(vars).authentication.auth_type = 'AH') },
  { what: 'auth_type back', make: (vars) => (instance(vars).authentication.auth_type = 'PASS') },
  { what: 'advert_int', make: (vars) => (instance(vars).advert_int = 2) },
  { what: 'advert_int back', make: (vars) => delete instance(vars).advert_int },
  { what: 'virtual_router_id', make: (vars) => (instance(vars).virtual_router_id = 77) },
  { what: 'virtual_router_id back', make: (vars) => (instance(vars).virtual_router_id = 51) },
  { what: 'unicast', make: (vars) => (instance(vars).unicast = true) },
  { what: 'unicast back', make: (vars) => delete instance(vars).unicast },
  { what: 'a second address', make: (vars) => instance(vars).virtual_ipaddress.push('192.168.1.226/32') },
  { what: 'a second address away', make: (vars) => instance(vars).virtual_ipaddress.pop() },
  { what: 'VRRP version 3', make: (vars) => Object.assign(instance(vars), { version: 3, authentication: undefined }) },
  {
    what: 'VRRP version 2',
    make: (vars) =>
      Object.assign(instance(vars), { version: 2, authentication: { auth_type: 'PASS', auth_pass: 'k7Qm2xZt' } }),
  },
  {
    what: 'a second instance',
    make: (vars) =>
      (vars.vrrp_instances.VI_2 = { interface: 'em1', virtual_router_id: 52, virtual_ipaddress: ['192.168.1.227/32'] }),
  },
  { what: 'a second instance away', make: (vars) => delete vars.vrrp_instances.VI_2 },
  { what: 'another multicast group', make: (vars) => (vars.global_defs = { vrrp_mcast_group4: '224.0.0.19' }) },
  { what: 'the usual multicast group', make: (vars) => delete vars.global_defs },
  { what: 'lvs_sync_daemon', make: (vars) => (vars.lvs_sync_daemon = { interface: 'em1', instance: 'VI_1' }) },
  { what: 'lvs_sync_daemon away', make: (vars) => delete vars.lvs_sync_daemon },
  { what: 'a server out', make: (vars) => service(vars).real_servers.pop(), resets: true },
  { what: 'a server in', make: (vars) => service(vars).real_servers.push('rs2') },
  { what: 'a weight', make: (vars) => (service(vars).real_servers[1] = { host: 'rs2', weight: 3 }) },
  { what: 'a weight back', make: (vars) => (service(vars).real_servers[1] = 'rs2') },
  { what: 'the scheduler', make: (vars) => (service(vars).lb_algo = 'rr') },
  { what: 'the scheduler back', make: (vars) => (service(vars).lb_algo = 'wrr') },
  { what: 'the time between checks', make: (vars) => (service(vars).delay_loop = 5) },
  { what: 'the time between checks back', make: (vars) => (service(vars).delay_loop = 2) },
  { what: 'persistence', make: (vars) => (service(vars).persistence_timeout = 20) },
  { what: 'persistence away', make: (vars) => delete service(vars).persistence_timeout },
  { what: 'another service', make: (vars) => vars.virtual_servers.push({ ...service(vars), port: 8080 }) },
  { what: 'another service away', make: (vars) => vars.virtual_servers.pop() },
  {
    what: 'the priority',
    make: (vars) => (instance(vars).priority = { dir1: 90, dir2: 98 }),
    moves: true,
    resets: true,
  },
  { what: 'the priority back', make: (vars) => delete instance(vars).priority, moves: true, resets: true },
]

/** What CI has time for. */
const few = ['virtual_router_id', 'virtual_router_id back', 'a server out', 'a server in']
const chosen = process.env.LBPROV_CHANGES === 'all' ? changes : changes.filter(({ what }) => few.includes(what))

describe('a cluster in use', () => {
  const vars = parse(readFileSync(join(root, 'inventory/group_vars/all.yml'), 'utf8')) as Vars
  const fresh = new Map<string, string>()
  const folder = projectWith(vars)

  beforeAll(async () => {
    await labUp()
    const { ended, report } = await ran(folder)
    expect(ended.code, amissIn(report)).toBe(0)
    for (const name of all) fresh.set(name, await fingerprint(name))
  })

  test.each(chosen)('$what: no new connection is lost, and nobody becomes master beside the master', async (change) => {
    change.make(vars)
    projectWith(vars, folder)
    const seen = await changed(folder)
    console.info(`${change.what}: ${said(seen)}`)
    expect(seen.code, JSON.stringify(seen.report)).toBe(0)
    expect(seen.fresh.failed, JSON.stringify(seen.fresh)).toBe(0)
    expect(seen.speakers).toHaveLength(change.moves ? 2 : 1)
    if (!change.resets) expect(seen.held.map(outlived), JSON.stringify(seen.held)).toEqual([true, true])
    await eventually('nothing is left to do', async () => {
      const { report } = await ran(folder, '--check')
      expect(report.hosts.map(({ outcome }) => outcome)).toEqual(all.map(() => 'ok'))
    })
  })

  test('hosts are as they were when all has gone back', async () => {
    for (const name of all) expect(await fingerprint(name), name).toBe(fresh.get(name))
  })
})
