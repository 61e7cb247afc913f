import { byDirector } from './by-director.ts'
import { type Block, leftOut } from './entry.ts'
import { furtherVirtualWords } from './further-entries.ts'
import { interfaceName } from './text.ts'

/** An address and how it is put on an interface. */
export const addressWords = {
  address: { type: 'string', description: 'Virtual address, bare or with a prefix.' },
  dev: byDirector(interfaceName, 'Interface that it is put on. Default: that of the instance.'),
  label: byDirector(
    {
      type: 'string',
      maxLength: 15,
      pattern: '^[^\\s\\u0000-\\u001f\\u007f/!#"{}:$]+:[A-Za-z0-9_-]+$',
      title: 'an interface, a colon and letters or digits: em1:web',
    },
    'Name of the alias: em1:1. Not with EL6 and EL7, where ifup takes labelled addresses away. Default: none.',
  ),
  scope: { enum: ['global', 'link', 'host', 'site'], description: 'Scope of the address. Default global.' },
} as const

const addresses = {
  type: 'array',
  items: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        additionalProperties: false,
        required: ['address'],
        properties: addressWords,
        ...leftOut(furtherVirtualWords),
      },
    ],
  },
} as const

/** The words of a vrrp_instance that say which addresses move. */
export const addressListWords = {
  virtual_ipaddress: {
    since: '1.2.2',
    model: {
      ...addresses,
      minItems: 1,
      description:
        'Addresses that move, needed without no_virtual_ipaddress; bare (/32, IPv6 /128) or with a prefix: 192.168.1.225, 192.168.1.225/24, all of one family. At most 20 with keepalived 1.2 (EL6).',
    },
  },
  no_virtual_ipaddress: {
    since: '2.2.8',
    takes: '',
    from: '1.2.2',
    model: {
      type: 'boolean',
      description:
        'In place of virtual_ipaddress: there is none, and a notify program moves something else to the master, as an address of a cloud. Not with keepalived 2.1.0 to 2.2.7, which complains.',
    },
  },
  virtual_ipaddress_excluded: {
    since: '1.2.2',
    model: {
      ...addresses,
      description: 'Further addresses that move along but are not in the adverts, of any family.',
    },
  },
} as const satisfies Block
