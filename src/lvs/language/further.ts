import { type Block, others } from './entry.ts'

/** The words of a vrrp_instance that the variables do not have. */
export const furtherInstanceWords = others(
  [{ since: '1.2.2', takes: '', instead: 'Leave it out: the addresses say it.' }, 'native_ipv6'],
  [{ since: '1.2.2', takes: '', instead: 'Leave it out: that is what holds without nopreempt: true.' }, 'preempt'],
  [
    {
      since: '1.2.2',
      takes: 'state',
      instead:
        'Leave it out: every director starts as BACKUP, and the one with the highest priority becomes master. Priorities come from keepalived-master (100) and keepalived-backup (98), or from priority: { lb1: 100, lb2: 98 }.',
    },
    'state',
  ],
  [{ since: '1.2.2', takes: 'int(0,4)' }, 'debug'],
  [
    {
      since: '1.2.2',
      takes: 'device',
      instead: 'Write lvs_sync_daemon: { interface: em1, instance: VI_1 } beside vrrp_instances.',
    },
    'lvs_sync_daemon_interface',
  ],
  [
    { since: '1.2.8', instead: 'Write unicast: true: the peers are the other hosts of director_group.' },
    'unicast_peer',
  ],
  [{ since: '1.3.0', takes: '', instead: 'Write accept: false.' }, 'no_accept'],
  [{ since: '1.3.7', takes: 'oneof(never)?' }, 'old_unicast_checksum'],
  [{ since: '2.0.0', takes: '' }, 'track_src_ip linkbeat_use_polling'],
  [{ since: '2.0.3', takes: 'int(0,2147483647)' }, 'kernel_rx_buf_size'],
  [{ since: '2.0.6', takes: 'command' }, 'notify_master_rx_lower_pri'],
  [{ since: '2.0.16', takes: 'onoff?' }, 'notify_priority_changes'],
  [{ since: '2.0.17', takes: 'filled*' }, 'use_ipvlan'],
  [{ since: '2.1.0', takes: '', instead: 'Leave it out: unicast: true writes it.' }, 'check_unicast_src'],
  [{ since: '2.1.0', takes: 'command' }, 'notify_deleted'],
  [{ since: '2.2.0', takes: '' }, 'use_vmac_addr'],
  [{ since: '2.2.0' }, 'vmac_garp_intvl'],
  [{ since: '2.2.3' }, 'garp_extra_if'],
  [{ since: '2.2.5', takes: '' }, 'unicast_fault_no_peer'],
  [{ since: '2.2.5', takes: 'device' }, 'vrf'],
  [{ since: '2.2.5', takes: 'address' }, 'mcast_dst_ip'],
  [{ since: '2.2.8', takes: '' }, 'timer_expired_backup'],
  [{ since: '2.2.8', takes: 'onoff?' }, 'v3_checksum_as_v2'],
  [{ since: '2.3.2', takes: 'filled*' }, 'thread_timer_expired'],
  [{ since: '2.3.3' }, 'owner_ignore_adverts'],
  [{ since: '2.4.0' }, 'auth_hmac'],
)

/** The words of global_defs that the variables do not have. */
export const furtherGlobalWords = others(
  [{ since: '1.2.2', until: '1.2.19', takes: 'text' }, 'plugin_dir'],
  [
    {
      since: '1.2.20',
      takes: 'device pairs(inst|id|maxlen|port|ttl|group)',
      instead: 'Write lvs_sync_daemon as a variable beside global_defs.',
    },
    'lvs_sync_daemon',
  ],
  [{ since: '1.2.20', takes: 'onoff?' }, 'vrrp_lower_prio_no_advert'],
  [{ since: '1.2.20' }, 'vrrp_iptables vrrp_ipsets'],
  [{ since: '1.2.20', takes: '' }, 'vrrp_check_unicast_src'],
  [{ since: '1.2.20', takes: '', instead: 'Write enable_snmp_vrrp: true.' }, 'enable_snmp_keepalived'],
  [{ since: '1.2.24', takes: 'device', instead: 'Write interface in each instance.' }, 'default_interface'],
  [{ since: '1.3.0', takes: '' }, 'enable_dbus'],
  [{ since: '1.3.5', takes: 'onoff?' }, 'vrrp_higher_prio_send_advert'],
  [{ since: '1.3.7', takes: 'text' }, 'dbus_service_name'],
  [
    { since: '2.0.0', takes: 'onoff?' },
    `
    smtp_alert_vrrp smtp_alert_checker vrrp_netlink_cmd_rcv_bufs_force
    vrrp_netlink_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs_force
    lvs_netlink_monitor_rcv_bufs_force rs_init_notifies no_checker_emails
  `,
  ],
  [{ since: '2.0.0', takes: '' }, 'no_email_faults bfd_no_swap'],
  [{ since: '2.0.0', takes: 'int(1,4294967295)' }, 'vrrp_rlimit_rtime checker_rlimit_rtime bfd_rlimit_rtime'],
  [{ since: '2.0.0', takes: 'int(-20,19)' }, 'bfd_priority'],
  [{ since: '2.0.0', takes: 'int(1,99)' }, 'bfd_rt_priority'],
  [
    { since: '2.0.0', takes: 'int(0,4294967295)' },
    `
    vrrp_netlink_cmd_rcv_bufs vrrp_netlink_monitor_rcv_bufs lvs_netlink_cmd_rcv_bufs
    lvs_netlink_monitor_rcv_bufs
  `,
  ],
  [{ since: '2.0.3' }, 'vrrp_rx_bufs_policy'],
  [{ since: '2.0.3', takes: 'int(1,4294967295)' }, 'vrrp_rx_bufs_multiplier'],
  [{ since: '2.0.9' }, 'umask'],
  [{ since: '2.0.11', takes: 'onoff?' }, 'checker_log_all_failures process_monitor_rcv_bufs_force'],
  [{ since: '2.0.11' }, 'nftables nftables_priority'],
  [{ since: '2.0.11', takes: '' }, 'nftables_counters nftables_ifindex'],
  [{ since: '2.0.11', takes: 'int(0,4294967295)' }, 'process_monitor_rcv_bufs'],
  [{ since: '2.0.15', takes: '' }, 'lvs_flush_onstop'],
  [{ since: '2.0.15', takes: 'int(0,4294967295)' }, 'random_seed'],
  [{ since: '2.0.16' }, 'process_names process_name vrrp_process_name lvs_process_name bfd_process_name'],
  [{ since: '2.0.16', takes: 'onoff?' }, 'vrrp_notify_priority_changes'],
  [{ since: '2.0.16', takes: '' }, 'log_unknown_vrids'],
  [{ since: '2.0.17' }, 'vrrp_cpu_affinity checker_cpu_affinity bfd_cpu_affinity'],
  [{ since: '2.1.0', takes: 'text' }, 'startup_script shutdown_script'],
  [{ since: '2.1.0', takes: 'int(1,1000)' }, 'startup_script_timeout shutdown_script_timeout'],
  [{ since: '2.1.0', takes: 'int(1,10000000)' }, 'min_auto_priority_delay'],
  [{ since: '2.1.0', takes: 'int(1,4294967295)' }, 'vrrp_rlimit_rttime checker_rlimit_rttime bfd_rlimit_rttime'],
  [{ since: '2.1.0' }, 'reload_time_file reload_repeat'],
  [
    { since: '2.2.0' },
    `
    checker_process_name vrrp_vmac_garp_intvl vmac_prefix vmac_addr_prefix reload_file include_check
    tmp_config_directory
  `,
  ],
  [{ since: '2.2.0', takes: '' }, 'disable_local_igmp'],
  [{ since: '2.2.2' }, 'nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark'],
  [{ since: '2.2.3', takes: 'int(1,100)' }, 'vrrp_down_timer_adverts'],
  [{ since: '2.2.3' }, 'vrrp_garp_extra_if config_save_dir'],
  [{ since: '2.2.3', takes: 'onoff?' }, 'data_use_instance'],
  [{ since: '2.2.8' }, 'v3_checksum_as_v2'],
  [{ since: '2.2.8', takes: 'int(1,2)' }, 'json_version'],
  [{ since: '2.3.0', takes: '' }, 'use_symlink_paths dbus_no_interface_name'],
  [{ since: '2.3.2' }, 'iproute_usr_dir iproute_etc_dir'],
  [{ since: '2.3.3' }, 'vrrp_owner_ignore_adverts state_dump_file stats_dump_file json_dump_file'],
  [{ since: '2.4.0' }, 'vrrp_delay_after_boot'],
)

/** Blocks that the variables have no word of, by path; the outermost is empty. */
export const furtherBlocks: Readonly<Record<string, Block>> = {
  '': others(
    [
      { since: '1.2.2' },
      `
    linkbeat_use_polling global_defs vrrp_sync_group vrrp_instance vrrp_script SSL virtual_server_group virtual_server
  `,
    ],
    [{ since: '1.2.21' }, 'garp_group'],
    [{ since: '1.2.24' }, 'net_namespace use_pid_dir instance'],
    [{ since: '1.3.0' }, 'namespace_with_ipsets'],
    [{ since: '2.0.0' }, 'bfd_instance vrrp_track_file child_wait_time'],
    [{ since: '2.0.3' }, 'track_group'],
    [{ since: '2.0.11' }, 'vrrp_track_process'],
    [{ since: '2.0.13' }, 'linkbeat_interfaces'],
    [{ since: '2.1.0' }, 'track_file net_namespace_ipvs'],
    [{ since: '2.2.3' }, 'interface_up_down_delays'],
  ),
  'vrrp_instance auth_hmac': others([{ since: '2.4.0' }, 'key active_key time_window anti_replay mode']),
  garp_group: others(
    [{ since: '1.2.21', takes: 'dec(0,2147.483647)' }, 'garp_interval gna_interval'],
    [{ since: '1.2.21', takes: 'device' }, 'interface'],
    [{ since: '1.2.21' }, 'interfaces'],
  ),
  track_group: others([{ since: '2.0.3' }, 'group']),
  SSL: others([{ since: '1.2.2', takes: 'filled' }, 'password ca certificate key']),
  'virtual_server real_server SMTP_CHECK host': others(
    [{ since: '1.2.2', takes: 'address' }, 'connect_ip bindto'],
    [{ since: '1.2.2', takes: { '1.2.2': 'int(0,65535)', '2.0.0': 'port' } }, 'connect_port'],
    [{ since: '1.2.13', takes: { '1.2.13': 'int(0,65535)', '2.0.0': 'port' } }, 'bind_port'],
    [
      { since: '1.2.13', takes: { '1.2.13': 'int(1,2147)', '2.0.0': 'int(1,4294)', '2.1.0': 'timer(0.000001)' } },
      'connect_timeout',
    ],
    [
      {
        since: '1.2.13',
        takes: { '1.2.13': 'int(-2147483648,2147483647)', '1.3.0': 'int(0,4294967295)', '2.0.0': 'int(1,4294967295)' },
      },
      'fwmark',
    ],
    [{ since: '1.3.7', takes: 'device' }, 'bind_if'],
    [{ since: '1.3.7', takes: 'int(0,4294967295)' }, 'retry'],
    [
      { since: '1.3.7', takes: { '1.3.7': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' } },
      'delay_before_retry warmup',
    ],
    [{ since: '1.3.7', takes: { '1.3.7': 'int(1,4294)', '2.1.0': 'timer(0.000001)' } }, 'delay_loop'],
    [{ since: '1.3.7', takes: 'onoff?' }, 'alpha'],
    [{ since: '2.0.11', takes: 'onoff?' }, 'log_all_failures'],
  ),
}
