import { type Case, site } from './case.ts'

const role = (text: string) => ({ 'playbooks/roles/extra/role.ts': text })
const withExtra = [site, '[realserver-arp]', '[realserver-arp, extra]'] as const
const importing = "import { defineRole } from 'lbprov'\n"
const mend = 'The role was not loaded: mend it, or take it out of the playbook.'

/** Mistakes in playbooks and roles. */
export const playbookCases: readonly Case[] = [
  {
    title: 'a missing role',
    edits: [[site, '[realserver-arp]', '[▶realserver-arq]']],
    told: [
      [
        'there is no role realserver-arq',
        'Did you mean realserver-arp? Looked for realserver-arq/role.ts in playbooks/roles',
      ],
    ],
  },
  {
    title: 'an unknown key of a play',
    edits: [[site, 'serial: 1', '▶seriall: 1']],
    told: [['seriall is not a key of a play', 'Did you mean serial?']],
  },
  {
    title: "a key of Ansible's",
    edits: [[site, 'serial: 1', '▶gather_facts: false']],
    told: [['gather_facts is not a key of a play', 'Facts are always gathered, in the same trip: delete the line.']],
  },
  {
    title: 'serial: 0',
    edits: [[site, 'serial: 1', 'serial: ▶0']],
    told: [['serial must be a whole number from 1, or a share like "30%", but is 0', '']],
  },
  {
    title: 'hosts that are not in the inventory',
    edits: [[site, 'hosts: backup', 'hosts: ▶backups']],
    told: [['the inventory has no host or group backups', 'Did you mean backup? Groups are all, master, backup']],
  },
  {
    title: 'a pattern for nobody',
    edits: [[site, 'hosts: backup', 'hosts: ▶backup:!dir2']],
    told: [['no host matches backup:!dir2', 'exclusions of everybody match nothing']],
  },
  {
    title: 'a play without roles',
    edits: [
      [
        site,
        '- name: real servers\n  hosts: realservers\n  roles: [realserver-arp]',
        '- ▶name: real servers\n  hosts: realservers',
      ],
    ],
    told: [['this play has no roles', 'Add roles: [NAME].']],
  },
  {
    title: 'a playbook that is no list',
    files: { [site]: '▶hosts: all\n' },
    told: [['a playbook must be a list of plays', 'Begin each play with "- hosts: …".']],
  },
  {
    title: 'an empty playbook',
    files: { [site]: '▶' },
    told: [['a playbook without plays', 'Begin each play with "- hosts: …".']],
  },
  {
    title: 'an unknown role param',
    edits: [[site, 'roles: [realserver-arp]', 'roles: [{role: realserver-arp, ▶virtual_server: []}]']],
    told: [['the role realserver-arp has no param virtual_server', 'Did you mean virtual_servers?']],
  },
  {
    title: 'a role param of the wrong type',
    edits: [[site, 'roles: [realserver-arp]', 'roles: [{role: realserver-arp, virtual_servers: ▶none}]']],
    told: [['virtual_servers must be a list, but is "none"', 'Write one value as a list too: [value].']],
  },
  {
    title: 'vars that no role takes',
    edits: [[site, 'serial: 1', 'serial: 1\n  vars: {▶priorty: 90}']],
    told: [['no role of this play has a param priorty', 'Did you mean priority?']],
  },
  {
    title: 'a role that needs what nobody gives',
    edits: [[site, '[realserver-arp]', '[realserver-arp, ▶extra]']],
    files: role(
      `${importing}export default defineRole({ params: { greeting: { type: 'string' } }, resources: () => [] })\n`,
    ),
    told: [['the role extra needs greeting, which rs1 and rs2 do not have', 'It must be text. Set it in group_vars']],
  },
  {
    title: 'role.ts with a syntax error',
    edits: [withExtra],
    files: role(`${importing}\n▶export default defineRole({ params: {}, resources: () => [ })\n`),
    told: [['the role cannot be imported: SyntaxError: ', mend]],
  },
  {
    title: 'role.ts with an enum, which Node can not take away',
    edits: [withExtra],
    files: role(`${importing}▶enum Level { low }\nexport default defineRole({ params: {}, resources: () => [] })\n`),
    told: [['SyntaxError: TypeScript enum is not supported in strip-only mode', mend]],
  },
  {
    title: 'role.ts that throws',
    edits: [withExtra],
    files: role(`${importing}throw ▶new Error('not today')\n`),
    told: [['the role cannot be imported: Error: not today', mend]],
  },
  {
    title: 'role.ts without a default export',
    edits: [withExtra],
    files: role('▶export const extra = 1\n'),
    told: [['this is not a role', 'Write export default defineRole(']],
  },
  {
    title: 'role.ts that imports what lbprov does not have',
    edits: [withExtra],
    files: role("▶import { files } from 'lbprov'\nexport default files\n"),
    told: [["does not provide an export named 'files'", mend]],
  },
  {
    title: 'role.ts that imports a file that is not there',
    edits: [withExtra],
    files: role("▶import { help } from './helper.ts'\nexport default help\n"),
    told: [["Cannot find module '", mend]],
  },
  {
    title: 'a param with a schema that is none',
    edits: [withExtra],
    files: role(
      `▶${importing}export default defineRole({ params: { n: { type: 'int' } as never }, resources: () => [] })\n`,
    ),
    told: [['the schema of the param n is not valid: ', 'Mend the schema in the role']],
  },
  {
    title: 'a default that does not fit its schema',
    edits: [withExtra],
    files: role(
      `▶${importing}export default defineRole({ params: { n: { type: 'integer', default: 'x' } }, resources: () => [] })\n`,
    ),
    told: [['its default does not fit it: n must be an integer, but is "x"', 'Mend the schema in the role']],
  },
]
