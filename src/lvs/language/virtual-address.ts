import { byDirector } from './by-director.ts'
import { interfaceName } from './text.ts'

/** An address and how it is put on an interface. */
export const addressWords = {
  address: { type: 'string', description: 'Virtual address, bare or with a prefix.' },
  dev: byDirector({ ...interfaceName, description: 'Interface that it is put on. Default: that of the instance.' }),
  label: byDirector({
    type: 'string',
    maxLength: 15,
    pattern: '^[^\\s\\u0000-\\u001f\\u007f/!#"{}:$]+:[A-Za-z0-9_-]+$',
    description:
      'Name of the alias: em1:1. Not with EL6 and EL7, where ifup takes labelled addresses away. Default: none.',
  }),
  scope: { enum: ['global', 'link', 'host', 'site'], description: 'Scope of the address. Default global.' },
} as const

/** The lists of addresses of a vrrp_instance. */
export const addresses = {
  type: 'array',
  items: {
    anyOf: [
      { type: 'string' },
      { type: 'object', additionalProperties: false, required: ['address'], properties: addressWords },
    ],
  },
} as const
