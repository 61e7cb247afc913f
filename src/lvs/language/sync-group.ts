import type { FromSchema } from '../../model/schema.ts'
import { command } from './text.ts'
import { trackWords } from './track.ts'

/** Programs that are told of a change of state, and mail. */
export const notifyWords = {
  notify_master: { ...command, description: 'Program to run on becoming master.' },
  notify_backup: { ...command, description: 'Program to run on becoming backup.' },
  notify_fault: { ...command, description: 'Program to run on a fault.' },
  notify_stop: {
    ...command,
    description: 'Program to run when keepalived stops. In a sync group keepalived 2.0.0 or newer.',
  },
  notify: {
    ...command,
    description:
      'Program to run on every change of state, with type, name, state and priority as arguments; with others of its own keepalived 2.0.0 or newer.',
  },
  smtp_alert: { type: 'boolean', description: 'Mail on every change of state. Default: smtp_alert of global_defs.' },
} as const

/** One vrrp_sync_group: instances that have one state. */
export const syncGroup = {
  type: 'object',
  additionalProperties: false,
  required: ['group'],
  description: 'Instances that fail over together: outside and inside of a director with NAT.',
  properties: {
    group: {
      type: 'array',
      minItems: 1,
      items: { type: 'string' },
      description: 'Names of vrrp_instances. All must have the same order of directors.',
    },
    ...trackWords,
    ...notifyWords,
    sync_group_tracking_weight: {
      type: 'boolean',
      description:
        'Weights of what the instances track count in a group too; without it they are taken for 0. Default false. keepalived 2.0.0 or newer.',
    },
  },
} as const

export type SyncGroupWords = FromSchema<typeof syncGroup>
