const interval = { type: 'integer', minimum: 1, maximum: 1000 } as const
const ttl = { type: 'integer', minimum: 1, maximum: 255 } as const

/** One bfd_instance: a session of bidirectional forwarding detection with a neighbour. */
export const bfdInstance = {
  type: 'object',
  additionalProperties: false,
  required: ['neighbor_ip'],
  description: 'A session of bidirectional forwarding detection. keepalived 2.0.0 or newer, where it is built in.',
  properties: {
    neighbor_ip: { type: 'string', format: 'ip', description: 'Address of the neighbour.' },
    source_ip: {
      type: 'object',
      additionalProperties: { type: 'string', format: 'ip' },
      description: 'Director name to the address the session is spoken from. Default: as the route says.',
    },
    min_rx: { ...interval, description: 'Milliseconds between packets that are received, at least. Default 10.' },
    min_tx: { ...interval, description: 'Milliseconds between packets that are sent, at least. Default 10.' },
    idle_tx: {
      ...interval,
      minimum: 1000,
      maximum: 10000,
      description: 'Milliseconds between packets while the session is down. Default 1000.',
    },
    multiplier: {
      type: 'integer',
      minimum: 1,
      maximum: 255,
      description: 'Missed packets until the session counts as down. Default 5.',
    },
    passive: { type: 'boolean', description: 'The neighbour begins. Default false.' },
    ttl: { ...ttl, description: 'TTL of packets over IPv4. Default 255.' },
    hoplimit: { ...ttl, description: 'Hop limit of packets over IPv6. Default 64.' },
    max_hops: {
      type: 'integer',
      minimum: -1,
      maximum: 255,
      description: 'Most hops that a packet may have come. Default 0: the neighbour is on the network segment.',
    },
    weight: {
      type: 'integer',
      minimum: -253,
      maximum: 253,
      description:
        'For track_bfd: what is added to the priority while it is up, or taken off while it is not. Default 0.',
    },
  },
} as const
