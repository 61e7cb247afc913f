import { byDirector } from './by-director.ts'
import { type Block, leftOut } from './entry.ts'
import { furtherStaticWords } from './further-entries.ts'
import { asLine, interfaceName } from './text.ts'

const lines = { type: 'array', items: { type: 'string', ...asLine } } as const

/** What keepalived itself puts on a director, whoever is master, and takes away when it ends. */
export const staticWords = {
  static_ipaddress: {
    since: '1.2.2',
    model: {
      type: 'object',
      additionalProperties: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['address', 'dev'],
          properties: {
            address: {
              type: 'string',
              format: 'ip-or-cidr',
              description: 'Address of that director alone, with a prefix or without: 10.0.0.5/24.',
            },
            dev: { ...interfaceName, description: 'Interface that it is put on.' },
            scope: { enum: ['global', 'link', 'host', 'site'], description: 'Scope of the address. Default global.' },
          },
          ...leftOut(furtherStaticWords),
        },
      },
      default: {},
      description: 'Director name to addresses that it has while keepalived runs, master or not.',
    },
  },
  static_routes: {
    since: '1.2.2',
    model: {
      ...byDirector(
        lines,
        'Routes that directors have while keepalived runs, in words of `ip route`: 10.9.0.0/16 via 192.168.1.1 dev em1.',
      ),
      default: [],
    },
  },
  static_rules: {
    since: '1.2.20',
    model: {
      ...byDirector(
        lines,
        'Rules that directors have while keepalived runs, in words of `ip rule`: from 10.9.0.0/16 table 5 preference 100. Without preference not with keepalived 2.0.7 or newer. keepalived 1.2.20 or newer.',
      ),
      default: [],
    },
  },
} as const satisfies Block
