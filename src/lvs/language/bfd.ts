import { type Block, dated, leftOut, others, type Properties, propertiesOf } from './entry.ts'

const interval = { type: 'integer', minimum: 1, maximum: 1000 } as const
const ttl = { type: 'integer', minimum: 1, maximum: 255 } as const

/** The words of a bfd_instance that the variables have. */
export const bfdInstanceWords = {
  neighbor_ip: {
    since: '2.0.0',
    takes: 'address',
    needs: ['BFD'],
    model: { type: 'string', format: 'ip', description: 'Address of the neighbour.' },
  },
  source_ip: {
    since: '2.0.0',
    takes: 'address',
    from: '1.2.2',
    model: {
      type: 'object',
      additionalProperties: { type: 'string', format: 'ip' },
      description: 'Director name to the address the session is spoken from. Default: as the route says.',
    },
  },
  min_rx: {
    since: '2.0.0',
    takes: { '2.0.0': 'int(1,4294967)', '2.2.0': 'dec(1,4294967)' },
    from: '1.2.2',
    model: { ...interval, description: 'Milliseconds between packets that are received, at least. Default 10.' },
  },
  min_tx: {
    since: '2.0.0',
    takes: { '2.0.0': 'int(1,4294967)', '2.2.0': 'dec(1,4294967)' },
    from: '1.2.2',
    model: { ...interval, description: 'Milliseconds between packets that are sent, at least. Default 10.' },
  },
  idle_tx: {
    since: '2.0.0',
    takes: { '2.0.0': 'int(1000,4294967)', '2.2.0': 'dec(1000,4294967)' },
    from: '1.2.2',
    model: {
      ...interval,
      minimum: 1000,
      maximum: 10000,
      description: 'Milliseconds between packets while the session is down. Default 1000.',
    },
  },
  multiplier: {
    since: '2.0.0',
    takes: 'int(1,255)',
    from: '1.2.2',
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 255,
      description: 'Missed packets until the session counts as down. Default 5.',
    },
  },
  passive: {
    since: '2.0.0',
    takes: '',
    from: '1.2.2',
    model: { type: 'boolean', description: 'The neighbour begins. Default false.' },
  },
  ttl: {
    since: '2.0.0',
    takes: 'int(1,255)',
    from: '1.2.2',
    model: { ...ttl, description: 'TTL of packets over IPv4. Default 255.' },
  },
  hoplimit: {
    since: '2.0.0',
    takes: 'int(1,255)',
    from: '1.2.2',
    model: { ...ttl, description: 'Hop limit of packets over IPv6. Default 64.' },
  },
  max_hops: {
    since: '2.0.0',
    takes: 'int(0,255)',
    from: '1.2.2',
    model: {
      type: 'integer',
      minimum: -1,
      maximum: 255,
      description: 'Most hops that a packet may have come. Default 0: the neighbour is on the network segment.',
    },
  },
  multihop: {
    since: '2.2.8',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description:
        'UDP port 4784 in place of 3784, as RFC 5883 has it for a neighbour behind a router; max_hops says how far. Default false.',
    },
  },
  weight: {
    since: '2.0.0',
    takes: 'int(-253,253) oneof(reverse)?',
    from: '1.2.2',
    model: {
      type: 'integer',
      minimum: -253,
      maximum: 253,
      description:
        'For track_bfd: what is added to the priority while it is up, or taken off while it is not. Default 0.',
    },
  },
} as const satisfies Block

/** Those that the variables do not have. */
export const furtherBfdWords = {
  ...others('Write neighbor_ip.', [{ since: '2.0.0', takes: 'address' }, 'neighbour_ip']),
  ...others('Leave it out: without it the session counts for instances and for checkers.', [
    { since: '2.0.0', takes: '' },
    'vrrp checker',
  ]),
}

/** The schemas of the words above. */
export interface BfdInstanceProperties extends Properties<typeof bfdInstanceWords> {}

/** One bfd_instance: a session of bidirectional forwarding detection with a neighbour. */
export const bfdInstance = {
  type: 'object',
  additionalProperties: false,
  required: ['neighbor_ip'],
  description: 'A session of bidirectional forwarding detection. keepalived 2.0.0 or newer, where it is built in.',
  properties: propertiesOf(dated(bfdInstanceWords, '2.0.0')) as BfdInstanceProperties,
  ...leftOut(furtherBfdWords),
} as const
