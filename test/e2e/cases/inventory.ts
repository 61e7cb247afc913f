import { type Case, hosts, secrets, site, vars } from './case.ts'

const { authPass } = secrets
const dir1 = 'ansible_host=192.168.1.220'
const yaml = (text: string) => ({ files: { 'inventory/cluster.yml': text }, words: ['site.yaml', '-i', 'cluster'] })

/** Mistakes in who there is, how they are entered, and in files of variables as such. */
export const inventoryCases: readonly Case[] = [
  {
    title: 'a cycle of groups',
    edits: [[hosts, '[directors:children]\nmaster', '[master:children]\ndirectors\n\n[directors:children]\n▶master']],
    told: [['the group master is inside itself: master > directors > master', 'Take one of these children away.']],
  },
  {
    title: 'an undefined child group',
    edits: [[hosts, 'master\nbackup\n', 'master\n▶backups\n']],
    told: [['there is no group backups', 'Did you mean backup?']],
  },
  {
    title: 'a bad range',
    edits: [[hosts, 'rs1 ansible_host=192.168.1.222\nrs2 ansible_host=192.168.1.223', '▶rs[2:1]']],
    told: [['rs[2:1] is not a host name: [2:1] ends before it begins', 'Ranges look like web[01:20]']],
  },
  {
    title: 'a misspelt ansible_ variable',
    edits: [[hosts, 'ansible_user=root', '▶ansible_usr=root']],
    told: [['there is no variable ansible_usr', 'Did you mean ansible_user?']],
  },
  {
    title: 'an ssh port that is none',
    edits: [[hosts, dir1, `${dir1} ansible_port=▶ssh`]],
    told: [['ansible_port must be a whole number from 1 to 65535, but is "ssh"', '']],
  },
  {
    title: 'an option that ssh has not',
    edits: [[hosts, 'ansible_user=root', 'ansible_user=root\nansible_ssh_common_args=▶-oProxyJmp=gate']],
    told: [['ansible_ssh_common_args: ssh has no option "ProxyJmp"', 'Did you mean ProxyJump?']],
  },
  {
    title: 'another way to become root',
    edits: [[hosts, 'ansible_user=root', 'ansible_user=root\nansible_become_method=▶su']],
    told: [['ansible_become_method must be sudo, but is "su"', 'lbprov becomes another user with sudo only.']],
  },
  {
    title: 'a section left open',
    edits: [[hosts, '[realservers]', '▶[realservers']],
    told: [['not a section header', 'Write [group], [group:children] or [group:vars].']],
  },
  {
    title: 'a comment behind a value',
    edits: [[hosts, 'ansible_user=root', 'ansible_user=root ▶# for now']],
    told: [['ansible_user: a comment after text becomes part of it', 'Put the comment on a line of its own']],
  },
  {
    title: 'an inventory of nobody',
    files: { [hosts]: '# to do\n' },
    edits: [
      [site, 'hosts: realservers', 'hosts: ▶realservers'],
      [site, 'hosts: backup', 'hosts: ▶backup'],
      [site, 'hosts: master', 'hosts: ▶master'],
    ],
    told: [
      ['the inventory has no host or group realservers', 'The inventory has no host at all'],
      ['the inventory has no host or group backup', 'The inventory has no host at all'],
      ['the inventory has no host or group master', 'The inventory has no host at all'],
    ],
  },
  {
    title: 'YAML hosts as a list',
    ...yaml('all:\n  hosts: ▶[dir1, dir2]\n'),
    told: [['hosts must be a mapping of names to values', 'Write "name: value" lines.']],
  },
  {
    title: 'an unknown key of a YAML group',
    ...yaml('all:\n  ▶host:\n    dir1:\n'),
    told: [['host is not a key of a group', 'Did you mean hosts?']],
  },
  {
    title: 'a YAML syntax error in the line of a secret',
    edits: [[vars, `auth_pass: ${authPass} `, `auth_pass: ▶"${authPass} `]],
    told: [['not valid YAML: a quote is opened here and not closed', 'Close it.']],
  },
  {
    title: 'a YAML syntax error beside a secret',
    edits: [[vars, `auth_pass: ${authPass} `, `auth_pass: ▶${authPass}: `]],
    told: [['not valid YAML: a second "key:" on the same line', 'Put the value in quotes']],
  },
  {
    title: 'a tab in YAML',
    edits: [[vars, '    port: 80', '▶\tport: 80']],
    told: [['not valid YAML: a tab is used to indent', 'Indent with spaces.']],
  },
  {
    title: 'a duplicate YAML key',
    edits: [[vars, '    port: 80', '    port: 80\n    ▶port: 8080']],
    told: [['the key port is already given on line ', 'Keep one of the two.']],
  },
  {
    title: 'Jinja in a value',
    edits: [[vars, '- address: 192.168.1.225', '- address: ▶"{{ vip }}"']],
    told: [['{{ vip }}: vip is not defined', 'Set it, or give it a default']],
  },
  {
    title: 'a file of variables that is a list',
    files: { [vars]: '▶- vrrp_instances: {}\n' },
    told: [['a file of variables must be a mapping of names to values', 'Write "name: value" lines.']],
  },
  {
    title: 'several mistakes in several files',
    edits: [
      [hosts, 'ansible_host=192.168.1.222', '▶ansible_hots=192.168.1.222'],
      [vars, 'virtual_router_id: 51', 'virtual_router_id: ▶256'],
      [vars, 'lb_kind: DR', '▶lb_kinds: DR'],
      [site, 'serial: 1', '▶seriel: 1'],
    ],
    told: [
      ['seriel is not a key of a play', 'Did you mean serial?'],
      ['there is no variable ansible_hots', 'Did you mean ansible_host?'],
      ['virtual_router_id must be an integer from 1 to 255, but is 256', 'Number of the instance'],
      ['virtual_servers[0].lb_kinds is not a key that is known here', 'Did you mean lb_kind?'],
    ],
  },
]
