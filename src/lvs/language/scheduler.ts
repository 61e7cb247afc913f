/** The schedulers of IPVS; mh needs keepalived 2.0.7 and Linux 4.18, fo and ovf 1.3.6, twos 2.2.5. */
export const schedulers = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'lblc',
  'lblcr',
  'sh',
  'dh',
  'sed',
  'nq',
  'mh',
  'fo',
  'ovf',
  'twos',
] as const

const flag = { type: 'boolean' } as const

/** The words of a virtual server that change how its scheduler chooses. */
export const flags = {
  'sh-port': {
    ...flag,
    description: 'With lb_algo sh: the port counts too, not the address alone. Default false.',
  },
  'sh-fallback': {
    ...flag,
    description: 'With lb_algo sh: a server that takes nothing is passed over. Default false.',
  },
  'mh-port': {
    ...flag,
    description: 'With lb_algo mh: the port counts too. Default false.',
  },
  'mh-fallback': {
    ...flag,
    description: 'With lb_algo mh: a server that takes nothing is passed over. Default false.',
  },
  ops: {
    ...flag,
    description: 'UDP only: each datagram is scheduled by itself, no connection is kept. Default false.',
  },
} as const
