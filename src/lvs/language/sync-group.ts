import type { FromSchema } from '../../model/schema.ts'
import { byDirector } from './by-director.ts'
import { type Block, leftOut, others, type Properties, propertiesOf } from './entry.ts'
import { shared } from './further-instance.ts'
import { command } from './text.ts'
import { trackWords } from './track.ts'

/** Programs that are told of a change of state, and mail. */
export const notifyWords = {
  notify_master: byDirector(command, 'Program to run on becoming master.'),
  notify_backup: byDirector(command, 'Program to run on becoming backup.'),
  notify_fault: byDirector(command, 'Program to run on a fault.'),
  notify_stop: byDirector(command, 'Program to run when keepalived stops. In a sync group keepalived 2.0.0 or newer.'),
  notify: byDirector(
    command,
    'Program to run on every change of state, with type, name, state and priority as arguments; with others of its own keepalived 2.0.0 or newer.',
  ),
  smtp_alert: {
    type: 'boolean',
    description: 'Mail on every change of state. Default: smtp_alert_vrrp or smtp_alert of global_defs.',
  },
} as const

/** The words of a vrrp_sync_group that the variables have. */
export const syncGroupWords = {
  group: {
    since: '1.2.2',
    model: {
      type: 'array',
      minItems: 1,
      items: { type: 'string' },
      description: 'Names of vrrp_instances. All must have the same order of directors.',
    },
  },
  track_interface: { since: '2.0.0', model: trackWords.track_interface },
  track_script: { since: '2.0.0', model: trackWords.track_script },
  track_process: { since: '2.0.11', model: trackWords.track_process },
  track_file: { since: '2.0.0', model: trackWords.track_file },
  track_bfd: { since: '2.0.0', model: trackWords.track_bfd },
  notify_master: { since: '1.2.2', takes: 'command', model: notifyWords.notify_master },
  notify_backup: { since: '1.2.2', takes: 'command', model: notifyWords.notify_backup },
  notify_fault: { since: '1.2.2', takes: 'command', model: notifyWords.notify_fault },
  notify_stop: { since: '2.0.0', takes: 'command', model: notifyWords.notify_stop },
  notify: { since: '1.2.2', takes: 'command', model: notifyWords.notify },
  smtp_alert: {
    since: '1.2.2',
    takes: { '1.2.2': '', '2.0.0': 'onoff?' },
    values: { false: '2.0.0' },
    isWrittenWhenFalse: true,
    model: notifyWords.smtp_alert,
  },
  sync_group_tracking_weight: {
    since: '2.0.0',
    takes: '',
    model: {
      type: 'boolean',
      description:
        'Weights of what the instances track count in a group too; without it they are taken for 0. Default false. keepalived 2.0.0 or newer.',
    },
  },
} as const satisfies Block

/** Those that the variables do not have. */
export const furtherGroupWords = {
  ...others('Write track_interface, track_script and the like in the group itself.', [
    { since: '1.2.3', takes: '' },
    'global_tracking',
  ]),
  ...others(shared.priorities, [{ since: '2.2.0', takes: 'onoff?' }, 'notify_priority_changes']),
}

/** The schemas of the words above. */
export interface SyncGroupProperties extends Properties<typeof syncGroupWords> {}

/** One vrrp_sync_group: instances that have one state. */
export const syncGroup = {
  type: 'object',
  additionalProperties: false,
  required: ['group'],
  description: 'Instances that fail over together: outside and inside of a director with NAT.',
  properties: propertiesOf(syncGroupWords) as SyncGroupProperties,
  ...leftOut(furtherGroupWords),
} as const

/** The words of one sync group, as YAML holds them. */
export type SyncGroupWords = FromSchema<typeof syncGroup>
