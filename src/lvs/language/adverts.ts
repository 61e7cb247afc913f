import type { Block } from './entry.ts'

const perDirector = { type: 'object', additionalProperties: { type: 'string', format: 'ip' } } as const

/** The words of a vrrp_instance about how its adverts go. */
export const advertWords = {
  unicast: {
    from: '1.2.10',
    model: {
      type: 'boolean',
      description:
        'Adverts go straight to the other directors of the group, where multicast does not work. Default false.',
    },
  },
  unicast_src_ip: {
    since: '1.2.10',
    takes: 'address',
    from: '1.2.2',
    model: {
      ...perDirector,
      description:
        'With unicast: director name to its address on the network of this instance. Default: its variable address, or ansible_host; for IPv6 first address6.',
    },
  },
  unicast_ttl: {
    since: '2.1.0',
    takes: 'int(0,255)',
    model: {
      type: 'integer',
      minimum: 0,
      maximum: 255,
      description: 'TTL of unicast adverts.',
    },
  },
  mcast_src_ip: {
    since: '1.2.2',
    takes: 'address',
    model: {
      ...perDirector,
      description:
        'Without unicast: director name to the source address of its adverts. Default: the first of the interface.',
    },
  },
  track_src_ip: {
    since: '2.0.0',
    takes: '',
    model: {
      type: 'boolean',
      description: 'A director that no longer has the source address of its adverts is in a fault. Default false.',
    },
  },
} as const satisfies Block
