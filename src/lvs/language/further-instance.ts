import { others } from './entry.ts'

/** Reasons that are those of words in several blocks. */
export const shared = {
  foreign: 'Leave it out: routers of other makers need it, and here every director runs keepalived.',
  owner: 'Leave it out: it is for priority 255, which no director has here.',
  buffers:
    'Leave it out: it is for hosts with a very large net.core.rmem_default. Lower that by director_sysctls of director-vip.',
  links:
    'Leave it out: the kernel says itself when a link goes down. For a driver that does not, write a vrrp_script that looks.',
  hmac: 'Leave it out: unicast: true takes adverts from the other directors alone. No supported release has keepalived 2.4.0, which brought it.',
  unicast: 'Leave it out: unicast: true writes it.',
  tracked: 'Write track_interface in the instance, with the interface of the static address or route.',
  priorities: 'Write vrrp_notify_priority_changes: true in global_defs.',
} as const

/** The words of a vrrp_instance that the variables do not have. */
export const furtherInstanceWords = {
  ...others('Leave it out: the addresses say it.', [{ since: '1.2.2', takes: '' }, 'native_ipv6']),
  ...others('Leave it out: that is what holds without nopreempt: true.', [{ since: '1.2.2', takes: '' }, 'preempt']),
  ...others(
    'Leave it out: every director starts as BACKUP, and the one with the highest priority becomes master. Priorities come from keepalived-master (100) and keepalived-backup (98), or from priority: { lb1: 100, lb2: 98 }.',
    [{ since: '1.2.2', takes: 'state' }, 'state'],
  ),
  ...others('Leave it out: keepalived does nothing with it.', [{ since: '1.2.2', takes: 'int(0,4)' }, 'debug']),
  ...others('Write lvs_sync_daemon: { interface: em1, instance: VI_1 } beside vrrp_instances.', [
    { since: '1.2.2', takes: 'device' },
    'lvs_sync_daemon_interface',
  ]),
  ...others('Write unicast: true: the peers are the other hosts of director_group.', [
    { since: '1.2.8' },
    'unicast_peer',
  ]),
  ...others(shared.unicast, [{ since: '2.1.0', takes: '' }, 'check_unicast_src']),
  ...others('Leave it out: unicast: true always names the peers.', [
    { since: '2.2.5', takes: '' },
    'unicast_fault_no_peer',
  ]),
  ...others('Write vrrp_mcast_group4 or vrrp_mcast_group6 in global_defs: it holds for all instances.', [
    { since: '2.2.5', takes: 'address' },
    'mcast_dst_ip',
  ]),
  ...others(
    'Leave it out: keepalived takes it for an instance without interface, and here each has one. Write the interface.',
    [{ since: '2.2.5', takes: 'device' }, 'vrf'],
  ),
  ...others('Write accept: false.', [{ since: '1.3.0', takes: '' }, 'no_accept']),
  ...others(
    'Leave it out: keepalived 1.3.7 and newer sees by itself that a peer with VRRP version 3 and unicast is an older one.',
    [{ since: '1.3.7', takes: 'oneof(never)?' }, 'old_unicast_checksum'],
  ),
  ...others(shared.foreign, [{ since: '2.2.8', takes: 'onoff?' }, 'v3_checksum_as_v2']),
  ...others(shared.hmac, [{ since: '2.4.0' }, 'auth_hmac']),
  ...others(
    'Write use_vmac: true. Where a port of the network takes one MAC address only, leave both out: the addresses are then on interface itself.',
    [{ since: '2.0.17', takes: 'filled*' }, 'use_ipvlan'],
  ),
  ...others(
    'Leave it out: use_vmac is for the addresses on interface. Give those on another interface an instance of their own.',
    [{ since: '2.2.0', takes: '' }, 'use_vmac_addr'],
  ),
  ...others(
    'Write garp_master_refresh: 60: it repeats gratuitous ARP for all addresses of the instance.',
    [{ since: '2.2.0' }, 'vmac_garp_intvl'],
    [{ since: '2.2.3' }, 'garp_extra_if'],
  ),
  ...others(shared.links, [{ since: '2.0.0', takes: '' }, 'linkbeat_use_polling']),
  ...others(shared.buffers, [{ since: '2.0.3', takes: 'int(0,2147483647)' }, 'kernel_rx_buf_size']),
  ...others('Leave it out: verify, status and serve tell of a second master.', [
    { since: '2.0.6', takes: 'command' },
    'notify_master_rx_lower_pri',
  ]),
  ...others('Leave it out: notify_fault is run for an instance that is no longer in the file.', [
    { since: '2.1.0', takes: 'command' },
    'notify_deleted',
  ]),
  ...others(shared.priorities, [{ since: '2.0.16', takes: 'onoff?' }, 'notify_priority_changes']),
  ...others(
    'Leave it out: it is for a keepalived that the kernel runs too late. With vrrp_rt_priority: 50 in global_defs it runs in time.',
    [{ since: '2.2.8', takes: 'int(1,254)?' }, 'timer_expired_backup'],
    [{ since: '2.3.2', takes: 'filled*' }, 'thread_timer_expired'],
  ),
  ...others(shared.owner, [{ since: '2.3.3' }, 'owner_ignore_adverts']),
}
