import { type Case, site } from './case.ts'

const role = (text: string) => ({ 'playbooks/roles/extra/role.ts': text })
const withExtra = [site, '[realserver-arp]', '[realserver-arp, extra]'] as const

/** Mistakes in playbooks and roles. */
export const playbookCases: readonly Case[] = [
  {
    title: 'an unknown role',
    edits: [[site, '[realserver-arp]', '[▶realserver-arq]']],
    told: [],
  },
  {
    title: 'an unknown key of a play',
    edits: [[site, 'serial: 1', '▶seriall: 1']],
    told: [],
  },
  {
    title: 'a key of Ansible’s',
    edits: [[site, 'serial: 1', '▶gather_facts: false']],
    told: [],
  },
  {
    title: 'serial: 0',
    edits: [[site, 'serial: 1', 'serial: ▶0']],
    told: [],
  },
  {
    title: 'hosts that are not in the inventory',
    edits: [[site, 'hosts: backup', 'hosts: ▶backups']],
    told: [],
  },
  {
    title: 'a play without roles',
    edits: [[site, '  roles: [realserver-arp]\n', '']],
    told: [],
  },
  {
    title: 'a playbook that is no list',
    files: { 'playbooks/site.yaml': 'hosts: all\n' },
    told: [],
  },
  {
    title: 'an empty playbook',
    files: { 'playbooks/site.yaml': '# nothing yet\n' },
    told: [],
  },
  {
    title: 'an unknown param',
    edits: [[site, 'roles: [realserver-arp]', 'roles: [{role: realserver-arp, ▶virtual_server: []}]']],
    told: [],
  },
  {
    title: 'a param of the wrong type',
    edits: [[site, 'roles: [realserver-arp]', 'roles: [{role: realserver-arp, virtual_servers: ▶none}]']],
    told: [],
  },
  {
    title: 'vars that no role takes',
    edits: [[site, 'serial: 1', 'serial: 1\n  vars: {▶priorty: 90}']],
    told: [],
  },
  {
    title: 'a role that needs what nobody gives',
    edits: [withExtra],
    files: role(`import { defineRole } from 'lbprov'
export default defineRole({ params: { greeting: { type: 'string' } }, resources: () => [] })
`),
    told: [],
  },
  {
    title: 'a role with a syntax error',
    edits: [withExtra],
    files: role(
      "import { defineRole } from 'lbprov'\n\nexport default defineRole({ params: {}, resources: () => [ })\n",
    ),
    told: [],
  },
  {
    title: 'a role with an enum, which Node cannot take away',
    edits: [withExtra],
    files: role(
      "import { defineRole } from 'lbprov'\nenum Level { low }\nexport default defineRole({ params: {}, resources: () => [] })\n",
    ),
    told: [],
  },
  {
    title: 'a role that throws while it is loaded',
    edits: [withExtra],
    files: role(
      "import { defineRole } from 'lbprov'\n▶throw new Error('not today')\nexport default defineRole({ params: {}, resources: () => [] })\n",
    ),
    told: [],
  },
  {
    title: 'a role without a default export',
    edits: [withExtra],
    files: role(
      "▶import { defineRole } from 'lbprov'\nexport const extra = defineRole({ params: {}, resources: () => [] })\n",
    ),
    told: [],
  },
  {
    title: 'a role that imports what is not there',
    edits: [withExtra],
    files: role("import { files } from 'lbprov'\nexport default files\n"),
    told: [],
  },
  {
    title: 'a role that imports a module that is not there',
    edits: [withExtra],
    files: role("import { x } from './helper.ts'\nexport default x\n"),
    told: [],
  },
  {
    title: 'a schema that is none',
    edits: [withExtra],
    files: role(
      "import { defineRole } from 'lbprov'\nexport default defineRole({ params: { n: { type: 'int' } as never }, resources: () => [] })\n",
    ),
    told: [],
  },
]
