import type { JsonSchema } from '../../model/schema.ts'

/** What a setting is: text, a number, a truth value, a path, several paths, or several files behind labels (`prod@file`). */
export type Kind = 'text' | 'number' | 'flag' | 'path' | 'paths' | 'labelled'

/** Text with commas, and a list; no word is empty or ends in one of these. */
const several = (ends = ''): JsonSchema => {
  const word = `[^,]*[^,${ends}\\s]\\s*`
  return {
    type: ['string', 'array'],
    pattern: `^${word}(?:,${word})*$`,
    items: { type: 'string', pattern: `[^${ends}\\s]\\s*$` },
  }
}

/** What a setting of a kind may be, as text and in YAML. */
export const kinds: Readonly<Record<Kind, { readonly expected: string; readonly schema: JsonSchema }>> = {
  text: { expected: 'text', schema: { type: ['string', 'number', 'boolean'], minLength: 1 } },
  number: {
    expected: 'a whole number from 1 on',
    schema: { type: ['integer', 'string'], minimum: 1, maximum: 999_999, pattern: '^[1-9]\\d{0,5}$' },
  },
  flag: {
    expected: 'true or false',
    schema: {
      type: ['boolean', 'string', 'integer'],
      minimum: 0,
      maximum: 1,
      pattern: '^(?:[Tt]rue|TRUE|[Yy]es|YES|[Oo]n|ON|1|[Ff]alse|FALSE|[Nn]o|NO|[Oo]ff|OFF|0)$',
    },
  },
  path: { expected: 'a path', schema: { type: 'string', minLength: 1 } },
  paths: { expected: 'a path, or a list of them', schema: several() },
  labelled: { expected: 'LABEL@FILE, or a list of them', schema: several('@') },
}

export interface SettingWord {
  /** The option of the command line that it stands for, or the variable of a connection that says nothing else. */
  readonly option?: string
  readonly variable?: string
  readonly kind: Kind
  /** In `lbprov.yaml`, and in capitals behind LBPROV_ in the environment. */
  readonly own?: string
  /** What it is, where the variable does not say. */
  readonly says?: string
  /** In ansible.cfg, and in Ansible's environment. */
  readonly cfg?: readonly string[]
  readonly env?: readonly string[]
}

export const settingWords: readonly SettingWord[] = [
  {
    option: 'playbook',
    kind: 'path',
    own: 'playbook',
    says: 'The playbook where none is given; its folder is --playbook-dir, too.',
  },
  {
    option: 'inventory',
    kind: 'paths',
    own: 'inventory',
    says: 'One inventory, or several (-i).',
    cfg: ['defaults.inventory'],
    env: ['ANSIBLE_INVENTORY'],
  },
  {
    option: 'user',
    kind: 'text',
    own: 'user',
    says: 'Who to log in as (-u).',
    cfg: ['defaults.remote_user'],
    env: ['ANSIBLE_REMOTE_USER'],
  },
  {
    option: 'privateKey',
    kind: 'path',
    own: 'private_key',
    says: 'Private key to log in with (--private-key).',
    cfg: ['defaults.private_key_file'],
    env: ['ANSIBLE_PRIVATE_KEY_FILE'],
  },
  {
    option: 'become',
    kind: 'flag',
    own: 'become',
    says: 'Become root with sudo (-b).',
    cfg: ['privilege_escalation.become'],
    env: ['ANSIBLE_BECOME'],
  },
  {
    option: 'forks',
    kind: 'number',
    own: 'forks',
    says: 'Hosts worked on at a time (-f).',
    cfg: ['defaults.forks'],
    env: ['ANSIBLE_FORKS'],
  },
  {
    option: 'rolesPath',
    kind: 'paths',
    own: 'roles_path',
    says: 'A folder with own roles that are not in roles/ beside the playbook, or several (--roles-path).',
  },
  {
    option: 'drainWait',
    kind: 'number',
    own: 'drain_wait',
    says: 'Seconds that real servers that are taken out keep the connections they have (--drain-wait).',
  },
  {
    option: 'wait',
    kind: 'number',
    own: 'wait',
    says: 'Seconds to wait for another run that has one of the hosts (--wait).',
  },
  {
    option: 'vaultPasswordFile',
    kind: 'paths',
    own: 'vault_password_file',
    says: 'A file with the password of ansible-vault, or a program that prints it, or several (--vault-password-file). They are tried beside those of the command line.',
    cfg: ['defaults.vault_password_file'],
    env: ['ANSIBLE_VAULT_PASSWORD_FILE'],
  },
  {
    option: 'vaultId',
    kind: 'labelled',
    own: 'vault_id',
    says: 'LABEL@FILE or LABEL@prompt for vaults of one label, or several (--vault-id). They are tried beside those of the command line.',
    cfg: ['defaults.vault_identity_list'],
    env: ['ANSIBLE_VAULT_IDENTITY_LIST'],
  },
  { option: 'askPass', kind: 'flag', cfg: ['defaults.ask_pass'], env: ['ANSIBLE_ASK_PASS'] },
  { option: 'askVaultPass', kind: 'flag', cfg: ['defaults.ask_vault_pass'], env: ['ANSIBLE_ASK_VAULT_PASS'] },
  {
    option: 'askBecomePass',
    kind: 'flag',
    cfg: ['privilege_escalation.become_ask_pass'],
    env: ['ANSIBLE_BECOME_ASK_PASS'],
  },
  { variable: 'host_key_checking', kind: 'text', own: 'host_key_checking' },
  {
    variable: 'ansible_host_key_checking',
    kind: 'text',
    cfg: ['defaults.host_key_checking', 'ssh_connection.host_key_checking'],
    env: ['ANSIBLE_HOST_KEY_CHECKING', 'ANSIBLE_SSH_HOST_KEY_CHECKING'],
  },
  {
    variable: 'ansible_become_user',
    kind: 'text',
    cfg: ['privilege_escalation.become_user'],
    env: ['ANSIBLE_BECOME_USER'],
  },
  {
    variable: 'ansible_become_method',
    kind: 'text',
    cfg: ['privilege_escalation.become_method'],
    env: ['ANSIBLE_BECOME_METHOD'],
  },
  { variable: 'ansible_port', kind: 'text', cfg: ['defaults.remote_port'], env: ['ANSIBLE_REMOTE_PORT'] },
  {
    variable: 'ansible_timeout',
    kind: 'text',
    own: 'timeout',
    cfg: ['defaults.timeout', 'ssh_connection.timeout'],
    env: ['ANSIBLE_TIMEOUT', 'ANSIBLE_SSH_TIMEOUT'],
  },
  { variable: 'ansible_ssh_args', kind: 'text', cfg: ['ssh_connection.ssh_args'], env: ['ANSIBLE_SSH_ARGS'] },
  {
    variable: 'ansible_ssh_common_args',
    kind: 'text',
    cfg: ['ssh_connection.ssh_common_args'],
    env: ['ANSIBLE_SSH_COMMON_ARGS'],
  },
  {
    variable: 'ansible_ssh_extra_args',
    kind: 'text',
    cfg: ['ssh_connection.ssh_extra_args'],
    env: ['ANSIBLE_SSH_EXTRA_ARGS'],
  },
]
