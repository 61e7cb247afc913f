import type { Block } from './entry.ts'

const takes = 'int(0,4294967295)'
const bytes = { type: 'integer', minimum: 1, maximum: 2147483647 } as const
const size = (what: string) =>
  `Bytes of the buffer for what the kernel tells ${what}. More where the log has "Netlink: Receive buffer overrun". Default 65536.`
const force = {
  since: '2.0.0',
  takes: 'onoff?',
  model: { type: 'boolean', description: 'The buffer above may be larger than net.core.rmem_max. Default false.' },
} as const

/** The words of global_defs about buffers, for hosts with very many interfaces, routes or processes. */
export const netlinkWords = {
  vrrp_netlink_cmd_rcv_bufs: {
    since: '2.0.0',
    takes,
    model: { ...bytes, description: size('the VRRP process when it asks') },
  },
  vrrp_netlink_cmd_rcv_bufs_force: force,
  vrrp_netlink_monitor_rcv_bufs: {
    since: '2.0.0',
    takes,
    model: { ...bytes, description: size('the VRRP process of changes') },
  },
  vrrp_netlink_monitor_rcv_bufs_force: force,
  lvs_netlink_cmd_rcv_bufs: {
    since: '2.0.0',
    takes,
    model: { ...bytes, description: size('the checker process when it asks') },
  },
  lvs_netlink_cmd_rcv_bufs_force: force,
  lvs_netlink_monitor_rcv_bufs: {
    since: '2.0.0',
    takes,
    model: { ...bytes, description: size('the checker process of changes') },
  },
  lvs_netlink_monitor_rcv_bufs_force: force,
  process_monitor_rcv_bufs: {
    since: '2.0.11',
    takes,
    model: {
      ...bytes,
      description: 'Bytes of the buffer for what track_process is told of processes. Default: as the kernel has it.',
    },
  },
  process_monitor_rcv_bufs_force: { ...force, since: '2.0.11' },
} as const satisfies Block
