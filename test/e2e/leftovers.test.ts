import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { resetMachine } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import type { Verification } from '../../src/model/verification.ts'
import { changedBetween, stateOf } from './cases/state.ts'
import { all, bareLab, lbprov, on, project, root, vip } from './support.ts'

const outer = {
  interface: 'em1',
  virtual_router_id: 61,
  authentication: { auth_type: 'PASS', auth_pass: 'n4Tw7rPq' },
  virtual_ipaddress: [`${vip}/32`],
}
const inner = { ...outer, virtual_router_id: 62, virtual_ipaddress: ['192.168.1.226/24'] }
const web = {
  address: vip,
  port: 80,
  delay_loop: 2,
  real_servers: ['rs1', 'rs2'],
  TCP_CHECK: { connect_timeout: 1, retry: 1, delay_before_retry: 1 },
}

const direct = {
  vrrp_instances: { VI_OUT: outer },
  virtual_servers: [{ ...web, lb_algo: 'wrr', lb_kind: 'DR' }],
}
/** Another address and forwarding, another scheduler, and the sync daemon. */
const routed = {
  vrrp_instances: { VI_OUT: { ...outer, virtual_ipaddress: ['192.168.1.227/32'] }, VI_IN: inner },
  vrrp_sync_groups: { VG_1: { group: ['VI_OUT', 'VI_IN'] } },
  virtual_servers: [{ ...web, address: '192.168.1.227', lb_algo: 'rr', lb_kind: 'NAT' }],
  lvs_sync_daemon: { interface: 'em1', instance: 'VI_OUT' },
}
const fewer = { ...direct, virtual_servers: direct.virtual_servers.map((one) => ({ ...one, real_servers: ['rs1'] })) }

const hosts = readFileSync(join(root, 'inventory/hosts'), 'utf8')
/** rs2 is in the inventory, and in no group. */
const withoutRs2 = `rs2 ansible_host=192.168.1.223\n${hosts.replace(/^rs2 .*\n/m, '')}`

/** Projects in one folder each, of one name: to the hosts they are the same. */
const folder = (vars: object, inventory = hosts) =>
  join(
    project({
      'lvs/site.yaml': readFileSync(join(root, 'playbooks/site.yaml'), 'utf8'),
      'lvs/hosts': inventory,
      'lvs/group_vars/all.yml': stringify(vars),
    }),
    'lvs',
  )

async function asked<T>(cwd: string, command: string, ...words: readonly string[]): Promise<T> {
  const { stdout, stderr } = await lbprov(['site.yaml', '-i', 'hosts', '--format', 'json', ...words], { cwd, command })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as T
}

/** Runs, and then the same again, which changes nothing. */
async function brought(cwd: string): Promise<void> {
  const first = await asked<Report & { exitCode: number }>(cwd, 'run')
  expect(first.exitCode, JSON.stringify(first, null, 1)).toBe(0)
  const again = await asked<Report>(cwd, 'run')
  expect(again.hosts.map(({ outcome }) => outcome)).not.toContain('changed')
}

/** All that a run could change, routes and the sync daemon too. Of the kernel's modules those that roles ask for: others come with who looks (nft, iptables). */
async function states(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const more = `ip route | sed 's/^/route /'; cut -d' ' -f1 /proc/modules | sed -nE 's/^(ip_vs|ipip|ip6_tunnel)/module &/p'; sysctl net.ipv4.vs 2>/dev/null
    if command -v ipvsadm >/dev/null; then ipvsadm -L --daemon; fi; sort /var/lib/lbprov/owned 2>/dev/null || :`
  const each = all.map(async (name) => {
    const { stdout } = await on(name, more)
    const lines = [...(await stateOf(name))].filter((line) => !line.startsWith('MainPID='))
    return [name, new Set([...lines, ...stdout.split('\n')])] as const
  })
  return new Map(await Promise.all(each))
}

let bare: Awaited<ReturnType<typeof states>>
let fresh: typeof bare

beforeAll(async () => {
  await bareLab()
  bare = await states()
  await brought(folder(direct))
  fresh = await states()
})
afterAll(() => resetMachine())

test('what NAT, another address and the sync daemon brought is gone with them: a host is as if it had never had them', async () => {
  await brought(folder(routed))
  expect((await on('rs1', 'ip route show default')).stdout).toContain('192.168.1.226')
  const check = await asked<Verification>(folder(direct), 'verify')
  const left = check.assertions.filter(({ id }) => id === 'left-over')
  expect(left).toContainEqual(expect.objectContaining({ subject: 'route[default]', hosts: ['rs1'] }))
  expect(left).toContainEqual(expect.objectContaining({ subject: 'sync-daemon[ipvs]', hosts: ['dir2'] }))
  expect(new Set(left.map(({ remedy }) => remedy))).toEqual(new Set(['lbprov run site.yaml -i hosts']))
  await brought(folder(direct))
  const now = await states()
  for (const name of all) expect(changedBetween(fresh.get(name)!, now.get(name)!), name).toEqual([])
})

test('a real server that is taken out keeps nothing', async () => {
  await brought(folder(fewer, withoutRs2))
  expect(changedBetween(bare.get('rs2')!, (await states()).get('rs2')!)).toEqual([])
})
