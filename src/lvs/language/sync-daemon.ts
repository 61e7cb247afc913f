import type { FromSchema } from '../../model/schema.ts'
import { byDirector } from './by-director.ts'
import { type Block, dated, type Properties, propertiesOf } from './entry.ts'
import { asName, interfaceName, port } from './text.ts'

/** What follows lvs_sync_daemon in global_defs. */
export const syncDaemonWords = {
  interface: {
    model: byDirector(interfaceName, 'Interface of the directors that it is spoken on: em1.'),
  },
  instance: {
    model: {
      ...asName,
      description: 'VRRP instance whose master sends; the other directors receive.',
    },
  },
  syncid: {
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 255,
      description:
        'Number that daemons of one cluster share. Default: the virtual_router_id of instance; keepalived 1.2.13 (EL6) has no other.',
    },
  },
  maxlen: {
    from: '1.2.24',
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 65507,
      description: 'Bytes of a message at most. Default: as the MTU allows. keepalived 1.2.24 and Linux 4.3 or newer.',
    },
  },
  port: {
    from: '1.2.24',
    model: { ...port, description: 'UDP port. Default 8848. keepalived 1.2.24 and Linux 4.3 or newer.' },
  },
  ttl: {
    from: '1.2.24',
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 255,
      description: 'TTL of messages. Default 1. keepalived 1.2.24 and Linux 4.3 or newer.',
    },
  },
  group: {
    from: '1.2.24',
    model: {
      type: 'string',
      format: 'ip',
      description: 'Multicast address. Default 224.0.0.81. keepalived 1.2.24 and Linux 4.3 or newer.',
    },
  },
} as const satisfies Block

/** The schemas of the words above. */
export interface SyncDaemonProperties extends Properties<typeof syncDaemonWords> {}

/** The daemon of IPVS that tells backup directors of the master's connections. */
export const syncDaemon = {
  type: 'object',
  additionalProperties: false,
  required: ['interface', 'instance'],
  description:
    'The master tells the backups of its connections, so that they survive a failover. Given once: all directors run it.',
  properties: propertiesOf(dated(syncDaemonWords)) as SyncDaemonProperties,
} as const

/** The words of the sync daemon, as YAML holds them. */
export type SyncDaemonWords = FromSchema<typeof syncDaemon>
