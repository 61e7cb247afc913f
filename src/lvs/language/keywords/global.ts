import type { KeywordBlock } from './block.ts'

/** The outermost keywords (path empty), and global_defs; read off the install_keyword calls of every release from 1.2.2 to 2.4.3. */
export const globalKeywords: Readonly<Record<string, KeywordBlock>> = {
  '': {
    since: {
      '1.2.2': `
        linkbeat_use_polling global_defs static_ipaddress static_routes vrrp_sync_group vrrp_instance
        vrrp_script SSL virtual_server_group virtual_server
      `,
      '1.2.20': 'static_rules',
      '1.2.21': 'garp_group',
      '1.2.24': 'net_namespace use_pid_dir instance',
      '1.3.0': 'namespace_with_ipsets',
      '2.0.0': 'bfd_instance vrrp_track_file child_wait_time',
      '2.0.3': 'track_group',
      '2.0.11': 'vrrp_track_process',
      '2.0.13': 'linkbeat_interfaces',
      '2.1.0': 'track_file net_namespace_ipvs',
      '2.2.3': 'interface_up_down_delays',
    },
  },
  global_defs: {
    since: {
      '1.2.2': 'router_id plugin_dir notification_email_from smtp_server smtp_connect_timeout notification_email',
      '1.2.5': 'enable_traps',
      '1.2.10': 'vrrp_mcast_group4 vrrp_mcast_group6',
      '1.2.20': `
        smtp_helo_name lvs_sync_daemon vrrp_garp_master_delay vrrp_garp_master_repeat vrrp_garp_master_refresh
        vrrp_garp_master_refresh_repeat vrrp_garp_lower_prio_delay vrrp_garp_lower_prio_repeat
        vrrp_lower_prio_no_advert vrrp_version vrrp_iptables vrrp_ipsets vrrp_check_unicast_src
        vrrp_skip_check_adv_addr vrrp_strict vrrp_priority checker_priority vrrp_no_swap checker_no_swap
        snmp_socket enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3
        enable_snmp_checker
      `,
      '1.2.21': 'vrrp_garp_interval vrrp_gna_interval',
      '1.2.23': 'lvs_flush',
      '1.2.24': 'default_interface lvs_timeouts',
      '1.3.0': 'enable_dbus script_user enable_script_security',
      '1.3.5': 'vrrp_higher_prio_send_advert',
      '1.3.6': `
        notify_fifo notify_fifo_script vrrp_notify_fifo vrrp_notify_fifo_script lvs_notify_fifo
        lvs_notify_fifo_script
      `,
      '1.3.7': 'dbus_service_name',
      '2.0.0': `
        smtp_alert smtp_alert_vrrp smtp_alert_checker dynamic_interfaces no_email_faults vrrp_rt_priority
        vrrp_rlimit_rtime checker_rt_priority checker_rlimit_rtime bfd_priority bfd_no_swap bfd_rt_priority
        bfd_rlimit_rtime enable_snmp_vrrp vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force
        vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs
        lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs lvs_netlink_monitor_rcv_bufs_force
        rs_init_notifies no_checker_emails
      `,
      '2.0.3': 'vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier',
      '2.0.9': 'umask',
      '2.0.11': `
        checker_log_all_failures nftables nftables_priority nftables_counters nftables_ifindex
        process_monitor_rcv_bufs process_monitor_rcv_bufs_force
      `,
      '2.0.12': 'vrrp_min_garp',
      '2.0.14': 'vrrp_startup_delay',
      '2.0.15': 'lvs_flush_onstop random_seed',
      '2.0.16': `
        process_names process_name vrrp_process_name lvs_process_name bfd_process_name
        vrrp_notify_priority_changes log_unknown_vrids
      `,
      '2.0.17': 'vrrp_cpu_affinity checker_cpu_affinity bfd_cpu_affinity',
      '2.1.0': `
        startup_script startup_script_timeout shutdown_script shutdown_script_timeout max_auto_priority
        min_auto_priority_delay vrrp_rlimit_rttime checker_rlimit_rttime bfd_rlimit_rttime reload_time_file
        reload_repeat
      `,
      '2.2.0': `
        checker_process_name disable_local_igmp lvs_flush_on_stop vrrp_vmac_garp_intvl vmac_prefix
        vmac_addr_prefix reload_check_config reload_file include_check tmp_config_directory
      `,
      '2.2.2': 'nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark',
      '2.2.3': 'vrrp_down_timer_adverts vrrp_garp_extra_if config_save_dir data_use_instance',
      '2.2.5': 'fifo_write_vrrp_states_on_reload',
      '2.2.8': 'v3_checksum_as_v2 json_version',
      '2.3.0': 'use_symlink_paths snmp_vs_stats_update_interval snmp_rs_stats_update_interval dbus_no_interface_name',
      '2.3.2': 'iproute_usr_dir iproute_etc_dir',
      '2.3.3': 'vrrp_owner_ignore_adverts state_dump_file stats_dump_file json_dump_file',
      '2.4.0': 'vrrp_delay_after_boot',
    },
    values: {
      'pairs(tcp|tcpfin|udp)': 'lvs_timeouts',
      'device pairs(inst|id|maxlen|port|ttl|group)': 'lvs_sync_daemon',
      text: `
        router_id notification_email_from smtp_helo_name plugin_dir dbus_service_name snmp_socket
        notify_fifo vrrp_notify_fifo lvs_notify_fifo notify_fifo_script vrrp_notify_fifo_script
        lvs_notify_fifo_script startup_script shutdown_script
      `,
      'host port?': 'smtp_server',
      'int(0,2147)': 'smtp_connect_timeout',
      '2.0.0: int(0,4294)': 'smtp_connect_timeout',
      'onoff?': `
        smtp_alert smtp_alert_vrrp smtp_alert_checker vrrp_min_garp vrrp_lower_prio_no_advert
        vrrp_higher_prio_send_advert rs_init_notifies no_checker_emails vrrp_netlink_cmd_rcv_bufs_force
        vrrp_netlink_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs_force
        lvs_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs_force checker_log_all_failures
        data_use_instance vrrp_notify_priority_changes
      `,
      '': `
        vrrp_skip_check_adv_addr vrrp_strict vrrp_check_unicast_src vrrp_no_swap checker_no_swap bfd_no_swap
        enable_traps enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3
        enable_snmp_checker enable_snmp_vrrp enable_dbus lvs_flush no_email_faults nftables_counters
        nftables_ifindex log_unknown_vrids lvs_flush_onstop disable_local_igmp
        fifo_write_vrrp_states_on_reload use_symlink_paths dbus_no_interface_name enable_script_security
      `,
      'oneof(allow_no_interface|allow_if_changes)?': 'dynamic_interfaces',
      'oneof(VS)?': 'lvs_flush_on_stop',
      group4: 'vrrp_mcast_group4',
      group6: 'vrrp_mcast_group6',
      'int(0,4294)': 'vrrp_garp_master_delay vrrp_garp_lower_prio_delay',
      'int(0,2147483647)': `
        vrrp_garp_master_repeat vrrp_garp_master_refresh vrrp_garp_master_refresh_repeat
        vrrp_garp_lower_prio_repeat
      `,
      '2.0.0: int(0,4294967295)': `
        vrrp_garp_master_repeat vrrp_garp_master_refresh vrrp_garp_master_refresh_repeat
      `,
      'dec(0,4294.967295)': 'vrrp_garp_interval vrrp_gna_interval',
      'int(2,3)': 'vrrp_version',
      'int(-20,19)': 'vrrp_priority checker_priority bfd_priority',
      'int(1,99)': 'vrrp_rt_priority checker_rt_priority bfd_rt_priority',
      'int(-1,99)': 'max_auto_priority',
      'int(1,10000000)': 'min_auto_priority_delay',
      'int(1,4294967295)': `
        vrrp_rlimit_rtime checker_rlimit_rtime bfd_rlimit_rtime vrrp_rlimit_rttime checker_rlimit_rttime
        bfd_rlimit_rttime vrrp_rx_bufs_multiplier
      `,
      'int(0,4294967295)': `
        vrrp_netlink_cmd_rcv_bufs vrrp_netlink_monitor_rcv_bufs lvs_netlink_cmd_rcv_bufs
        lvs_netlink_monitor_rcv_bufs process_monitor_rcv_bufs random_seed
      `,
      'dec(0.001,4294.967295)': 'vrrp_startup_delay',
      'int(1,100)': 'vrrp_down_timer_adverts',
      device: 'default_interface',
      'filled filled?': 'script_user',
      'int(1,1000)': 'startup_script_timeout shutdown_script_timeout',
      'int(1,2)': 'json_version',
    },
    until: { plugin_dir: '1.2.19' },
  },
}
