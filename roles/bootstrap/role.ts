import {
  authorizedKey,
  defineRole,
  type Facts,
  hostname,
  type JsonSchema,
  majorRelease,
  pkg,
  type Resources,
  selinux,
  service,
  sudoers,
  types,
  user,
} from 'lbprov'
import type { Part } from 'lbprov/lvs'
import { openings } from '../shared/openings.ts'
import { movedRepositories } from './repositories.ts'
import { sshServer } from './ssh-server.ts'

/** The same, or empty. */
const orEmpty = <const S extends JsonSchema>(schema: S) => ({ anyOf: [{ const: '' }, schema] }) as const

/**
 * A fresh host, entered once as root or as a cloud's user: afterwards it has an admin user with a key and sudo, and lets
 * nobody else in. What could lock us out comes last.
 */
export default defineRole({
  params: {
    admin_user: {
      ...types.userName.schema,
      default: 'admin',
      description: 'The user to work as from now on. Default admin.',
    },
    admin_authorized_keys: {
      type: 'array',
      minItems: 1,
      items: types.publicKey.schema,
      description: 'Lines as in a .pub file: who may log in as the admin user. CentOS 6 knows RSA keys only.',
    },
    host_name: {
      ...orEmpty(types.hostName.schema),
      default: '',
      description: "The host's own name. Default: its name in the inventory.",
    },
    base_packages: {
      type: 'array',
      items: types.packageName.schema,
      default: [],
      description: 'Packages that every host shall have.',
    },
    time_sync: { type: 'boolean', default: true, description: 'Keep the clock right with chrony (CentOS 6: ntpd).' },
    open_ports: {
      type: 'array',
      items: types.opening.schema,
      default: [],
      description: 'Let in where there is a firewall, besides what other roles need: 80/tcp, 161/udp from 10.0.0.5.',
    },
    selinux_booleans: {
      type: 'object',
      propertyNames: types.selinuxBoolean.schema,
      additionalProperties: { type: 'boolean' },
      default: {},
      description: 'SELinux booleans by name.',
    },
    permit_root_login: {
      enum: ['no', 'prohibit-password', 'without-password', 'yes'],
      default: 'no',
      description: "sshd's word. Default no.",
    },
    password_authentication: { type: 'boolean', default: false, description: "sshd's word. Default false." },
    vault: {
      ...orEmpty(types.webUrl.schema),
      default: 'http://vault.centos.org',
      description:
        'Where CentOS 6, 7 and 8 get packages, their mirrors being gone. Empty: their repositories are left.',
    },
    epel_archive: {
      ...orEmpty(types.webUrl.schema),
      default: 'https://archives.fedoraproject.org/pub/archive/epel',
      description: 'Where CentOS 6 gets packages of EPEL, whose mirror list is gone. Empty: its repositories are left.',
    },
    optional_repositories: {
      type: 'array',
      items: { type: 'string', pattern: '^[A-Za-z0-9_.:-]+$', title: 'a name of letters, digits, _, ., : and -' },
      default: [],
      description:
        'Repositories of yum and dnf that may be missing (skip_if_unavailable), by the name in brackets in /etc/yum.repos.d: else one that does not answer makes every package step fail.',
    },
  },
  part: ({ vault, epel_archive }): Part => ({ repositories: vault !== '' && epel_archive !== '' }),
  resources({ host, params, facts }) {
    const admin = params.admin_user
    return [
      hostname(params.host_name || host.name),
      movedRepositories(facts, {
        vault: params.vault,
        epel: params.epel_archive,
        optional: params.optional_repositories,
      }),
      ['sudo', ...params.base_packages].map((name) => pkg(name)),
      params.time_sync ? timeSync(facts) : [],
      user(admin, { shell: '/bin/bash' }),
      params.admin_authorized_keys.map((key) => authorizedKey(admin, key)),
      sudoers(`lbprov-${admin}`, `${admin} ALL=(ALL) NOPASSWD: ALL\nDefaults:${admin} !requiretty`),
      Object.entries(params.selinux_booleans).map(([name, on]) => selinux(name, { on })),
      openings(['22/tcp', ...params.open_ports], facts),
      sshServer(facts, admin, { rootLogin: params.permit_root_login, passwords: params.password_authentication }),
    ]
  },
})

/** CentOS 6 has no chrony. */
function timeSync(facts: Facts): Resources {
  const old = facts.family === 'rhel' && majorRelease(facts) < 7
  const [name, daemon] = old ? ['ntp', 'ntpd'] : ['chrony', facts.family === 'debian' ? 'chrony' : 'chronyd']
  return [pkg(name!), service(daemon!, { running: true, enabled: true })]
}
