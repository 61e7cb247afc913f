import { type Block, propertiesOf } from './entry.ts'

const count = { type: 'integer', minimum: 1, maximum: 100 } as const

/** The words of a vrrp_instance about how it makes its address known; before 1.2.20 there is no default for all instances. */
export const garpWords = {
  garp_master_delay: {
    since: '1.2.2',
    takes: 'int(0,4294)',
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 60,
      description: 'Seconds from becoming master to the second burst of gratuitous ARP. Default 5.',
    },
  },
  garp_master_repeat: {
    since: '1.2.14',
    takes: { '1.2.14': 'int(0,2147483647)', '2.0.0': 'int(1,4294967295)' },
    model: {
      ...count,
      description: 'Gratuitous ARP in a burst on becoming master. Default 5.',
    },
  },
  garp_master_refresh: {
    since: '1.2.10',
    takes: { '1.2.10': 'int(0,2147483647)', '2.0.0': 'int(0,4294967295)' },
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 86400,
      description: 'Seconds between gratuitous ARP while master. Default: none.',
    },
  },
  garp_master_refresh_repeat: {
    since: '1.2.14',
    takes: { '1.2.14': 'int(0,2147483647)', '2.0.0': 'int(1,4294967295)' },
    model: {
      ...count,
      description: 'Gratuitous ARP at each refresh. Default 1.',
    },
  },
  garp_lower_prio_delay: {
    since: '1.2.20',
    takes: 'int(0,4294)',
    model: {
      type: 'integer',
      minimum: 0,
      maximum: 60,
      description:
        'Seconds to the second burst after an advert of lower priority was heard. Default: that of garp_master_delay.',
    },
  },
  garp_lower_prio_repeat: {
    since: '1.2.20',
    takes: 'int(0,2147483647)',
    model: {
      type: 'integer',
      minimum: 0,
      maximum: 100,
      description:
        'Gratuitous ARP in a burst after an advert of lower priority was heard. Default: that of garp_master_repeat.',
    },
  },
} as const satisfies Block

const words = propertiesOf(garpWords)

type Prefixed = { readonly [K in keyof typeof words as `vrrp_${K}`]: (typeof words)[K] }

/** The same as global_defs has them, the default of instances that say nothing: vrrp_garp_master_delay. */
export const garpDefaults = Object.fromEntries(
  Object.entries(words).map(([key, schema]) => [
    `vrrp_${key}`,
    { ...schema, description: `The default of the instances' ${key}.` },
  ]),
) as unknown as Prefixed

/** What is wrong with an interval between announcements of an interface; null: nothing. keepalived logs such ones as very large. */
export function slowAnnouncing(
  word: string,
  seconds: number,
): { readonly message: string; readonly hint: string } | null {
  if (!(seconds >= 1)) return null
  const message = `${word} is ${seconds} s: of several addresses each is announced that much after the one before`
  return { message, hint: 'write less than 1: 0.01' }
}
