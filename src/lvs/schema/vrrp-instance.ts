import type { FromSchema } from '../../model/schema.ts'

const addresses = { type: 'array', items: { type: 'string' } } as const
const interfaceName = { type: 'string', minLength: 1, maxLength: 15, pattern: '^[^\\s/!#"{}]+$' } as const

const authentication = {
  type: 'object',
  additionalProperties: false,
  required: ['auth_type', 'auth_pass'],
  description: 'VRRP version 2 only, and in clear text on the wire: it keeps clusters apart, it keeps nobody out.',
  properties: {
    auth_type: {
      enum: ['PASS', 'AH'],
      description: 'PASS: a password. AH: IPsec header, breaks behind address translation.',
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

const announcement = {
  garp_master_delay: {
    type: 'integer',
    minimum: 1,
    maximum: 60,
    description: 'Seconds from becoming master to the second burst of gratuitous ARP. Default 5.',
  },
  garp_master_refresh: {
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    description: 'Seconds between gratuitous ARP while master. Default: none. keepalived 1.2.10 or newer.',
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
      description: 'VRRP version. Default 2. Version 3 has no authentication; keepalived 1.2.17 or newer.',
    },
    virtual_ipaddress: {
      ...addresses,
      minItems: 1,
      description:
        'Addresses, bare (/32, IPv6 /128) or with a prefix: 192.168.1.225, 192.168.1.225/24. At most 20 with keepalived 1.2 (EL6).',
    },
    virtual_ipaddress_excluded: {
      ...addresses,
      description: 'Further addresses that move along but are not in the adverts.',
    },
    authentication,
    unicast: {
      type: 'boolean',
      description:
        'Adverts go straight to the other directors of the group, where multicast does not work. Default false. keepalived 1.2.10 or newer.',
    },
    ...election,
    ...announcement,
    track_interface: {
      type: 'array',
      items: interfaceName,
      description: 'Further interfaces that must be up for the director to be master.',
    },
  },
} as const

/** `vrrp_instances`: instance name to instance. */
export const vrrpInstances = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: '^[A-Za-z0-9_.-]+$' },
  additionalProperties: vrrpInstance,
  description:
    "VRRP instances by name, in keepalived's words. Lives once, in the group_vars of all hosts of the cluster.",
} as const

export type VrrpInstanceWords = FromSchema<typeof vrrpInstance>
