const count = { type: 'integer', minimum: 1, maximum: 100 } as const

const words = {
  garp_master_delay: {
    type: 'integer',
    minimum: 1,
    maximum: 60,
    description: 'Seconds from becoming master to the second burst of gratuitous ARP. Default 5.',
  },
  garp_master_repeat: {
    ...count,
    description: 'Gratuitous ARP in a burst on becoming master. Default 5. keepalived 1.2.14 or newer.',
  },
  garp_master_refresh: {
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    description: 'Seconds between gratuitous ARP while master. Default: none. keepalived 1.2.10 or newer.',
  },
  garp_master_refresh_repeat: {
    ...count,
    description: 'Gratuitous ARP at each refresh. Default 1. keepalived 1.2.14 or newer.',
  },
  garp_lower_prio_delay: {
    type: 'integer',
    minimum: 0,
    maximum: 60,
    description:
      'Seconds to the second burst after an advert of lower priority was heard. Default: that of garp_master_delay. keepalived 1.2.20 or newer.',
  },
  garp_lower_prio_repeat: {
    type: 'integer',
    minimum: 0,
    maximum: 100,
    description:
      'Gratuitous ARP in a burst after an advert of lower priority was heard. Default: that of garp_master_repeat. keepalived 1.2.20 or newer.',
  },
} as const

/** How an instance makes its address known; before 1.2.20 there is no default for all instances. */
export const garp = words

type Prefixed<P extends string> = { readonly [K in keyof typeof words as `${P}${K}`]: (typeof words)[K] }

/** The same words as global_defs has them, the default of instances that say nothing: vrrp_garp_master_delay. */
export function garpWords<const P extends string>(prefix: P): Prefixed<P> {
  const all = Object.entries(words).map(([key, schema]) => [
    prefix + key,
    { ...schema, description: `The default of the instances' ${key}. keepalived 1.2.20 or newer.` },
  ])
  return Object.fromEntries(all) as Prefixed<P>
}
