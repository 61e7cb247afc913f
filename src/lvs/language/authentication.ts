import { type Block, propertiesOf } from './entry.ts'

/** The words of authentication in a vrrp_instance. */
export const authenticationWords = {
  auth_type: {
    since: '1.2.2',
    takes: 'auth',
    model: {
      enum: ['PASS', 'AH'],
      description:
        'PASS: a password. AH: IPsec header, breaks behind address translation; adverts are IP protocol 51, which firewalls must let in.',
    },
  },
  auth_pass: {
    since: '1.2.2',
    takes: 'secret',
    model: {
      type: 'string',
      minLength: 1,
      maxLength: 8,
      writeOnly: true,
      description: 'At most 8 bytes count; no spaces, quotes, ! or #. Own value per cluster.',
    },
  },
} as const satisfies Block

export const authentication = {
  type: 'object',
  additionalProperties: false,
  required: ['auth_type', 'auth_pass'],
  description: 'VRRP version 2 only, and in clear text on the wire: it keeps clusters apart, it keeps nobody out.',
  properties: propertiesOf(authenticationWords),
} as const
