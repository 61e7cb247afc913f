/** True on the one director of a cluster without keepalived. */
export const staticParam = {
  type: 'boolean',
  default: false,
  description:
    'For a single director without keepalived: its addresses and its IPVS table are set for good, and no health is checked. Default false: keepalived owns both.',
} as const
