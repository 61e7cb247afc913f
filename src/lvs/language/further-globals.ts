import { others } from './entry.ts'
import { shared } from './further-instance.ts'

const size = { since: '2.0.0', takes: 'int(1,4294967295)' } as const

/** The words of global_defs about keepalived's processes and files that the variables do not have. */
const processes = {
  ...others(
    'Leave it out: lbprov finds the processes of keepalived by the names that they have without it.',
    [{ since: '2.0.16' }, 'process_names process_name vrrp_process_name lvs_process_name bfd_process_name'],
    [{ since: '2.2.0' }, 'checker_process_name'],
  ),
  ...others('Leave it out: CPUAffinity= in a drop-in of keepalived.service holds for all of its processes.', [
    { since: '2.0.17' },
    'vrrp_cpu_affinity checker_cpu_affinity bfd_cpu_affinity',
  ]),
  ...others('Write vrrp_rlimit_rttime or checker_rlimit_rttime: the name from 2.1.0 on.', [
    size,
    'vrrp_rlimit_rtime checker_rlimit_rtime',
  ]),
  ...others(
    'Leave it out: the variables have nothing for the BFD process alone; max_auto_priority holds for it, too.',
    [size, 'bfd_rlimit_rtime'],
    [{ since: '2.0.0', takes: '' }, 'bfd_no_swap'],
    [{ since: '2.0.0', takes: 'int(-20,19)' }, 'bfd_priority'],
    [{ since: '2.0.0', takes: 'int(1,99)' }, 'bfd_rt_priority'],
    [{ since: '2.1.0', takes: 'int(1,4294967295)' }, 'bfd_rlimit_rttime'],
  ),
  ...others(
    shared.buffers,
    [{ since: '2.0.3' }, 'vrrp_rx_bufs_policy'],
    [{ since: '2.0.3', takes: 'int(1,4294967295)' }, 'vrrp_rx_bufs_multiplier'],
  ),
  ...others(
    'Leave it out: verify and status look for these files where keepalived writes them without it.',
    [{ since: '2.2.3', takes: 'onoff?' }, 'data_use_instance'],
    [{ since: '2.3.3' }, 'state_dump_file stats_dump_file'],
  ),
  ...others(
    'Leave it out: it is for those who look for faults in keepalived itself.',
    [{ since: '2.2.3' }, 'config_save_dir'],
    [{ since: '2.2.8', takes: 'int(1,2)' }, 'json_version'],
    [{ since: '2.3.3' }, 'json_dump_file'],
  ),
  ...others('Leave it out: what keepalived writes is for root alone without it.', [{ since: '2.0.9' }, 'umask']),
  ...others('Leave it out: keepalived holds its file in memory while it reads it.', [
    { since: '2.2.0' },
    'tmp_config_directory',
  ]),
  ...others(
    'Leave it out: a run reloads the directors itself, one after the other or at once, as clients notice least.',
    [{ since: '2.1.0' }, 'reload_time_file reload_repeat'],
    [{ since: '2.2.0' }, 'reload_file'],
  ),
  ...others(
    'Leave it out: lbprov writes one file, without include and definitions.',
    [{ since: '2.2.0' }, 'include_check'],
    [{ since: '2.0.15', takes: 'int(0,4294967295)' }, 'random_seed'],
  ),
  ...others('Leave it out: write tables and protocols of routes and rules as numbers.', [
    { since: '2.3.2' },
    'iproute_usr_dir iproute_etc_dir',
  ]),
  ...others('Leave it out: name programs by a path without links.', [
    { since: '2.3.0', takes: '' },
    'use_symlink_paths',
  ]),
  ...others(
    'Leave it out: a systemd unit of your own with Before=keepalived.service does the same. Firewall marks are set by marks of the virtual server.',
    [{ since: '2.1.0', takes: 'text' }, 'startup_script shutdown_script'],
    [{ since: '2.1.0', takes: 'int(1,1000)' }, 'startup_script_timeout shutdown_script_timeout'],
  ),
  ...others(
    'Leave it out: the notify programs, notify_fifo and SNMP (enable_snmp_vrrp) tell of the same changes.',
    [{ since: '1.3.0', takes: '' }, 'enable_dbus'],
    [{ since: '1.3.7', takes: 'text' }, 'dbus_service_name'],
    [{ since: '2.3.0', takes: '' }, 'dbus_no_interface_name'],
  ),
}

/** The words of global_defs that the variables do not have. */
export const furtherGlobalWords = {
  ...others('Leave it out: keepalived has not known it since 1.2.20.', [
    { since: '1.2.2', until: '1.2.19', takes: 'text' },
    'plugin_dir',
  ]),
  ...others('Write lvs_sync_daemon as a variable beside global_defs.', [
    { since: '1.2.20', takes: 'device pairs(inst|id|maxlen|port|ttl|group)' },
    'lvs_sync_daemon',
  ]),
  ...others(
    'Leave it out: where accept: false or use_vmac needs packet filter rules, keepalived makes them without it.',
    [{ since: '1.2.20' }, 'vrrp_iptables vrrp_ipsets'],
    [{ since: '2.0.11' }, 'nftables nftables_priority'],
    [{ since: '2.0.11', takes: '' }, 'nftables_counters nftables_ifindex'],
  ),
  ...others(
    'Write fwmark and marks in the virtual server: the roles then set the firewall marks, which keepalived would do by this word.',
    [{ since: '2.2.2' }, 'nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark'],
  ),
  ...others(shared.unicast, [{ since: '1.2.20', takes: '' }, 'vrrp_check_unicast_src']),
  ...others('Write enable_snmp_vrrp: true.', [{ since: '1.2.20', takes: '' }, 'enable_snmp_keepalived']),
  ...others('Write interface in each instance.', [{ since: '1.2.24', takes: 'device' }, 'default_interface']),
  ...others('Write lvs_flush_on_stop: true: the name from 2.2.0 on.', [
    { since: '2.0.15', takes: '' },
    'lvs_flush_onstop',
  ]),
  ...others(
    'Write vrrp_garp_master_refresh: 60: it repeats gratuitous ARP for all addresses.',
    [{ since: '2.2.0' }, 'vrrp_vmac_garp_intvl'],
    [{ since: '2.2.3' }, 'vrrp_garp_extra_if'],
  ),
  ...others('Write the name in the instance: use_vmac: vrrp.51.', [{ since: '2.2.0' }, 'vmac_prefix vmac_addr_prefix']),
  ...others('Write director_sysctls: { net.ipv4.igmp_link_local_mcast_reports: 0 }, a param of director-vip.', [
    { since: '2.2.0', takes: '' },
    'disable_local_igmp',
  ]),
  ...others(shared.foreign, [{ since: '2.2.8' }, 'v3_checksum_as_v2']),
  ...others(shared.owner, [{ since: '2.3.3' }, 'vrrp_owner_ignore_adverts']),
  ...others('Write vrrp_startup_delay.', [{ since: '2.4.0' }, 'vrrp_delay_after_boot']),
  ...processes,
}
