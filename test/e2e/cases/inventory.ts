import { type Case, hosts, vars } from './case.ts'

/** Mistakes in who there is and how they are entered. */
export const inventoryCases: readonly Case[] = [
  {
    title: 'a cycle of groups',
    edits: [[hosts, '[directors:children]', '[master:children]\ndirectors\n\n[directors:children]']],
    told: [],
  },
  {
    title: 'a child group that is not declared',
    edits: [[hosts, 'master\nbackup\n', 'master\n▶backups\n']],
    told: [],
  },
  {
    title: 'a bad range',
    edits: [[hosts, 'rs1 ansible_host=192.168.1.222\nrs2 ansible_host=192.168.1.223', '▶rs[2:1]']],
    told: [],
  },
  {
    title: 'a misspelt ansible_ variable',
    edits: [[hosts, 'ansible_user=root', '▶ansible_usr=root']],
    told: [],
  },
  {
    title: 'a port for ssh that is none',
    edits: [[hosts, 'ansible_host=192.168.1.220', 'ansible_host=192.168.1.220 ansible_port=▶ssh']],
    told: [],
  },
  {
    title: 'ssh options for Ansible',
    edits: [[hosts, 'ansible_user=root', 'ansible_user=root\nansible_ssh_common_args=▶-oProxyJump=gate']],
    told: [],
  },
  {
    title: 'an unclosed section',
    edits: [[hosts, '[realservers]', '▶[realservers']],
    told: [],
  },
  {
    title: 'a comment behind a value',
    edits: [[hosts, 'ansible_user=root', 'ansible_user=root # for now']],
    told: [],
  },
  {
    title: 'group_vars for a group that is not there',
    files: { 'inventory/group_vars/director.yml': '▶log_level: 5\n' },
    told: [],
  },
  {
    title: 'YAML with bad syntax, in the line of a secret',
    edits: [[vars, 'auth_pass: k7Qm2xZt ', 'auth_pass: "k7Qm2xZt ']],
    told: [],
  },
  {
    title: 'YAML with a tab',
    edits: [[vars, '    port: 80', '\t▶port: 80']],
    told: [],
  },
  {
    title: 'a YAML key given twice',
    edits: [[vars, '    port: 80', '    port: 80\n    ▶port: 8080']],
    told: [],
  },
  {
    title: 'Jinja in a value',
    edits: [[vars, '- address: 192.168.1.225', '- address: ▶"{{ vip }}"']],
    told: [],
  },
  {
    title: 'a file that is not UTF-8',
    files: { 'inventory/host_vars/dir1.yml': 'motto: \uD800\n' },
    told: [],
  },
  {
    title: 'an inventory that is empty',
    files: { 'inventory/hosts': '' },
    told: [],
  },
]
