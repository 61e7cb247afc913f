import { knownConnectionNames } from '../connection/connection-words.ts'

const joined = (family: string, words: string) =>
  words
    .trim()
    .split(/\s+/)
    .map((word) => `ansible_${family}${word}`)

/** Of ansible-core: its connection, become and shell plugins, what it sets itself, and what it keeps of a play. */
const ofCore = joined(
  '',
  `async async_dir async_startup_timeout admin_users become_exe become_flags check_mode collection_name common_remote_group config_file connection_path
  connection_user current_hosts delegated_host dependent_role_names diff_mode env facts_modules failed_hosts failed_result failed_task forks
  group_priority host_pattern index_var interpreter_python_fallback inventory_sources limit local loop loop_var managed module_compression
  no_target_syslog parent_role_names parent_role_paths password pipelining play_batch play_hosts play_hosts_all play_name play_role_names
  playbook_pid playbook_python python_module_rlimit_nofile role_name role_names rsync_path run_tags search_path shell_allow_world_readable_temp
  skip_tags sshpass_prompt system_tmpdirs tower user verbosity version win_async_startup_timeout`,
)

const families = [
  ['ssh_', 'pkcs11_provider verbosity transfer_method sshpass_prompt password_mechanism known_hosts_file retries'],
  [
    'paramiko_',
    'user password pass host host_key_checking host_key_auto_add use_rsa_sha2_algorithms private_key_file proxy_command timeout',
  ],
  ['runas_', 'user pass flags exe'],
  ['doas_', 'user pass password flags exe prompt_l10n'],
  ['dzdo_', 'user pass flags exe'],
  ['ksu_', 'user pass flags exe prompt_l10n'],
  ['pbrun_', 'user pass flags exe wrap_execution'],
  ['pfexec_', 'user pass flags exe wrap_execution'],
  ['machinectl_', 'user pass flags exe'],
  ['pmrun_', 'pass flags exe'],
  [
    'winrm_',
    'user password pass host port path scheme transport kinit_cmd kinit_mode kinit_args kinit_env_vars kerberos_delegation kerberos_hostname_override connection_timeout operation_timeout_sec read_timeout_sec server_cert_validation cert_pem cert_key_pem ca_trust_path realm service message_encryption credssp_disable_tlsv1_2 send_cbt proxy',
  ],
  [
    'psrp_',
    'user host port path protocol auth ca_cert cert_validation cert_trust_path certificate_key_pem certificate_pem configuration_name connection_backoff connection_timeout credssp_auth_mechanism credssp_disable_tlsv1_2 credssp_minimum_version ignore_proxy max_envelope_size message_encryption negotiate_delegate negotiate_hostname_override negotiate_send_cbt negotiate_service operation_timeout proxy read_timeout reconnection_backoff reconnection_retries',
  ],
  ['network_', 'os os_version cli_ssh_type cli_retries single_user_mode import_modules'],
  ['persistent_', 'command_timeout connect_timeout connect_retry_timeout log_messages buffer_read_timeout'],
  [
    'httpapi_',
    'port use_ssl validate_certs use_proxy path ca_path ciphers client_cert client_key http_agent session_key ansible_connection',
  ],
  ['netconf_', 'host port ssh_config connect_timeout proxy_command'],
  [
    'terminal_',
    'initial_answer initial_prompt initial_prompt_checkall initial_prompt_newline inital_prompt_newline stderr_re stdout_re',
  ],
  [
    'docker_',
    'extra_args host tls_hostname tls_verify cacert_path cert_path key_path timeout working_dir privileged api_version ssl_version',
  ],
  ['podman_', 'extra_args executable'],
  ['lxd_', 'host executable remote project'],
  ['lxc_', 'host executable'],
  [
    'kubectl_',
    'host pod container namespace context kubeconfig extra_args password username user token cert_file key_file ca_cert verify_ssl server',
  ],
  [
    'aws_ssm_',
    'instance_id region bucket_name bucket_endpoint_url bucket_sse_mode bucket_sse_kms_key_id plugin profile retries timeout access_key_id secret_access_key session_token s3_addressing_style document',
  ],
  ['libvirt_', 'uri host'],
  ['vmware_', 'host user password port guest_path tools_install vm_path validate_certs'],
  ['buildah_', 'auto_commit'],
  ['chroot_', 'exe host disable_root_check'],
  ['jail_', 'host user'],
  ['qubes_', 'user'],
  ['saltstack_', 'host'],
] as const

/** Facts, which inventories set for hosts that gather none. */
const facts = joined(
  '',
  `all_ipv4_addresses all_ipv6_addresses apparmor architecture bios_date bios_vendor bios_version board_asset_tag board_name board_serial board_vendor
  board_version caller chassis_asset_tag chassis_serial chassis_vendor chassis_version cmdline date_time default_ipv4 default_ipv6 device_links
  devices distribution distribution_file_parsed distribution_file_path distribution_file_search_string distribution_file_variety distribution_major_version
  distribution_minor_version distribution_release distribution_version dns domain effective_group_id effective_user_id eth0 eth1 eth2 eth3 ens3 ens18
  ens160 ens192 ens224 enp0s3 enp0s8 bond0 br0 lo facts fibre_channel_wwn fips form_factor fqdn hostname hostnqn interfaces is_chroot iscsi_iqn kernel kernel_version
  loadavg local lsb lvm machine machine_id memfree_mb memory_mb memtotal_mb mounts nodename os_family os_name pkg_mgr proc_cmdline processor
  processor_cores processor_count processor_nproc processor_threads_per_core processor_vcpus product_name product_serial product_uuid product_version
  python python_version real_group_id real_user_id selinux selinux_python_present service_mgr ssh_host_key_dsa_public ssh_host_key_ecdsa_public
  ssh_host_key_ed25519_public ssh_host_key_rsa_public swapfree_mb swaptotal_mb system system_capabilities system_capabilities_enforced system_vendor
  uptime_seconds user_dir user_gecos user_gid user_id user_shell user_uid userspace_architecture userspace_bits virtualization_role
  virtualization_tech_guest virtualization_tech_host virtualization_type`,
)

/** Names that Ansible had, and what it has in their place. */
export const former: ReadonlyMap<string, string> = new Map(
  ['sudo', 'su'].flatMap((method) =>
    [
      ['', 'ansible_become'],
      ['_user', 'ansible_become_user'],
      ['_pass', 'ansible_become_password'],
      ['_password', 'ansible_become_password'],
      ['_exe', 'ansible_become_exe'],
      ['_flags', 'ansible_become_flags'],
    ].map(([end, now]) => [`ansible_${method}${end}`, now!] as const),
  ),
)

/** Every `ansible_*` variable that is no slip. */
export const ansibleNames: ReadonlySet<string> = new Set([
  ...knownConnectionNames,
  ...ofCore,
  ...families.flatMap(([family, words]) => joined(family, words)),
  ...facts,
])
