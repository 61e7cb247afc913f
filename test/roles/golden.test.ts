import { type Resource, type Resources, type Role, type Script, sh } from 'lbprov'
import { describe, expect, it } from 'vitest'
import bootstrap from '../../roles/bootstrap/role.ts'
import directorVip from '../../roles/director-vip/role.ts'
import installIpvsadm from '../../roles/install-ipvsadm/role.ts'
import keepalivedBackup from '../../roles/keepalived-backup/role.ts'
import keepalivedMaster from '../../roles/keepalived-master/role.ts'
import realserverArp from '../../roles/realserver-arp/role.ts'
import type { Facts } from '../../src/model/facts.ts'
import { label } from '../../src/model/resource.ts'
import { systems } from '../../src/testing/facts.ts'
import { interfacesOf } from '../support/facts.ts'
import { changed, exampleInventory, exampleVars, factsOf, type Vars } from '../unit/lvs/support/site.ts'

const roles = {
  bootstrap,
  'install-ipvsadm': installIpvsadm,
  'director-vip': directorVip,
  'keepalived-master': keepalivedMaster,
  'keepalived-backup': keepalivedBackup,
  'realserver-arp': realserverArp,
} as Readonly<Record<string, Role<never>>>

const hosts: Readonly<Record<string, string>> = { 'keepalived-backup': 'dir2', 'realserver-arp': 'rs1' }

const key = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 ops@example'

/** The resources of a role, as the engine would get them: params from variables, then from the schema's defaults. */
function resourcesOf(
  name: string,
  release: string,
  vars: Vars = exampleVars(),
  changes: Partial<Facts> = {},
): readonly Resource[] {
  const role = roles[name]!
  const inventory = exampleInventory(vars)
  const given: Vars = { admin_authorized_keys: [key], ...vars }
  const params = Object.fromEntries(
    Object.entries(role.params).map(([name, schema]) => [name, given[name] ?? schema.default]),
  ) as never
  const host = inventory.host(hosts[name] ?? 'dir1')!
  return flat(role.resources({ host, params, facts: factsOf(release, changes), inventory }))
}

function flat(resources: Resources): readonly Resource[] {
  return (resources as readonly unknown[]).flat(9) as readonly Resource[]
}

/** What a person checks by eye: order, desired state, what refreshes what; contents indented below. */
function text(resources: readonly Resource[]): string {
  return resources
    .map((resource) => [heading(resource), ...body(resource)].join('\n'))
    .join('\n')
    .concat('\n')
}

function heading(resource: Resource): string {
  const { content, ...rest } = resource.desired ?? {}
  const attributes = resource.desired ? Object.entries(rest).map(([name, value]) => `${name}=${value}`) : ['absent']
  const refreshed = resource.refreshOn.map(label)
  return [label(resource), ...attributes, ...(refreshed.length > 0 ? [`<- ${refreshed.join(', ')}`] : [])].join(' ')
}

function body({ desired, options }: Resource): readonly string[] {
  const { validate } = (options ?? {}) as { validate?: unknown }
  const lines = typeof desired?.content === 'string' ? desired.content.trimEnd().split('\n') : []
  return [
    ...(validate ? ['    (tested before it is put in place)'] : []),
    ...lines.map((line) => `    | ${line}`.trimEnd()),
  ]
}

const variants: Readonly<Record<string, Vars>> = {
  example: exampleVars(),
  persistent: changed(exampleVars(), ['virtual_servers', 0, 'persistence_timeout'], 50),
  static: { ...exampleVars(), static: true },
}

const [example] = exampleVars().virtual_servers as readonly [Vars]
const { VI_1 } = exampleVars().vrrp_instances as Readonly<Record<string, Vars>>

/** What is not DR over IPv4: em2 is the outside, em1 the network of the real servers. */
const forwarding: Readonly<Record<string, Vars>> = {
  nat: {
    vrrp_instances: {
      outside: {
        interface: 'em2',
        virtual_router_id: 7,
        virtual_ipaddress: ['203.0.113.10'],
        virtual_ipaddress_excluded: ['2001:db8:9::10'],
      },
      inside: {
        interface: 'em1',
        virtual_router_id: 8,
        virtual_ipaddress: ['192.168.1.1/24'],
        virtual_ipaddress_excluded: ['2001:db8::1/64'],
      },
    },
    vrrp_sync_groups: { both: { group: ['outside', 'inside'] } },
    virtual_servers: [
      { ...example, address: '203.0.113.10', lb_kind: 'NAT', real_servers: [{ host: 'rs1', port: 8080 }, 'rs2'] },
      {
        ...example,
        address: '2001:db8:9::10',
        lb_kind: 'NAT',
        real_servers: [{ host: 'rs1', address: '2001:db8::222', port: 8080 }],
      },
    ],
    director_sysctls: { 'net.ipv4.vs.conntrack': 1 },
  },
  tun: { ...exampleVars(), virtual_servers: [{ ...example, lb_kind: 'TUN' }], tun_mtu: 1500 },
  ipv6: {
    vrrp_instances: {
      VI_1,
      VI_6: { interface: 'em1', virtual_router_id: 52, virtual_ipaddress: ['fe80::225', '2001:db8::225'] },
    },
    virtual_servers: [
      example,
      { ...example, address: '2001:db8::225', real_servers: [{ host: 'rs1', address: '2001:db8::222' }] },
    ],
  },
  sync: {
    ...exampleVars(),
    lvs_sync_daemon: { interface: 'em1', instance: 'VI_1' },
    vrrp_scripts: { gate: { script: '/usr/libexec/keepalived/gate' } },
    vrrp_instances: { VI_1: { ...VI_1, track_script: ['gate'] } },
    script_files: {
      '/usr/libexec/keepalived/gate': '#!/bin/sh\nexec test -e /run/gate\n',
      '/opt/ha/tell': '#!/bin/sh\n',
    },
    keepalived_options: { log_facility: 1 },
  },
}

const outside = {
  interfaces: interfacesOf({
    em1: ['192.168.1.220/24', '2001:db8::220/64'],
    em2: ['203.0.113.2/24'],
    lo: ['127.0.0.1/8'],
  }),
  routerAdverts: ['em2'],
}

describe.each(Object.keys(forwarding))('with %s', (variant) => {
  const refused = (release: string) => release.endsWith('el6') && variant === 'ipv6'

  it.each(systems.filter((release) => !refused(release)))('the roles ask for what they did on %s', async (release) => {
    const all = ['install-ipvsadm', 'director-vip', 'keepalived-master', 'realserver-arp'].map(
      (name) =>
        `== ${name}\n${text(resourcesOf(name, release, forwarding[variant], name === 'realserver-arp' ? {} : outside))}`,
    )
    await expect(all.join('\n')).toMatchFileSnapshot(`golden/${release}/${variant}.txt`)
  })
})

describe.each(systems)('on a bare %s', (release) => {
  it('the facts are what they were', async () => {
    const plain = (_: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value)
    await expect(`${JSON.stringify(factsOf(release), plain, 2)}\n`).toMatchFileSnapshot(`golden/${release}/facts.txt`)
  })

  it.each(Object.keys(roles))('%s asks for what it did', async (name) => {
    await expect(text(resourcesOf(name, release))).toMatchFileSnapshot(`golden/${release}/${name}.txt`)
  })

  it.each(['install-ipvsadm', 'director-vip'])('%s of a static director asks for what it did', async (name) => {
    await expect(text(resourcesOf(name, release, variants.static))).toMatchFileSnapshot(
      `golden/${release}/${name}-static.txt`,
    )
  })

  it.each(Object.keys(roles))('%s is the same twice', (name) => {
    expect(text(resourcesOf(name, release))).toBe(text(resourcesOf(name, release)))
  })
})

describe('what must hold on every release', () => {
  const all = systems.flatMap((release) =>
    Object.keys(roles).flatMap((name) => Object.values(variants).map((vars) => resourcesOf(name, release, vars))),
  )
  const at = (list: readonly Resource[], wanted: string) => list.findIndex((resource) => label(resource) === wanted)

  it('ARP is silenced before the address is there', () => {
    const lists = all.filter(
      (list) => at(list, 'address[192.168.1.225/32]') >= 0 && at(list, 'sysctl[net.ipv4.conf.all.arp_ignore]') >= 0,
    )
    expect(lists.length).toBe(systems.length * 3)
    for (const list of lists) {
      const address = at(list, 'address[192.168.1.225/32]')
      expect(list[address]!.desired).toEqual({ interface: 'lo', live: true, boot: true })
      expect(at(list, 'sysctl[net.ipv4.conf.all.arp_ignore]')).toBeLessThan(address)
      expect(at(list, 'sysctl[net.ipv4.conf.all.arp_announce]')).toBeLessThan(address)
    }
  })

  it('the module is there before its settings', () => {
    const lists = all.filter((list) => at(list, 'sysctl[net.ipv4.vs.expire_nodest_conn]') >= 0)
    for (const list of lists)
      expect(at(list, 'kernel-module[ip_vs]')).toBeLessThan(at(list, 'sysctl[net.ipv4.vs.expire_nodest_conn]'))
    expect(lists.length).toBe(systems.length * 3)
  })

  it('the configuration is there before keepalived is started, and changes of it are reloaded', () => {
    const lists = all.filter((list) => at(list, 'service[keepalived]') >= 0)
    for (const list of lists) {
      const conf = list[at(list, 'file[/etc/keepalived/keepalived.conf]')]!
      const daemon = list[at(list, 'service[keepalived]')]!
      expect(list.indexOf(conf)).toBeLessThan(list.indexOf(daemon))
      expect(at(list, 'pkg[keepalived]')).toBeLessThan(list.indexOf(conf))
      expect(daemon.refreshOn).toContain(conf)
      expect(daemon.options).toEqual({
        onRefresh: 'reload',
        configuration: '/etc/keepalived/keepalived.conf',
        pidFile: '/var/run/keepalived.pid',
      })
    }
    expect(lists.length).toBe(systems.length * 2 * 3)
  })

  it('the configuration is tested where keepalived can (2.0.4), and its password is masked', () => {
    const conf = (release: string) =>
      resourcesOf('keepalived-master', release).find(({ name }) => name.endsWith('keepalived.conf'))!
    const test = (release: string) =>
      (conf(release).options as { validate: (path: Script) => Script }).validate(sh`x`).text
    const tested = systems.filter((release) => test(release).includes('keepalived -t'))
    expect(tested).toEqual(systems.filter((release) => release !== 'el6' && release !== 'el7'))
    const { kind, desired, options } = conf('el9')
    expect(kind.mask!('content', String(desired!.content), options)).not.toContain('k7Qm2xZt')
  })

  it('persistence brings the setting that lets servers drain', () => {
    const [plain, persistent] = [variants.example, variants.persistent].map((vars) =>
      resourcesOf('director-vip', 'el9', vars),
    )
    expect(at(plain!, 'sysctl[net.ipv4.vs.expire_quiescent_template]')).toBe(-1)
    expect(at(persistent!, 'sysctl[net.ipv4.vs.expire_quiescent_template]')).toBeGreaterThan(0)
  })

  it.each(['iptables', 'netfilter-persistent', 'ufw'] as const)(
    '%s is opened for each family by itself',
    (firewall) => {
      const opened = (name: string, variant: string) =>
        resourcesOf(name, 'debian12', forwarding[variant], { ...outside, firewall })
          .filter(({ kind }) => kind.name === 'firewall')
          .map(({ name }) => name)
      expect(opened('realserver-arp', 'nat')).toEqual(['8080/tcp', '8080/tcp from ::/0'])
      expect(opened('keepalived-master', 'ipv6')).toEqual(['vrrp', 'vrrp from ::/0', '80/tcp', '80/tcp from ::/0'])
    },
  )

  it('with auth_type AH the protocol of its adverts is open, too', () => {
    const authentication = { auth_type: 'AH', auth_pass: 'k7Qm2xZt' }
    const vars = changed(exampleVars(), ['vrrp_instances', 'VI_1', 'authentication'], authentication)
    for (const firewall of ['iptables', 'firewalld', 'nftables', 'ufw', 'netfilter-persistent'] as const)
      for (const name of ['keepalived-master', 'keepalived-backup'])
        expect(resourcesOf(name, 'el9', vars, { firewall }).map(label)).toEqual(
          expect.arrayContaining(['firewall[vrrp]', 'firewall[ah]']),
        )
    expect(resourcesOf('keepalived-master', 'el9', vars, { firewall: 'none' }).map(label)).not.toContain('firewall[ah]')
  })

  it('packets are marked where it is said which', () => {
    const { address: _, port: __, ...service } = example
    const marks = [80, 443].map((port) => ({ address: '192.168.1.225', port }))
    const vars = { ...exampleVars(), virtual_servers: [{ ...service, fwmark: 8, marks }] }
    const list = resourcesOf('director-vip', 'el9', vars)
    expect(list[at(list, 'firewall-marks[PREROUTING]')]!.desired).toMatchObject({
      ipv4: [80, 443]
        .map((port) => `-d 192.168.1.225/32 -p tcp -m tcp --dport ${port} -j MARK --set-xmark 0x8/0xffffffff`)
        .join('\n'),
      ipv6: '',
    })
    expect(at(list, 'pkg[iptables-nft]')).toBeLessThan(at(list, 'firewall-marks[PREROUTING]'))
    const server = resourcesOf('realserver-arp', 'el9', vars, { firewall: 'firewalld' })
    for (const label of ['address[192.168.1.225/32]', 'firewall[80/tcp]', 'firewall[443/tcp]'])
      expect(at(server, label), label).toBeGreaterThanOrEqual(0)
  })

  it('a director knows under which prefix keepalived adds an address', () => {
    const list = resourcesOf('keepalived-backup', 'el6', variants.example)
    expect(list[at(list, 'virtual-address[192.168.1.225]')]!.options).toEqual({ instance: 'VI_1', prefix: 32 })
  })

  it('no director has the address for good unless it is static', () => {
    const desired = (vars: Vars | undefined) =>
      resourcesOf('director-vip', 'el9', vars).find(({ kind }) => kind.name === 'address')!.desired
    expect(desired(variants.example)).toBeNull()
    expect(desired(variants.static)).toEqual({ interface: 'em1', live: true, boot: true })
  })
})

describe('a role refuses', () => {
  const refusal = (name: string, release: string, vars: Vars, changes: Partial<Facts> = {}) => {
    try {
      return String(resourcesOf(name, release, vars, changes).length)
    } catch (error) {
      return (error as Error).message
    }
  }
  const edit = (path: readonly (string | number)[], value: unknown) => changed(exampleVars(), path, value)

  it.each([
    [
      'an interface the host has not',
      edit(['vrrp_instances', 'VI_1', 'interface'], 'eth0'),
      'dir1 has no interface eth0 (L31)\n    Write one that it has: em1.',
    ],
    [
      'a sync daemon on an interface the host has not',
      { ...exampleVars(), lvs_sync_daemon: { interface: 'em9', instance: 'VI_1' } },
      'dir1 has no interface em9 (L31)',
    ],
    [
      'an address on an interface the host has not',
      edit(['vrrp_instances', 'VI_1', 'virtual_ipaddress_excluded'], [{ address: '10.0.0.1', dev: 'em8' }]),
      'dir1 has no interface em8 (L31)',
    ],
    [
      'a real server out of reach of DR',
      edit(['virtual_servers', 0, 'real_servers', 1], '10.0.0.9'),
      'real server 10.0.0.9 (10.0.0.9) is in no network of dir1 (L14)',
    ],
    [
      'unicast from a foreign address',
      { ...edit(['vrrp_instances', 'VI_1', 'unicast'], true), address: '10.9.9.9' },
      'unicast adverts of dir1 would come from 10.9.9.9',
    ],
    [
      'what is no address',
      edit(['vrrp_instances', 'VI_1', 'virtual_ipaddress', 0], 'nonsense'),
      '"nonsense" is no address',
    ],
  ])('%s, and says where', (_, vars, message) => {
    const said = refusal('keepalived-master', 'el9', vars)
    expect(said).toContain(message)
    expect(said).toMatch(/^dir1\/(vrrp_instances|virtual_servers|lvs_sync_daemon)\S*:1:\d+: /)
  })

  it.each([
    [
      'NAT without an inside address',
      'el9',
      changed(forwarding.nat!, ['vrrp_instances', 'inside', 'virtual_ipaddress'], ['10.9.9.1/24']),
      'rs1 is reached by NAT over IPv4, but no virtual address is in its network',
    ],
  ])('%s', (_, release, vars, message) => expect(refusal('realserver-arp', release, vars)).toContain(message))

  it('IPv6 adverts on EL6', () => {
    expect(refusal('keepalived-master', 'el6', forwarding.ipv6!)).toContain('has no VRRP version 3')
  })

  it('a word that the keepalived of the host was built without', () => {
    const vars = changed(exampleVars(), ['virtual_servers', 0, 'TCP_CHECK'], undefined)
    const bfd = {
      ...changed(vars, ['virtual_servers', 0, 'BFD_CHECK'], { name: 'n' }),
      bfd_instances: { n: { neighbor_ip: '192.168.1.222' } },
    }
    const said = refusal('keepalived-master', 'el9', bfd, { keepalived: '2.2.8', keepalivedOptions: ['LVS', 'VRRP'] })
    expect(said).toContain('built without BFD')
    const snmp = { ...vars, global_defs: { enable_snmp_rfc: true } }
    const options = (...keepalivedOptions: string[]) => ({ keepalived: '2.2.8', keepalivedOptions })
    const refused = refusal('keepalived-master', 'el9', snmp, options('LVS', 'VRRP'))
    expect(refused).toContain('built without SNMP_RFC')
  })

  it('a checker that EL7 has not', () => {
    const vars = changed(edit(['virtual_servers', 0, 'TCP_CHECK'], undefined), ['virtual_servers', 0, 'PING_CHECK'], {})
    expect(refusal('keepalived-master', 'el7', vars)).toContain('keepalived 1.3.5 has no PING_CHECK (L26)')
  })
})
