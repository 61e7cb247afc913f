import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arpRepliers, clientExec, distribution, gapWhile, machineNamed, macOf, rebootMachine } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import { fingerprint } from './evidence.ts'
import {
  all,
  bareLab,
  changesIn,
  directors,
  entry,
  eventually,
  flavour,
  holders,
  lbprov,
  on,
  project,
  realServers,
  root,
  tableOf,
  url,
  vip,
} from './support.ts'

const handmade = { state: { dir1: 'MASTER', dir2: 'BACKUP' }, priority: { dir1: 150, dir2: 100 } } as const

/** As somebody writes it who is not a program: tabs, comments, words in an order of his own, a file apart for the service. */
const conf = (name: 'dir1' | 'dir2') => `! the web cluster, ${name}
vrrp_instance web
{
\tvirtual_router_id 51   # ask the network people before changing
\tpriority ${handmade.priority[name]}
\tstate ${handmade.state[name]}
\tinterface em1
\tvirtual_ipaddress { ${vip} }
\tauthentication {
\t\tauth_pass w3bPass
\t\tauth_type PASS
\t}
}
include services/*.conf
`

const service = `virtual_server ${vip} 80 {
    lvs_sched wrr
    lvs_method DR
    delay_loop 3
    protocol TCP
    # the old one first
    real_server 192.168.1.223 80 { weight 1
        TCP_CHECK {
            connect_timeout 2
        } }
    real_server 192.168.1.222 80 { weight 1
        TCP_CHECK {
            connect_timeout 2
        }
    }
}
`

const aliasUnit = `[Unit]
Description=virtual address
After=systemd-sysctl.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/ip addr add ${vip}/32 dev lo
[Install]
WantedBy=multi-user.target
`

const hosts = `[directors]
dir1 ansible_host=192.168.1.220
dir2 ansible_host=192.168.1.221
[realservers]
web1 ansible_host=192.168.1.222
web2 ansible_host=192.168.1.223
[others]
dns ansible_host=192.168.1.9
[all:vars]
ansible_user=root
`

const write = (path: string, text: string) => `cat >${path} <<'END'\n${text}END\n`

async function directorByHand(name: 'dir1' | 'dir2'): Promise<void> {
  const install = 'apt-get -qy install ipvsadm keepalived </dev/null >/dev/null'
  const files =
    write('/etc/keepalived/keepalived.conf', conf(name)) + write('/etc/keepalived/services/web.conf', service)
  await on(name, `mkdir -p /etc/keepalived/services\n${files}chmod 600 /etc/keepalived/keepalived.conf\n${install}`)
  await on(
    name,
    'echo ip_vs >/etc/modules-load.d/lvs.conf; modprobe ip_vs; systemctl enable keepalived; systemctl restart keepalived',
  )
}

async function realServerByHand(name: string): Promise<void> {
  const settings = 'net.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_announce = 2\n'
  await on(
    name,
    `${write('/etc/sysctl.conf', settings)}sysctl -qp\n${write('/etc/systemd/system/lo-vip.service', aliasUnit)}systemctl enable --now lo-vip`,
  )
}

let folder = ''
const inFolder = (...words: readonly string[]) =>
  lbprov(['cluster/site.yaml', '-i', 'cluster/hosts', ...words], { cwd: folder })
const adopt = (...words: readonly string[]) =>
  clientExec([
    'env',
    '-C',
    folder,
    'CI=1',
    process.execPath,
    join(root, 'src/cli/main.ts'),
    'adopt',
    ...words,
    ...entry,
  ])

async function serves(): Promise<void> {
  await eventually('the cluster made by hand serves', async () => {
    expect(await holders()).toEqual(['dir1'])
    for (const name of directors)
      expect(await tableOf(name), name).toEqual([
        { target: `${vip}:80`, scheduler: 'wrr', real: ['192.168.1.222:80 1', '192.168.1.223:80 1'] },
      ])
    expect(Object.keys(await distribution(url, 20)).toSorted()).toEqual(realServers)
  })
  expect(await arpRepliers(vip)).toEqual([macOf(machineNamed('dir1'))])
}

describe.runIf(flavour('dir1') === 'debian')('a cluster made by hand', () => {
  beforeAll(async () => {
    await bareLab()
    await Promise.all([...realServers.map(realServerByHand), directorByHand('dir1'), directorByHand('dir2')])
    folder = project({ hosts })
    await serves()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is taken over from its hosts, and none of them is changed', async () => {
    const before = await Promise.all(all.map(fingerprint))
    const { code, stdout, stderr } = await adopt('-i', 'hosts', '-o', 'cluster')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).not.toContain('lint objects')
    expect(stdout).not.toContain('IPVS table differs')
    expect(stdout).not.toContain('w3bPass')
    expect(stdout).toContain(`stays as it is:
  the IPVS table of dir1
  the IPVS table of dir2
  the virtual addresses of the directors
  the addresses of the real servers
  how hosts answer ARP
`)
    expect(readFileSync(join(folder, 'cluster/hosts'), 'utf8')).toContain(
      '[realservers]\nweb1 ansible_host=192.168.1.222\nweb2 ansible_host=192.168.1.223\n',
    )
    expect(await Promise.all(all.map(fingerprint))).toEqual(before)
  })

  test('a check says the same, and touches nothing live but one setting of the directors', async () => {
    const { code, report } = await checked()
    expect(code).toBe(2)
    expect(liveChanges(report)).toEqual(
      ['dir2', 'dir1'].map((name) => `${name} sysctl[net.ipv4.vs.expire_nodest_conn]`),
    )
  })

  test('one run makes it lbprov’s, and clients notice nothing', async () => {
    const apply = async () => {
      const { code, stdout, stderr } = await inFolder()
      expect(code, stdout + stderr).toBe(0)
    }
    // a connection that is lost is tried again after a second: none was
    const gap = await gapWhile(url, apply, { timeout: 900 })
    expect([gap.failed, gap.longestGap < 0.9], JSON.stringify(gap)).toEqual([0, true])
    await serves()
    const { code, report } = await checked()
    expect([code, changesIn(report)]).toEqual([0, []])
  })

  test('it is still there after every host was rebooted', async () => {
    for (const name of all) await rebootMachine(name)
    await serves()
    const { code, report } = await checked()
    expect([code, changesIn(report)]).toEqual([0, []])
  })
})

async function checked(): Promise<{ code: number; report: Report }> {
  const { code, stdout, stderr } = await inFolder('--check', '--detailed-exitcode', '--format', 'json')
  expect(stdout, stderr).not.toBe('')
  return { code, report: JSON.parse(stdout) as Report }
}

/** Steps that change what is, and not only what will be after a boot; files and the reload that follows are left out. */
function liveChanges({ hosts: reports }: Report): string[] {
  return reports.flatMap(({ host, steps }) =>
    steps
      .filter(
        ({ resource, changes }) =>
          !/^(file|service)\[/.test(resource) && changes.some(({ attribute }) => attribute !== 'boot'),
      )
      .map(({ resource }) => `${host} ${resource}`),
  )
}
