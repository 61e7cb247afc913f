import type { KeywordBlock } from './block.ts'

/** The blocks of VRRP, trackers and BFD; read off the install_keyword calls of every release from 1.2.2 to 2.4.3. */
export const vrrpKeywords: Readonly<Record<string, KeywordBlock>> = {
  vrrp_instance: {
    since: {
      '1.2.2': `
        native_ipv6 state interface dont_track_primary track_interface track_script mcast_src_ip
        virtual_router_id priority advert_int virtual_ipaddress virtual_ipaddress_excluded virtual_routes
        preempt nopreempt preempt_delay debug notify_backup notify_master notify_fault notify_stop notify
        smtp_alert lvs_sync_daemon_interface garp_master_delay authentication
      `,
      '1.2.3': 'use_vmac',
      '1.2.8': 'unicast_peer',
      '1.2.10': 'vmac_xmit_base unicast_src_ip garp_master_refresh',
      '1.2.14': 'garp_master_repeat garp_master_refresh_repeat',
      '1.2.17': 'version accept',
      '1.2.20': `
        virtual_rules skip_check_adv_addr strict_mode garp_lower_prio_delay garp_lower_prio_repeat
        lower_prio_no_advert
      `,
      '1.3.0': 'promote_secondaries no_accept',
      '1.3.5': 'higher_prio_send_advert',
      '1.3.7': 'old_unicast_checksum',
      '2.0.0': 'track_file track_bfd track_src_ip linkbeat_use_polling',
      '2.0.3': 'kernel_rx_buf_size',
      '2.0.6': 'notify_master_rx_lower_pri',
      '2.0.11': 'track_process',
      '2.0.16': 'notify_priority_changes',
      '2.0.17': 'use_ipvlan',
      '2.1.0': 'check_unicast_src unicast_ttl notify_deleted',
      '2.2.0': 'use_vmac_addr vmac_garp_intvl',
      '2.2.3': 'down_timer_adverts garp_extra_if',
      '2.2.5': 'unicast_fault_no_peer vrf mcast_dst_ip',
      '2.2.8': 'no_virtual_ipaddress v3_checksum_as_v2 timer_expired_backup',
      '2.3.2': 'thread_timer_expired',
      '2.3.3': 'owner_ignore_adverts',
      '2.4.0': 'auth_hmac',
    },
    values: {
      '': `
        native_ipv6 dont_track_primary preempt nopreempt promote_secondaries no_accept check_unicast_src
        track_src_ip linkbeat_use_polling vmac_xmit_base smtp_alert unicast_fault_no_peer
        timer_expired_backup no_virtual_ipaddress use_vmac_addr accept
      `,
      '2.0.0: onoff?': 'smtp_alert v3_checksum_as_v2',
      'onoff?': `
        lower_prio_no_advert higher_prio_send_advert skip_check_adv_addr strict_mode notify_priority_changes
        v3_checksum_as_v2
      `,
      'oneof(never)?': 'old_unicast_checksum',
      state: 'state',
      device: 'interface lvs_sync_daemon_interface vrf',
      'int(1,255)': 'virtual_router_id priority',
      'dec(0.01,255)': 'advert_int',
      'int(2,3)': 'version',
      'int(0,255)': 'unicast_ttl',
      'int(0,4)?': 'debug',
      'int(0,1000)': 'preempt_delay',
      '2.1.0: dec(0,1000)': 'preempt_delay',
      address: 'mcast_src_ip unicast_src_ip mcast_dst_ip',
      command: `
        notify_backup notify_master notify_fault notify_stop notify notify_deleted
        notify_master_rx_lower_pri
      `,
      'filled*': 'use_vmac use_ipvlan kernel_rx_buf_size thread_timer_expired',
      'int(0,4294)': 'garp_master_delay garp_lower_prio_delay',
      'int(0,2147483647)': `
        garp_master_refresh garp_master_repeat garp_master_refresh_repeat garp_lower_prio_repeat
      `,
      '2.0.0: int(0,4294967295)': 'garp_master_refresh garp_master_repeat garp_master_refresh_repeat',
      'int(1,100)': 'down_timer_adverts',
    },
  },
  'vrrp_instance authentication': {
    since: {
      '1.2.2': 'auth_type auth_pass',
    },
    values: {
      auth: 'auth_type',
      secret: 'auth_pass',
    },
  },
  'vrrp_instance auth_hmac': {
    since: {
      '2.4.0': 'key active_key time_window anti_replay mode',
    },
  },
  vrrp_sync_group: {
    since: {
      '1.2.2': 'group notify_backup notify_master notify_fault notify smtp_alert',
      '1.2.3': 'global_tracking',
      '2.0.0': 'track_interface track_script track_file track_bfd notify_stop sync_group_tracking_weight',
      '2.0.11': 'track_process',
      '2.2.0': 'notify_priority_changes',
    },
    values: {
      '': 'smtp_alert global_tracking sync_group_tracking_weight',
      '2.0.0: onoff?': 'smtp_alert',
      'onoff?': 'notify_priority_changes',
      command: 'notify_backup notify_master notify_fault notify_stop notify',
    },
  },
  vrrp_script: {
    since: {
      '1.2.2': 'script interval weight rise fall',
      '1.2.6': 'timeout',
      '1.3.0': 'user',
      '1.3.2': 'init_fail',
    },
    values: {
      command: 'script',
      'int(1,4294)': 'interval timeout',
      '2.0.0: int(0,4294)': 'interval timeout',
      'int(-2147483648,2147483647)': 'weight',
      '2.0.0: int(-253,253) oneof(reverse)?': 'weight',
      'int(1,2147483647)': 'rise fall',
      'filled filled?': 'user',
      '': 'init_fail',
    },
  },
  vrrp_track_process: {
    since: {
      '2.0.11': 'process weight quorum delay full_command',
      '2.0.16': 'param_match quorum_max terminate_delay fork_delay',
    },
    values: {
      'filled*': 'process',
      'oneof(initial|partial)?': 'param_match',
      'int(-254,254) oneof(reverse)?': 'weight',
      'int(1,65535)': 'quorum',
      'int(0,65535)': 'quorum_max',
      'dec(0.000001,3600)': 'delay terminate_delay fork_delay',
      '': 'full_command',
    },
  },
  track_file: {
    since: {
      '2.1.0': 'file weight init_file',
    },
    values: {
      filled: 'file',
      'int(-254,254) oneof(reverse)?': 'weight',
      'init*': 'init_file',
    },
  },
  vrrp_track_file: {
    since: {
      '2.0.0': 'file weight init_file',
    },
    values: {
      filled: 'file',
      'int(-254,254) oneof(reverse)?': 'weight',
      'init*': 'init_file',
    },
  },
  garp_group: {
    since: {
      '1.2.21': 'garp_interval gna_interval interface interfaces',
    },
    values: {
      'dec(0,2147.483647)': 'garp_interval gna_interval',
      device: 'interface',
    },
  },
  track_group: {
    since: {
      '2.0.3': 'group',
    },
  },
  bfd_instance: {
    since: {
      '2.0.0': `
        source_ip neighbor_ip neighbour_ip min_rx min_tx idle_tx multiplier passive ttl hoplimit max_hops weight
        vrrp checker
      `,
      '2.2.8': 'multihop',
    },
    values: {
      address: 'source_ip neighbor_ip neighbour_ip',
      'int(1,4294967)': 'min_rx min_tx',
      'int(1000,4294967)': 'idle_tx',
      '2.1.0: dec(1,4294967)': 'min_rx min_tx',
      '2.1.0: dec(1000,4294967)': 'idle_tx',
      'int(1,255)': 'multiplier ttl hoplimit',
      '': 'passive vrrp checker',
      'int(-1,255)': 'max_hops',
      'int(-253,253) oneof(reverse)?': 'weight',
      'onoff?': 'multihop',
    },
  },
}
