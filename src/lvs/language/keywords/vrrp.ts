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
  },
  'vrrp_instance authentication': {
    since: {
      '1.2.2': 'auth_type auth_pass',
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
  },
  vrrp_script: {
    since: {
      '1.2.2': 'script interval weight rise fall',
      '1.2.6': 'timeout',
      '1.3.0': 'user',
      '1.3.2': 'init_fail',
    },
  },
  vrrp_track_process: {
    since: {
      '2.0.11': 'process weight quorum delay full_command',
      '2.0.16': 'param_match quorum_max terminate_delay fork_delay',
    },
  },
  track_file: {
    since: {
      '2.1.0': 'file weight init_file',
    },
  },
  vrrp_track_file: {
    since: {
      '2.0.0': 'file weight init_file',
    },
  },
  garp_group: {
    since: {
      '1.2.21': 'garp_interval gna_interval interface interfaces',
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
  },
}
