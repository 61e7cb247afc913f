import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientExec, labUp, machineNamed, rebootMachine, resetMachine, topology } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import { changesIn, type Ended, eventually, lbprov, on, project } from './support.ts'

const host = 'rs1'
const { roles, address } = machineNamed(host)
const client = topology().gateway

/** Runs a play of one own role on the host. */
async function runs(resources: string, ...words: readonly string[]): Promise<{ ended: Ended; report: Report }> {
  const cwd = project({
    hosts: `${host} ansible_host=${address} ansible_user=root\n`,
    'one.yaml': `- hosts: all\n  roles: [extra]\n`,
    'roles/extra/role.ts': `import { defineRole, file, firewall, selinux } from 'lbprov'
export default defineRole({ params: {}, resources: () => ${resources} })\n`,
  })
  const ended = await lbprov(['one.yaml', '-i', 'hosts', '--format', 'json', ...words], { cwd })
  if (ended.stdout === '') throw new Error(ended.stderr)
  return { ended, report: JSON.parse(ended.stdout) as Report }
}

const answers = async (port: number) =>
  (await clientExec(['bash', '-c', `exec 3<>/dev/tcp/${address}/${port}`])).code === 0

/** The host's own ways to let ssh in, shut: those who are in stay in. */
const shut =
  roles.includes('firewall') &&
  {
    el6: `iptables -D INPUT -m state --state NEW -p tcp -m tcp --dport 22 -j ACCEPT
    sed -i '/--dport 22 /{/lbprov/!d}' /etc/sysconfig/iptables`,
    el9: 'firewall-cmd -q --remove-service=ssh; firewall-cmd -q --permanent --remove-service=ssh',
  }[machineNamed(host).image]

describe.runIf(shut)(`a host with its release's default firewall (${machineNamed(host).image})`, () => {
  beforeAll(async () => {
    await labUp()
    await resetMachine([host])
    await eventually('the firewall is on', async () =>
      expect([await answers(22), await answers(80)]).toEqual([true, false]),
    )
  })
  afterAll(() => resetMachine([host]))

  test('what is opened is open at once and after a reboot', async () => {
    expect((await runs(`[firewall('80/tcp from ${client}'), firewall('vrrp')]`)).ended.code).toBe(0)
    expect(await answers(80)).toBe(true)
    await rebootMachine(host)
    await eventually('the firewall is on again', async () => {
      expect(await answers(8080)).toBe(false)
      const { report, ended } = await runs(`[firewall('80/tcp from ${client}'), firewall('vrrp')]`)
      expect([ended.code, changesIn(report), await answers(80)]).toEqual([0, [], true])
    })
  })

  test('and shut again, whatever else it lets in', async () => {
    expect((await runs(`[firewall('80/tcp from ${client}', null)]`)).ended.code).toBe(0)
    expect([await answers(80), await answers(22)]).toEqual([false, true])
  })

  test('what would lock lbprov out is taken back by the host', async () => {
    expect((await runs(`[firewall('22/tcp')]`)).ended.code).toBe(0)
    await on(host, shut as string)
    const { ended, report } = await runs(`[firewall('22/tcp', null, { confirm: {} })]`)
    expect(ended.code).toBe(1)
    expect(JSON.stringify(report)).toMatch(/not confirmed: no way in as root.*the host has taken it back/)
    expect(await answers(22)).toBe(true)
    expect(changesIn((await runs(`[firewall('22/tcp')]`)).report)).toEqual([])
  })
})

describe.runIf(roles.includes('selinux'))('a host with SELinux (permissive)', () => {
  const boolean = 'httpd_can_network_connect'
  const path = '/etc/sysctl.d/50-own.conf'
  const state = `[selinux('${boolean}', { on: true }), file('${path}', { content: '# own\\n' })]`

  beforeAll(async () => {
    await labUp()
    await resetMachine([host])
    await eventually('a policy is loaded', async () =>
      expect((await on(host, 'cat /sys/fs/selinux/enforce')).stdout).toBe('0'),
    )
  })
  afterAll(() => resetMachine([host]))

  test('a boolean is set at once and after a reboot; a file has the label of its path', async () => {
    expect((await runs(state)).ended.code).toBe(0)
    expect((await on(host, `getsebool ${boolean}`)).stdout).toBe(`${boolean} --> on\n`)
    await on(host, `[ "$(stat -c %C ${path})" = "$(matchpathcon -n ${path})" ]`)
    await rebootMachine(host)
    expect((await on(host, `getsebool ${boolean}`)).stdout).toBe(`${boolean} --> on\n`)
    expect(changesIn((await runs(state)).report)).toEqual([])
  })

  test('a boolean that the policy has not is a failure', async () => {
    const { ended } = await runs(`[selinux('no_such_boolean', { on: true })]`)
    expect(ended.code).toBe(1)
  })
})
