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

/** What each does, in the words of ipvsadm's manual; for editors. */
export const schedulerMeanings: Readonly<Record<(typeof schedulers)[number], string>> = {
  rr: 'round robin: each server in turn, whatever its weight',
  wrr: 'weighted round robin: in turn, as often as the weight says',
  lc: 'least connection: the server with the fewest connections',
  wlc: 'weighted least connection: the fewest connections for its weight',
  lblc: 'locality-based least connection: an address of destination keeps its server while that is not overloaded; for caches',
  lblcr: 'the same with a set of servers for each address of destination',
  sh: 'source hashing: the address of the client decides',
  dh: 'destination hashing: the address of destination decides',
  sed: 'shortest expected delay: connections and one more, for the weight',
  nq: 'never queue: a server without a connection, else as sed',
  mh: 'Maglev hashing: the address of the client decides, and few clients move when a server comes or goes (keepalived 2.0.7, Linux 4.18)',
  fo: 'weighted failover: the server with the highest weight that is not overloaded (1.3.6)',
  ovf: 'weighted overflow: the highest weight until it has that many connections, then the next (1.3.6)',
  twos: 'weighted random twos choice: the better of two drawn at random (2.2.5)',
}

/** What lb_kind means; for editors. */
export const kindMeanings: Readonly<Record<string, string>> = {
  DR: 'direct routing: the real server answers the client itself; it has the virtual address and does not answer ARP for it',
  NAT: 'the director rewrites addresses both ways; it is the real servers’ gateway',
  TUN: 'IP in IP: the real server may be in another network, and answers the client itself',
}

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
