/** What a setting is: text, a number, a truth value, a path, several paths, or several files behind labels (`prod@file`). */
export type Kind = 'text' | 'number' | 'flag' | 'path' | 'paths' | 'labelled'

export interface SettingWord {
  /** The option of the command line that it stands for, or the variable of a connection that says nothing else. */
  readonly option?: string
  readonly variable?: string
  readonly kind: Kind
  /** In `lbprov.yaml`, and in capitals behind LBPROV_ in the environment. */
  readonly own?: string
  /** In ansible.cfg, and in Ansible's environment. */
  readonly cfg?: readonly string[]
  readonly env?: readonly string[]
}

export const settingWords: readonly SettingWord[] = [
  { option: 'playbook', kind: 'path', own: 'playbook' },
  { option: 'inventory', kind: 'paths', own: 'inventory', cfg: ['defaults.inventory'], env: ['ANSIBLE_INVENTORY'] },
  { option: 'user', kind: 'text', own: 'user', cfg: ['defaults.remote_user'], env: ['ANSIBLE_REMOTE_USER'] },
  {
    option: 'privateKey',
    kind: 'path',
    own: 'private_key',
    cfg: ['defaults.private_key_file'],
    env: ['ANSIBLE_PRIVATE_KEY_FILE'],
  },
  { option: 'become', kind: 'flag', own: 'become', cfg: ['privilege_escalation.become'], env: ['ANSIBLE_BECOME'] },
  { option: 'forks', kind: 'number', own: 'forks', cfg: ['defaults.forks'], env: ['ANSIBLE_FORKS'] },
  { option: 'rolesPath', kind: 'paths', own: 'roles_path' },
  { option: 'drainWait', kind: 'number', own: 'drain_wait' },
  { option: 'wait', kind: 'number', own: 'wait' },
  {
    option: 'vaultPasswordFile',
    kind: 'paths',
    own: 'vault_password_file',
    cfg: ['defaults.vault_password_file'],
    env: ['ANSIBLE_VAULT_PASSWORD_FILE'],
  },
  {
    option: 'vaultId',
    kind: 'labelled',
    own: 'vault_id',
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
