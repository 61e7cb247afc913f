import type { FromSchema } from '../../model/schema.ts'
import { garp } from './garp.ts'
import { notifyWords } from './sync-group.ts'
import { interfaceName, lineOfWords, nameOf } from './text.ts'
import { trackWords } from './track.ts'

const addressWords = {
  address: { type: 'string', description: 'Virtual address, bare or with a prefix.' },
  dev: { ...interfaceName, description: 'Interface that it is put on. Default: that of the instance.' },
  label: {
    type: 'string',
    maxLength: 15,
    pattern: '^[^\\s\\u0000-\\u001f\\u007f/!#"{}:$]+:[A-Za-z0-9_-]+$',
    description:
      'Name of the alias: em1:1. Not with EL6 and EL7, where ifup takes labelled addresses away. Default: none.',
  },
  scope: { enum: ['global', 'link', 'host', 'site'], description: 'Scope of the address. Default global.' },
} as const

const addresses = {
  type: 'array',
  items: {
    anyOf: [
      { type: 'string' },
      { type: 'object', additionalProperties: false, required: ['address'], properties: addressWords },
    ],
  },
} as const

const perDirector = { type: 'object', additionalProperties: { type: 'string', format: 'ip' } } as const
const lines = { type: 'array', items: { type: 'string', pattern: lineOfWords } } as const

const authentication = {
  type: 'object',
  additionalProperties: false,
  required: ['auth_type', 'auth_pass'],
  description: 'VRRP version 2 only, and in clear text on the wire: it keeps clusters apart, it keeps nobody out.',
  properties: {
    auth_type: {
      enum: ['PASS', 'AH'],
      description:
        'PASS: a password. AH: IPsec header, breaks behind address translation; adverts are IP protocol 51, which firewalls must let in.',
    },
    auth_pass: {
      type: 'string',
      minLength: 1,
      maxLength: 8,
      writeOnly: true,
      description: 'At most 8 bytes count; no spaces, quotes, ! or #. Own value per cluster.',
    },
  },
} as const

const election = {
  priority: {
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 1, maximum: 254 },
    description:
      'Director name to priority, 1 to 254, the highest is master. Default: that of the role, 100 for keepalived-master and 98 for keepalived-backup.',
  },
  nopreempt: {
    type: 'boolean',
    description: 'A repaired master stays backup until it is needed. Default false: it takes its role back.',
  },
  preempt_delay: {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    description: 'Seconds a repaired master waits before it takes its role back. Default: none.',
  },
} as const

const adverts = {
  unicast: {
    type: 'boolean',
    description:
      'Adverts go straight to the other directors of the group, where multicast does not work. Default false. keepalived 1.2.10 or newer.',
  },
  unicast_src_ip: {
    ...perDirector,
    description:
      'With unicast: director name to its address on the network of this instance. Default: its variable address, or ansible_host.',
  },
  mcast_src_ip: {
    ...perDirector,
    description:
      'Without unicast: director name to the source address of its adverts. Default: the first of the interface.',
  },
  unicast_ttl: {
    type: 'integer',
    minimum: 0,
    maximum: 255,
    description: 'TTL of unicast adverts. keepalived 2.1.0 or newer.',
  },
  down_timer_adverts: {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    description: 'Missed adverts until a backup takes over, on all directors. Default 3. keepalived 2.2.3 or newer.',
  },
  skip_check_adv_addr: {
    type: 'boolean',
    description: 'Check the addresses of the first advert of a master only. Default false. keepalived 1.2.20 or newer.',
  },
  lower_prio_no_advert: {
    type: 'boolean',
    description: 'Answer no advert of lower priority. Default false. keepalived 1.2.20 or newer.',
  },
  higher_prio_send_advert: {
    type: 'boolean',
    description:
      'Send one more advert before giving way to a higher priority. Default false. keepalived 1.3.5 or newer.',
  },
} as const

const kernel = {
  use_vmac: {
    anyOf: [{ type: 'boolean' }, interfaceName],
    description:
      'The addresses have the MAC address of VRRP, on an interface of their own: true, or the name of it. Default false. Not with keepalived 1.2 (EL6), and not with unicast in 2.1.x.',
  },
  vmac_xmit_base: {
    type: 'boolean',
    description:
      'With use_vmac: adverts go over interface itself. Default false, with unicast true. Not with keepalived 1.2 (EL6).',
  },
  accept: {
    type: 'boolean',
    description:
      'The addresses answer while this director is master, not only on their owner. Default true. keepalived 1.2.17 or newer, false 1.3.0.',
  },
  strict_mode: {
    type: 'boolean',
    description: 'vrrp_strict of global_defs for this instance. keepalived 1.2.20 or newer.',
  },
  dont_track_primary: {
    type: 'boolean',
    description: 'A fault of interface is no fault of the instance. Default false.',
  },
  promote_secondaries: {
    type: 'boolean',
    description: 'Taking an address away leaves the others of its network. Default false. keepalived 1.3.0 or newer.',
  },
  virtual_routes: {
    ...lines,
    description: 'Routes that move along, in words of `ip route`: 10.9.0.0/16 via 192.168.1.1 dev em1.',
  },
  virtual_rules: {
    ...lines,
    description:
      'Rules that move along, in words of `ip rule`: from 10.9.0.0/16 table 5 preference 100. Without preference not with keepalived 2.0.7 or newer. keepalived 1.2.20 or newer.',
  },
} as const

/** One VRRP instance: addresses that move between directors together. The words are keepalived's. */
export const vrrpInstance = {
  type: 'object',
  additionalProperties: false,
  required: ['interface', 'virtual_router_id', 'virtual_ipaddress'],
  description: 'Addresses that move between directors together.',
  properties: {
    interface: {
      ...interfaceName,
      description: 'Interface of the directors that VRRP is spoken on: em1. At most 15 letters.',
    },
    virtual_router_id: {
      type: 'integer',
      minimum: 1,
      maximum: 255,
      description: 'Number of the instance, 1 to 255, unique on the network segment.',
    },
    advert_int: {
      type: 'number',
      minimum: 0.01,
      maximum: 255,
      description: 'Seconds between adverts. Default 1. Version 2: whole seconds; version 3: 0.01 to 40.95.',
    },
    version: {
      enum: [2, 3],
      description:
        'VRRP version. Default 2, with IPv6 addresses 3. Version 3 has no authentication; keepalived 1.2.17 or newer.',
    },
    virtual_ipaddress: {
      ...addresses,
      minItems: 1,
      description:
        'Addresses, bare (/32, IPv6 /128) or with a prefix: 192.168.1.225, 192.168.1.225/24, all of one family. At most 20 with keepalived 1.2 (EL6).',
    },
    virtual_ipaddress_excluded: {
      ...addresses,
      description: 'Further addresses that move along but are not in the adverts, of any family.',
    },
    authentication,
    ...adverts,
    ...election,
    ...garp,
    ...trackWords,
    ...notifyWords,
    ...kernel,
  },
} as const

/** `vrrp_instances`: instance name to instance. */
export const vrrpInstances = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: nameOf },
  additionalProperties: vrrpInstance,
  description:
    "VRRP instances by name, in keepalived's words. Lives once, in the group_vars of all hosts of the cluster.",
} as const

/** The words of one instance, as YAML holds them. */
export type VrrpInstanceWords = FromSchema<typeof vrrpInstance>
