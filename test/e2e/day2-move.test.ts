import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { GapReport } from '../../lab/index.ts'

// One machine more than the other files have: it is there before the lab is read.
process.env.LBPROV_LAB_TOPOLOGY = 'three'
const { distribution, gapWhile, killMachine } = await import('../../lab/index.ts')
const { ran } = await import('./changes-support.ts')
const { amissIn, bareLab, eventually, on, project } = await import('./support.ts')

const cluster = (address: string, virtual_router_id: number, real_servers: readonly string[]) =>
  stringify({
    vrrp_instances: { VI_1: { interface: 'em1', virtual_router_id, virtual_ipaddress: [`${address}/32`] } },
    virtual_servers: [
      {
        address,
        port: 80,
        lb_algo: 'rr',
        lb_kind: 'DR',
        delay_loop: 2,
        real_servers,
        TCP_CHECK: { connect_timeout: 1, retry: 1, delay_before_retry: 1 },
      },
    ],
  })

const [north, south] = ['192.168.1.225', '192.168.1.226'] as const

const addresses: Readonly<Record<string, string>> = { rs1: '192.168.1.222', rs2: '192.168.1.223', rs3: '192.168.1.224' }
const inGroup = (names: readonly string[]) => names.map((name) => `${name} ansible_host=${addresses[name]}\n`).join('')

/** Two clusters of one inventory, with a director each. */
const files = (northern: readonly string[], southern: readonly string[]) => ({
  hosts: `[north]
dir1 ansible_host=192.168.1.220
[south]
dir2 ansible_host=192.168.1.221
[north_servers]
${inGroup(northern)}
[south_servers]
${inGroup(southern)}
[north_cluster:children]
north
north_servers
[south_cluster:children]
south
south_servers
[all:vars]
ansible_user=root
`,
  'group_vars/north_cluster.yml': cluster(north, 51, northern),
  'group_vars/south_cluster.yml': cluster(south, 52, southern),
})

const cwd = project({
  ...files(['rs1', 'rs2'], ['rs3']),
  'site.yaml': `- hosts: north_servers,south_servers
  roles: [realserver-arp]
- hosts: north,south
  roles: [install-ipvsadm, director-vip, keepalived-master]
`,
})

const serversAt = async (address: string) => Object.keys(await distribution(`http://${address}/`, 12)).toSorted()

beforeAll(async () => {
  await bareLab()
  const { ended, report } = await ran(cwd)
  expect(ended.code, amissIn(report)).toBe(0)
  await eventually('both clusters serve', async () =>
    expect([await serversAt(north), await serversAt(south)]).toEqual([['rs1', 'rs2'], ['rs3']]),
  )
})

afterAll(() => killMachine('rs3'))

test('a real server moves to another cluster by one run, and neither loses a new connection', async () => {
  for (const [name, text] of Object.entries(files(['rs1'], ['rs2', 'rs3']))) writeFileSync(join(cwd, name), text)
  const seen: { run?: Awaited<ReturnType<typeof ran>>; southern?: GapReport } = {}
  const move = async () => {
    seen.run = await ran(cwd)
  }
  const atSouth = async () => {
    seen.southern = await gapWhile(`http://${south}/`, move, { timeout: 1500 })
  }
  const northern = await gapWhile(`http://${north}/`, atSouth, { timeout: 1500 })
  const { run, southern } = seen as Required<typeof seen>
  console.info(`north ${northern.failed} of ${northern.answered}, south ${southern.failed} of ${southern.answered}`)
  expect(run.ended.code, amissIn(run.report)).toBe(0)
  expect([northern.failed, southern.failed], JSON.stringify([northern, southern])).toEqual([0, 0])
  await eventually('it serves there', async () =>
    expect([await serversAt(north), await serversAt(south)]).toEqual([['rs1'], ['rs2', 'rs3']]),
  )
  expect((await on('rs2', 'ip -o addr show dev lo')).stdout).not.toContain(north)
  expect((await on('dir1', 'ipvsadm -Sn')).stdout).not.toContain('192.168.1.223')
  const { report } = await ran(cwd, '--check')
  expect(report.hosts.map(({ outcome }) => outcome)).toEqual(report.hosts.map(() => 'ok'))
})
