import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { clientExec, labUp, machineNamed } from '../../lab/index.ts'
import { type Family, families } from './cases/changes.ts'
import { givesClient, givesMachine, takesFromClient } from './cases/forwarding.ts'
import { changed, outlived, projectWith, ran, said, type Vars } from './changes-support.ts'
import { fingerprint } from './evidence.ts'
import { all, amissIn, eventually, on, root } from './support.ts'

/** What CI has time for. */
const few = ['virtual_router_id', 'virtual_router_id back', 'a server out', 'a server in']
const isWhole = process.env.LBPROV_CHANGES === 'all'

/** The cluster of the repository, at an address of the family. */
function clusterAt({ name, virtual }: Family): Vars {
  const vars = parse(readFileSync(join(root, 'inventory/group_vars/all.yml'), 'utf8'))
  if (name === 'IPv4') return vars
  const virtual_ipaddress = ['fe80::225/64', `${virtual}/128`]
  const VI_1 = { ...vars.vrrp_instances.VI_1, authentication: undefined, virtual_ipaddress }
  return { ...vars, vrrp_instances: { VI_1 }, virtual_servers: [{ ...vars.virtual_servers[0], address: virtual }] }
}

async function speakIPv6(): Promise<void> {
  await Promise.all(all.map((name) => on(name, givesMachine(machineNamed(name).address))))
  expect((await clientExec(givesClient({}))).code).toBe(0)
}

describe.each(isWhole ? families : families.slice(0, 1))('a cluster in use, $name', (family) => {
  const chosen = isWhole ? family.changes : family.changes.filter(({ what }) => few.includes(what))
  const vars = clusterAt(family)
  const fresh = new Map<string, string>()
  const folder = projectWith(vars)

  beforeAll(async () => {
    await labUp()
    if (family.name === 'IPv6') await speakIPv6()
    const { ended, report } = await ran(folder)
    expect(ended.code, amissIn(report)).toBe(0)
    for (const name of all) fresh.set(name, await fingerprint(name))
  })
  afterAll(() => clientExec(takesFromClient))

  test.each(chosen)('$what: no new connection is lost, and nobody becomes master beside the master', async (change) => {
    change.make(vars)
    projectWith(vars, folder)
    const seen = await changed(folder, { at: family.url })
    console.info(`${change.what}: ${said(seen)}`)
    expect(seen.code, amissIn(seen.report)).toBe(0)
    // keepalived 1.3 (EL7) is without the addresses for a moment when virtual_router_id changes, and the plan says so.
    const isSaid = seen.report.stages?.some(({ clients }) => (clients?.newConnections ?? 0) > 0)
    if (!isSaid) expect(seen.fresh.failed, JSON.stringify(seen.fresh)).toBe(0)
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
