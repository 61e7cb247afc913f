import type { FromSchema } from '../../model/schema.ts'
import { asName, fwmark, marks, servicePort } from './text.ts'

const member = {
  type: 'object',
  additionalProperties: false,
  description: 'An address or range with a port, or a firewall mark.',
  properties: {
    address: {
      type: 'string',
      description: 'Virtual address, or a range of the last part: 192.168.1.225-230 (IPv6: in hex).',
    },
    port: servicePort,
    fwmark,
    marks,
  },
} as const

/** `virtual_server_groups`: group name to what it serves; a virtual server names it in place of address and port. */
export const virtualServerGroups = {
  type: 'object',
  propertyNames: asName,
  additionalProperties: { type: 'array', minItems: 1, items: member },
  description:
    'Groups of addresses, ports and firewall marks that one virtual server (group: …) serves with the same real servers: each real server is checked once.',
} as const

export type GroupMemberWords = FromSchema<typeof member>
