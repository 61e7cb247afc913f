import type { Entry } from './entry.ts'

/** The size of a buffer. */
export interface Size extends Entry {
  readonly model: {
    readonly type: 'integer'
    readonly minimum: number
    readonly maximum: number
    readonly description: string
  }
}

/** Whether it may be larger than the host allows. */
export interface Force extends Entry {
  readonly model: { readonly type: 'boolean'; readonly description: string }
}

const overrun = 'More where the log has "Netlink: Receive buffer overrun". Default 65536.'

/** What is received by each socket that has a buffer, and the version that brought it. */
const sockets = {
  vrrp_netlink_cmd: ['2.0.0', `what the kernel tells the VRRP process when it asks. ${overrun}`],
  vrrp_netlink_monitor: ['2.0.0', `what the kernel tells the VRRP process of changes. ${overrun}`],
  lvs_netlink_cmd: ['2.0.0', `what the kernel tells the checker process when it asks. ${overrun}`],
  lvs_netlink_monitor: ['2.0.0', `what the kernel tells the checker process of changes. ${overrun}`],
  process_monitor: ['2.0.11', 'what track_process is told of processes. Default: as the kernel has it.'],
} as const

type Socket = keyof typeof sockets

/** The words of global_defs about buffers, for hosts with very many interfaces, routes or processes. */
export const netlinkWords = Object.fromEntries(
  Object.entries(sockets).flatMap(([socket, [since, what]]): [string, Size | Force][] => [
    [
      `${socket}_rcv_bufs`,
      {
        since,
        takes: 'int(0,4294967295)',
        model: { type: 'integer', minimum: 1, maximum: 2147483647, description: `Bytes of the buffer for ${what}` },
      },
    ],
    [
      `${socket}_rcv_bufs_force`,
      {
        since,
        takes: 'onoff?',
        model: {
          type: 'boolean',
          description: 'The buffer above may be larger than net.core.rmem_max. Default false.',
        },
      },
    ],
  ]),
) as Readonly<Record<`${Socket}_rcv_bufs`, Size> & Record<`${Socket}_rcv_bufs_force`, Force>>
