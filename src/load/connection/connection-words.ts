/** The variables that say how to enter a host: what lbprov does with each. Where two say the same, the later in its list wins, as in Ansible. */
export const connectionVariables = {
  transport: ['ansible_connection'],
  address: ['ansible_host', 'ansible_ssh_host'],
  port: ['ansible_port', 'ansible_ssh_port'],
  user: ['ansible_user', 'ansible_ssh_user'],
  privateKeyFile: ['ansible_private_key_file', 'ansible_ssh_private_key_file'],
  password: ['ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password'],
  become: ['ansible_become'],
  becomeUser: ['ansible_become_user'],
  becomePassword: ['ansible_become_password', 'ansible_become_pass'],
  becomeMethod: ['ansible_become_method'],
  checking: ['ansible_host_key_checking', 'ansible_ssh_host_key_checking'],
  policy: ['host_key_checking'],
  sha1: ['ssh_sha1'],
  knownHosts: ['ansible_ssh_known_hosts_file'],
  timeout: ['ansible_timeout', 'ansible_ssh_timeout'],
  arguments: ['ansible_ssh_args', 'ansible_ssh_common_args', 'ansible_ssh_extra_args'],
} as const

/** Variables of Ansible's that inventories have and lbprov has no use for. */
const ignored = [
  'ansible_become_exe',
  'ansible_become_flags',
  'ansible_control_path',
  'ansible_control_path_dir',
  'ansible_facts',
  'ansible_group_priority',
  'ansible_network_os',
  'ansible_pipelining',
  'ansible_python_interpreter',
  'ansible_remote_tmp',
  'ansible_scp_executable',
  'ansible_scp_extra_args',
  'ansible_scp_if_ssh',
  'ansible_sftp_batch_mode',
  'ansible_sftp_executable',
  'ansible_sftp_extra_args',
  'ansible_shell_executable',
  'ansible_shell_type',
  'ansible_ssh_control_path',
  'ansible_ssh_control_path_dir',
  'ansible_ssh_executable',
  'ansible_ssh_pipelining',
  'ansible_ssh_retries',
  'ansible_ssh_transfer_method',
  'ansible_ssh_use_tty',
  'ansible_winrm_server_cert_validation',
] as const

/** Every `ansible_*` variable that is no slip, host_key_checking and ssh_sha1. */
export const knownConnectionNames: readonly string[] = [...Object.values(connectionVariables).flat(), ...ignored]
