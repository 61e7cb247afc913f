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

/** As a how-to has it, mended: the real servers are silent and have the address, the table is keepalived's alone. */
const seed = (name: Director) => `! Configuration File for keepalived
vrrp_instance VI_1 {
    state ${handmade.state[name]}
    interface em1
    virtual_router_id 51
    priority ${handmade.priority[name]}
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass w3bPass
    }
    virtual_ipaddress {
        ${vip}
    }
}
virtual_server ${vip} 80 {
    delay_loop 3
    lb_algo wrr
    lb_kind DR
    protocol TCP
    real_server 192.168.1.222 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 2
        }
    }
    real_server 192.168.1.223 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 2
        }
    }
}
`

const handmade = { state: { dir1: 'MASTER', dir2: 'BACKUP' }, priority: { dir1: 150, dir2: 100 } } as const
type Director = 'dir1' | 'dir2'

/** In another style: words in another order, shorter, a file apart for the service; nobody else may read it. */
const terse = (name: Director) => `vrrp_instance VI_1
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

const ifcfg = `DEVICE=lo:0
IPADDR=${vip}
NETMASK=255.255.255.255
ONBOOT=yes
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

/** What an administrator types on each kind of host. */
const ways = {
  debian: {
    install: 'apt-get -qy install ipvsadm keepalived </dev/null >/dev/null',
    modules: write('/etc/modules-load.d/lvs.conf', 'ip_vs\nip_vs_wrr\n'),
    settings: '/etc/sysctl.d/lvs.conf',
    start: 'systemctl enable keepalived; systemctl restart keepalived',
    alias: `${write('/etc/systemd/system/lo-vip.service', aliasUnit)}systemctl enable --now lo-vip`,
  },
  el: {
    install: 'yum -qy install ipvsadm keepalived </dev/null >/dev/null',
    modules: write('/etc/modules-load.d/lvs.conf', 'ip_vs\nip_vs_wrr\n'),
    settings: '/etc/sysctl.d/lvs.conf',
    start: 'systemctl enable keepalived; systemctl restart keepalived',
    alias: `${write('/etc/sysconfig/network-scripts/ifcfg-lo:0', ifcfg)}ip addr add ${vip}/32 dev lo label lo:0`,
  },
  el6: {
    install: 'yum -qy install ipvsadm keepalived </dev/null >/dev/null',
    modules: `${write('/etc/sysconfig/modules/lvs.modules', '#!/bin/sh\nmodprobe ip_vs\nmodprobe ip_vs_wrr\n')}chmod +x /etc/sysconfig/modules/lvs.modules`,
    settings: '/etc/sysctl.conf',
    start: 'chkconfig keepalived on; service keepalived restart',
    alias: `${write('/etc/sysconfig/network-scripts/ifcfg-lo:0', ifcfg)}ip addr add ${vip}/32 dev lo label lo:0`,
  },
} as const

async function directorByHand(name: Director): Promise<void> {
  const { install, modules, settings, start } = ways[flavour(name)]
  await on(name, `${install}\n${modules}\nmodprobe ip_vs; modprobe ip_vs_wrr`)
  const wanted = 'net.ipv4.vs.expire_nodest_conn = 1\nnet.ipv4.vs.conn_reuse_mode = 3\n'
  await on(name, `${write(settings, wanted)}sysctl -qp ${settings}`)
  await on(
    name,
    `${write('/etc/keepalived/keepalived.conf', seed(name))}chmod 640 /etc/keepalived/keepalived.conf\n${start}`,
  )
}

async function realServerByHand(name: string): Promise<void> {
  const { settings, alias } = ways[flavour(name)]
  const silent = 'net.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_announce = 2\n'
  await on(name, `${write(settings, silent)}sysctl -qp ${settings}\n${alias}`)
}

async function restyled(name: Director): Promise<void> {
  const files =
    write('/etc/keepalived/keepalived.conf', terse(name)) + write('/etc/keepalived/services/web.conf', service)
  const reload = ways[flavour(name)].start.replace('restart', 'reload')
  await on(name, `mkdir -p /etc/keepalived/services\n${files}chmod 600 /etc/keepalived/keepalived.conf\n${reload}`)
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

describe('a cluster made by hand', () => {
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
    for (const none of ['lint objects', 'IPVS table differs', 'keepalived.conf would change', 'w3bPass'])
      expect(stdout).not.toContain(none)
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

  test('the first check has nothing to change', async () => {
    const { code, report } = await checked()
    expect([code, changesIn(report).filter(isNews)]).toEqual([withDropIns ? 2 : 0, []])
  })

  test('nor has one after every host was rebooted', async () => {
    for (const name of all) await rebootMachine(name)
    await serves()
    const { report } = await checked()
    expect(changesIn(report).filter(isNews)).toEqual([])
  })

  test('files in another style are taken over, too: the plan touches nothing that is live', async () => {
    await Promise.all([restyled('dir1'), restyled('dir2')])
    rmSync(join(folder, 'cluster'), { recursive: true })
    const { code, stdout, stderr } = await adopt('-i', 'hosts', '-o', 'cluster')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('on dir1 keepalived.conf would change')
    const { report } = await checked()
    expect(liveChanges(report)).toEqual([])
  })

  test('one run makes them lbprov’s, and clients notice nothing', async () => {
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

  test('it is still there after the directors were rebooted', async () => {
    for (const name of directors) await rebootMachine(name)
    await serves()
    const { code, report } = await checked()
    expect([code, changesIn(report)]).toEqual([0, []])
  })
})

const withDropIns = directors.some((name) => flavour(name) === 'el')

/** EL7 and later: the units' faults at boot, which a cluster made by hand has, are mended by drop-ins. */
function isNews({ resource }: { readonly resource: string }): boolean {
  return !withDropIns || !/^(file|directory)\[\/etc\/systemd\/system\/|^service\[/.test(resource)
}

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
          !/^(file|directory|service)\[/.test(resource) && changes.some(({ attribute }) => attribute !== 'boot'),
      )
      .map(({ resource }) => `${host} ${resource}`),
  )
}
