import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { clientExec, labUp } from '../../lab/index.ts'
import { givesClient, takesFromClient } from './cases/forwarding.ts'
import { changed, outlived, projectWith, ran, said, type Vars } from './changes-support.ts'
import { all, amissIn, root } from './support.ts'

const direct = parse(readFileSync(join(root, 'inventory/group_vars/all.yml'), 'utf8'))
const inside = { ...direct.vrrp_instances.VI_1, virtual_router_id: 62, virtual_ipaddress: ['192.168.1.226/24'] }
const routed = {
  vrrp_instances: { ...direct.vrrp_instances, VI_IN: inside },
  vrrp_sync_groups: { VG_1: { group: ['VI_1', 'VI_IN'] } },
  virtual_servers: [{ ...direct.virtual_servers[0], lb_kind: 'NAT' }],
} satisfies Vars

const folder = projectWith(direct)

beforeAll(async () => {
  await labUp()
  expect((await clientExec(givesClient({ isOutside: true }))).code).toBe(0)
  const { ended, report } = await ran(folder)
  expect(ended.code, amissIn(report)).toBe(0)
})
afterAll(() => clientExec(takesFromClient))

/** The client is outside the network of the machines: one inside it has no answers by NAT. */
test.each([
  ['DR to NAT', routed],
  ['NAT to DR', direct],
] as const)(
  '%s: no new connection from outside is lost, and those that are there end as the plan says',
  async (what, vars) => {
    projectWith(vars, folder)
    const seen = await changed(folder, { words: ['--drain-wait', '3'] })
    console.info(`${what}: ${said(seen)}`)
    expect(seen.code, amissIn(seen.report)).toBe(0)
    expect(seen.fresh.failed, JSON.stringify(seen.fresh)).toBe(0)
    expect(seen.speakers).toEqual(['dir1'])
    const { report } = await ran(folder, '--check')
    expect(report.hosts.map(({ outcome }) => outcome)).toEqual(all.map(() => 'ok'))
    // They last longer than that.
    expect(seen.held.map(outlived)).toEqual([false, false])
    const whys = seen.report.stages?.map(({ clients }) => clients?.why ?? '')
    expect(whys?.filter((why) => why.includes('where one lasts longer than 3 s'))).toHaveLength(1)
  },
)
