import { type Case, hosts, site, vars } from './case.ts'

/** Mistakes in what describes the cluster: group_vars/all.yml. */
export const clusterCases: readonly Case[] = [
  {
    title: 'a misspelt key of a VRRP instance',
    edits: [[vars, 'virtual_ipaddress: [', '▶virtual_ipadress: [']],
    told: [],
  },
  {
    title: 'a wrong type',
    edits: [[vars, 'port: 80', 'port: ▶http']],
    told: [],
  },
  {
    title: 'a virtual_router_id of 0',
    edits: [[vars, 'virtual_router_id: 51', 'virtual_router_id: ▶0']],
    told: [],
  },
  {
    title: 'a port of 70000',
    edits: [[vars, 'port: 80', 'port: ▶70000']],
    told: [],
  },
  {
    title: 'a virtual address that is none',
    edits: [[vars, '[192.168.1.225/32]', '[▶192.168.1.256/32]']],
    told: [],
  },
  {
    title: 'a service address that is none',
    edits: [[vars, '- address: 192.168.1.225', '- address: ▶vip.example.org']],
    told: [],
  },
  {
    title: 'the same virtual address in two instances',
    edits: [
      [
        vars,
        'vrrp_instances:\n',
        'vrrp_instances:\n  VI_2: {interface: em1, virtual_router_id: 52, virtual_ipaddress: [192.168.1.225]}\n',
      ],
    ],
    told: [],
  },
  {
    title: 'the same service twice',
    edits: [
      [
        vars,
        'virtual_servers:\n',
        'virtual_servers:\n  - {address: 192.168.1.225, port: 80, real_servers: [rs1], TCP_CHECK: {connect_timeout: 1}}\n',
      ],
    ],
    told: [],
  },
  {
    title: 'a service on an address that no instance has',
    edits: [[vars, '- address: 192.168.1.225', '- address: ▶192.168.1.226']],
    told: [],
  },
  {
    title: 'a real server that the inventory does not have',
    edits: [[vars, '[rs1, rs2]', '[rs1, ▶rs3]']],
    told: [],
  },
  {
    title: 'a virtual address that is a real server’s own',
    edits: [
      [vars, '[192.168.1.225/32]', '[▶192.168.1.222/32]'],
      [vars, '- address: 192.168.1.225', '- address: 192.168.1.222'],
    ],
    told: [],
  },
  {
    title: 'DR to another port',
    edits: [[vars, '[rs1, rs2]', '[rs1, {host: rs2, port: ▶8080}]']],
    told: [],
  },
  {
    title: 'an unknown scheduler',
    edits: [[vars, 'lb_algo: wrr', 'lb_algo: ▶wwr']],
    told: [],
  },
  {
    title: 'lb_kind in small letters',
    edits: [[vars, 'lb_kind: DR', 'lb_kind: ▶dr']],
    told: [],
  },
  {
    title: 'lb_kind NAT',
    edits: [[vars, 'lb_kind: DR', 'lb_kind: ▶NAT']],
    told: [],
  },
  {
    title: 'a weight below 0',
    edits: [[vars, '[rs1, rs2]', '[rs1, {host: rs2, weight: ▶-1}]']],
    told: [],
  },
  {
    title: 'an auth_pass that keepalived would cut',
    edits: [[vars, 'auth_pass: k7Qm2xZt', 'auth_pass: ▶correct-horse']],
    told: [],
  },
  {
    title: 'the auth_pass of the packaged sample',
    edits: [[vars, 'auth_pass: k7Qm2xZt', 'auth_pass: ▶"1111"']],
    told: [],
  },
  {
    title: 'an auth_pass that YAML takes for a number',
    edits: [[vars, 'auth_pass: k7Qm2xZt', 'auth_pass: ▶40174117']],
    told: [],
  },
  {
    title: 'equal priorities',
    edits: [[hosts, 'ansible_host=192.168.1.221', 'ansible_host=192.168.1.221 priority=▶100']],
    told: [],
  },
  {
    title: 'directors with different virtual_router_ids',
    files: {
      'inventory/host_vars/dir2.yml':
        'vrrp_instances:\n  VI_1:\n    interface: em1\n    virtual_router_id: ▶52\n    virtual_ipaddress: [192.168.1.225/32]\n    authentication: {auth_type: PASS, auth_pass: k7Qm2xZt}\n',
    },
    told: [],
  },
  {
    title: 'two masters',
    edits: [[site, 'keepalived-backup]', 'keepalived-master]']],
    told: [],
  },
  {
    title: 'a director with a static table and keepalived',
    edits: [[hosts, 'ansible_host=192.168.1.220', 'ansible_host=192.168.1.220 static=▶true']],
    told: [],
  },
  {
    title: 'a real server without realserver-arp',
    edits: [[site, 'hosts: realservers', 'hosts: rs1']],
    told: [],
  },
  {
    title: 'no real servers',
    edits: [[vars, '[rs1, rs2]', '▶[]']],
    told: [],
  },
  {
    title: 'several mistakes in several files, told at once',
    edits: [
      [hosts, 'ansible_host=192.168.1.222', 'ansible_hots=192.168.1.222'],
      [vars, 'virtual_router_id: 51', 'virtual_router_id: 256'],
      [vars, 'lb_kind: DR', 'lb_kinds: DR'],
      [site, 'serial: 1', 'seriel: 1'],
    ],
    told: [],
  },
]
