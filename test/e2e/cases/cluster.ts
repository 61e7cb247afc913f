import { type Case, hosts, secrets, site, vars } from './case.ts'

const { authPass } = secrets

/** Mistakes in what describes the cluster. */
export const clusterCases: readonly Case[] = [
  {
    title: 'an unknown key of a VRRP instance',
    edits: [[vars, 'virtual_ipaddress: [', '▶virtual_ipadress: [']],
    told: [['vrrp_instances.VI_1.virtual_ipadress is not a key that is known here', 'Did you mean virtual_ipaddress?']],
  },
  {
    title: 'a wrong type',
    edits: [[vars, 'port: 80', 'port: ▶http']],
    told: [['virtual_servers[0].port must be an integer from 0 to 65535, but is "http"', 'Port.']],
  },
  {
    title: 'a virtual_router_id of 0',
    edits: [[vars, 'virtual_router_id: 51', 'virtual_router_id: ▶0']],
    told: [
      ['vrrp_instances.VI_1.virtual_router_id must be an integer from 1 to 255, but is 0', 'Number of the instance'],
    ],
  },
  {
    title: 'a port of 70000',
    edits: [[vars, 'port: 80', 'port: ▶70000']],
    told: [['virtual_servers[0].port must be an integer from 0 to 65535, but is 70000', 'Port.']],
  },
  {
    title: 'a virtual address that is none',
    edits: [[vars, '[192.168.1.225/32]', '[▶192.168.1.256/32]']],
    told: [['"192.168.1.256/32" is no address', 'Expected an address, with a prefix or without: 192.168.1.225/32.']],
  },
  {
    title: 'a name for the address of a service',
    edits: [[vars, '- address: 192.168.1.225', '- address: ▶vip.example.org']],
    told: [['"vip.example.org" is no address', 'Expected a bare address: 192.168.1.225.']],
  },
  {
    title: 'a duplicate virtual address',
    edits: [
      [
        vars,
        'vrrp_instances:\n',
        'vrrp_instances:\n  VI_2: {interface: em1, virtual_router_id: 52, virtual_ipaddress: [192.168.1.225]}\n',
      ],
      [vars, '[192.168.1.225/32]', '[▶192.168.1.225/32]'],
    ],
    told: [['192.168.1.225 is in VI_2 and in VI_1', 'List it once, in one instance.']],
  },
  {
    title: 'a duplicate service',
    edits: [
      [
        vars,
        'virtual_servers:\n',
        'virtual_servers:\n  - {address: 192.168.1.225, port: 80, real_servers: [rs1], PING_CHECK: {}}\n',
      ],
      [vars, '  - address: 192.168.1.225', '  - ▶address: 192.168.1.225'],
    ],
    told: [
      ['192.168.1.225:80/TCP is served twice', 'Put all its real servers into one entry, and take the other away.'],
    ],
  },
  {
    title: 'a service on an address that no instance has',
    edits: [[vars, '- address: 192.168.1.225', '- address: ▶192.168.1.226']],
    told: [
      [
        '192.168.1.226 is in no virtual_ipaddress',
        'Add it to virtual_ipaddress of an instance, or serve an address that is there',
      ],
    ],
  },
  {
    title: 'an unknown host in real_servers',
    edits: [[vars, '[rs1, rs2]', '[rs1, ▶rs3]']],
    told: [['rs3 is no host of the inventory, and no address', 'Did you mean rs']],
  },
  {
    title: 'a real server listed twice',
    edits: [[vars, '[rs1, rs2]', '[rs1, ▶rs1]']],
    told: [
      ['rs1 is listed twice', 'Take this entry away; for twice as much write { host: rs1, weight: 2 } in the first.'],
    ],
  },
  {
    title: 'a real server without an address',
    edits: [
      [hosts, 'rs1 ansible_host=192.168.1.222', 'rs1'],
      [vars, '[rs1, rs2]', '[▶rs1, rs2]'],
    ],
    told: [['rs1 has no IPv4 address', 'Write its IP address in host_vars/rs1.yml: address: …']],
  },
  {
    title: "the virtual address is a real server's own",
    edits: [
      [vars, '[192.168.1.225/32]', '[▶192.168.1.222/32]'],
      [vars, '- address: 192.168.1.225', '- address: 192.168.1.222'],
    ],
    told: [
      [
        '192.168.1.222 is the own address of rs1',
        'Take an address that no host has, in virtual_ipaddress and in virtual_servers.',
      ],
    ],
  },
  {
    title: 'DR to another port',
    edits: [[vars, '[rs1, rs2]', '[rs1, {host: rs2, port: ▶8080}]']],
    told: [["port 8080 differs from the service's, 80", 'DR changes no ports: leave port out.']],
  },
  {
    title: 'an unknown lb_algo',
    edits: [[vars, 'lb_algo: wrr', 'lb_algo: ▶wwr']],
    told: [['virtual_servers[0].lb_algo must be rr, wrr, lc, ', 'Did you mean wrr?']],
  },
  {
    title: 'lb_kind in small letters',
    edits: [[vars, 'lb_kind: DR', 'lb_kind: ▶dr']],
    told: [['virtual_servers[0].lb_kind must be DR, NAT or TUN, but is "dr"', 'Did you mean DR?']],
  },
  {
    title: 'a weight of -1',
    edits: [[vars, '[rs1, rs2]', '[rs1, {host: rs2, weight: ▶-1}]']],
    told: [
      [
        'virtual_servers[0].real_servers[1].weight must be an integer from 0 to 65535, but is -1',
        'Share of the connections.',
      ],
    ],
  },
  {
    title: 'no real servers',
    edits: [[vars, '[rs1, rs2]', '▶[]']],
    told: [['real_servers must be a list of at least one item, but is an empty list', 'Inventory names, addresses']],
  },
  {
    title: 'one real server, not as a list',
    edits: [[vars, '[rs1, rs2]', '▶rs1']],
    told: [
      ['real_servers must be a list of at least one item, but is "rs1"', 'Write one value as a list too: [value].'],
    ],
  },
  {
    title: 'an auth_pass that keepalived would cut',
    edits: [[vars, `auth_pass: ${authPass}`, `auth_pass: ▶${secrets.long}`]],
    told: [['auth_pass must be text of 1 to 8 characters, but is other text', 'At most 8 bytes count']],
  },
  {
    title: 'an auth_pass that YAML takes for a number',
    edits: [[vars, `auth_pass: ${authPass}`, `auth_pass: ▶${secrets.digits}`]],
    told: [['auth_pass must be text of 1 to 8 characters, but is a number', 'Put it in quotes.']],
  },
  {
    title: 'VRID 51 with auth_pass 1111, as in the packaged sample',
    edits: [[vars, `auth_pass: ${authPass}`, 'auth_pass: ▶"1111"']],
    told: [['is the sample of the package', 'Choose an auth_pass of your own, at most 8 letters and digits.']],
  },
  {
    title: 'equal priorities',
    edits: [[hosts, 'ansible_host=192.168.1.221', 'ansible_host=192.168.1.221 priority=▶100']],
    told: [['dir1 and dir2 both have priority 100 in VI_1', 'Set another one: priority: 98 in host_vars/dir2.yml.']],
  },
  {
    title: 'directors that do not agree',
    files: {
      'inventory/host_vars/dir2.yml': `vrrp_instances:
  VI_1:
    interface: em1
    virtual_router_id: ▶52
    virtual_ipaddress: [192.168.1.225/32]
    authentication: {auth_type: PASS, auth_pass: ${authPass}}
`,
    },
    told: [['VI_1 has another virtual_router_id on dir2 than on dir1', 'Write vrrp_instances once']],
  },
  {
    title: 'two masters',
    edits: [[site, 'keepalived-backup]', '▶keepalived-master]']],
    told: [
      ['dir1 and dir2 both have priority 100 in VI_1', 'Set another one', 'playbooks/site.yaml:11:42'],
      ['dir1 and dir2 are both made the master', 'Give dir2 keepalived-backup in place of keepalived-master.'],
    ],
  },
  {
    title: 'a static table beside keepalived',
    edits: [[hosts, 'ansible_host=192.168.1.220', 'ansible_host=192.168.1.220 static=▶true']],
    told: [['dir1 has static rules and keepalived', 'Take static: true away: keepalived fills the table.']],
  },
  {
    title: 'a real server that no play makes one',
    edits: [
      [site, 'hosts: realservers', 'hosts: rs1'],
      [vars, '[rs1, rs2]', '[rs1, ▶rs2]'],
    ],
    told: [
      [
        'rs2 is a real server with DR, but no role prepares it for that',
        'Give it realserver-arp: add it to the play of the real servers.',
      ],
    ],
  },
  {
    title: 'a director that no play makes one',
    edits: [
      [hosts, '[directors:children]', '[spare]\ndir3 ansible_host=192.168.1.224\n\n[directors:children]\nspare'],
      [site, 'keepalived-master]', '▶keepalived-master]'],
    ],
    told: [
      [
        'dir3 is in the group directors, but no role makes it a director',
        'Give it director-vip and keepalived-backup, or take it out of the group directors.',
      ],
    ],
  },
]
