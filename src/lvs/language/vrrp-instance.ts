import type { FromSchema } from '../../model/schema.ts'
import { advertWords } from './adverts.ts'
import { authentication } from './authentication.ts'
import { byDirector } from './by-director.ts'
import { missedAdverts } from './down-timer.ts'
import { type Block, dated, leftOut, type Properties, propertiesOf } from './entry.ts'
import { furtherInstanceWords } from './further-instance.ts'
import { garpWords } from './garp.ts'
import { notifyWords } from './sync-group.ts'
import { asLine, asName, interfaceName } from './text.ts'
import { trackWords } from './track.ts'
import { addressListWords } from './virtual-address.ts'

const lines = { type: 'array', items: { type: 'string', ...asLine } } as const

/** The words of a vrrp_instance that the variables have. */
export const vrrpInstanceWords = {
  interface: {
    since: '1.2.2',
    takes: 'device',
    model: byDirector(interfaceName, 'Interface of the directors that VRRP is spoken on: em1. At most 15 letters.'),
  },
  use_vmac: {
    since: '1.2.3',
    takes: 'device? mac?',
    from: '1.2.20',
    model: byDirector(
      { anyOf: [{ type: 'boolean' }, interfaceName] },
      'The addresses have the MAC address of VRRP, on an interface of their own: true, or the name of it. Default false. Not with keepalived 1.2 (EL6), and not with unicast in 2.1.x.',
    ),
  },
  vmac_xmit_base: {
    since: '1.2.10',
    takes: '',
    from: '1.2.20',
    model: {
      type: 'boolean',
      description:
        'With use_vmac: adverts go over interface itself. Default false, with unicast true. Not with keepalived 1.2 (EL6).',
    },
  },
  dont_track_primary: {
    since: '1.2.2',
    takes: '',
    model: {
      type: 'boolean',
      description: 'A fault of interface is no fault of the instance. Default false.',
    },
  },
  virtual_router_id: {
    since: '1.2.2',
    takes: 'int(1,255)',
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 255,
      description: 'Number of the instance, 1 to 255, unique on the network segment.',
    },
  },
  priority: {
    since: '1.2.2',
    takes: 'int(1,255)',
    model: {
      type: 'object',
      additionalProperties: { type: 'integer', minimum: 1, maximum: 254 },
      description:
        'Director name to priority, 1 to 254, the highest is master. Default: that of the role, 100 for keepalived-master and 98 for keepalived-backup.',
    },
  },
  version: {
    since: '1.2.17',
    takes: 'int(2,3)',
    from: '1.2.2',
    values: { 3: '1.2.17' },
    model: {
      enum: [2, 3],
      description:
        'VRRP version. Default 2, with IPv6 addresses 3. Version 3 has no authentication; keepalived 1.2.17 or newer.',
    },
  },
  advert_int: {
    since: '1.2.2',
    takes: 'dec(0.01,255)',
    model: {
      type: 'number',
      minimum: 0.01,
      maximum: 255,
      description: 'Seconds between adverts. Default 1. Version 2: whole seconds; version 3: 0.01 to 40.95.',
    },
  },
  nopreempt: {
    since: '1.2.2',
    takes: '',
    model: {
      type: 'boolean',
      description: 'A repaired master stays backup until it is needed. Default false: it takes its role back.',
    },
  },
  preempt_delay: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,1000)', '2.0.0': 'dec(0,1000)' },
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      description: 'Seconds a repaired master waits before it takes its role back. Default: none.',
    },
  },
  authentication: { since: '1.2.2', model: authentication },
  ...advertWords,
  ...garpWords,
  down_timer_adverts: missedAdverts(
    'Missed adverts until a backup takes over, on all directors. Default: vrrp_down_timer_adverts, or 3.',
  ),
  lower_prio_no_advert: {
    since: '1.2.20',
    takes: 'onoff?',
    isWrittenWhenFalse: true,
    model: {
      type: 'boolean',
      description: 'Answer no advert of lower priority. Default: vrrp_lower_prio_no_advert, or with strict_mode true.',
    },
  },
  higher_prio_send_advert: {
    since: '1.3.5',
    takes: 'onoff?',
    isWrittenWhenFalse: true,
    model: {
      type: 'boolean',
      description:
        'Send one more advert before giving way to a higher priority. Default: vrrp_higher_prio_send_advert.',
    },
  },
  skip_check_adv_addr: {
    since: '1.2.20',
    takes: 'onoff?',
    isWrittenWhenFalse: true,
    model: {
      type: 'boolean',
      description: 'Check the addresses of the first advert of a master only. Default: vrrp_skip_check_adv_addr.',
    },
  },
  strict_mode: {
    since: '1.2.20',
    takes: 'onoff?',
    isWrittenWhenFalse: true,
    model: {
      type: 'boolean',
      description: 'vrrp_strict of global_defs for this instance.',
    },
  },
  accept: {
    since: '1.2.17',
    takes: '',
    isWrittenWhenFalse: true,
    from: '1.2.2',
    values: { false: '1.3.0' },
    model: {
      type: 'boolean',
      description:
        'The addresses answer while this director is master, not only on their owner. Default true. keepalived 1.2.17 or newer, false 1.3.0.',
    },
  },
  track_interface: { since: '1.2.2', model: trackWords.track_interface },
  track_script: { since: '1.2.2', model: trackWords.track_script },
  track_process: { since: '2.0.11', model: trackWords.track_process },
  track_file: { since: '2.0.0', model: trackWords.track_file },
  track_bfd: { since: '2.0.0', model: trackWords.track_bfd },
  ...addressListWords,
  promote_secondaries: {
    since: '1.3.0',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Taking an address away leaves the others of its network. Default false.',
    },
  },
  virtual_routes: {
    since: '1.2.2',
    model: byDirector(lines, 'Routes that move along, in words of `ip route`: 10.9.0.0/16 via 192.168.1.1 dev em1.'),
  },
  virtual_rules: {
    since: '1.2.20',
    model: byDirector(
      lines,
      'Rules that move along, in words of `ip rule`: from 10.9.0.0/16 table 5 preference 100. Without preference not with keepalived 2.0.7 or newer. keepalived 1.2.20 or newer.',
    ),
  },
  notify_master: { since: '1.2.2', takes: 'command', model: notifyWords.notify_master },
  notify_backup: { since: '1.2.2', takes: 'command', model: notifyWords.notify_backup },
  notify_fault: { since: '1.2.2', takes: 'command', model: notifyWords.notify_fault },
  notify_stop: { since: '1.2.2', takes: 'command', model: notifyWords.notify_stop },
  notify: { since: '1.2.2', takes: 'command', model: notifyWords.notify },
  smtp_alert: {
    since: '1.2.2',
    takes: { '1.2.2': '', '2.0.0': 'onoff?' },
    values: { false: '2.0.0' },
    isWrittenWhenFalse: true,
    model: notifyWords.smtp_alert,
  },
} as const satisfies Block

/** The schemas of the words above. */
export interface VrrpInstanceProperties extends Properties<typeof vrrpInstanceWords> {}

/** One VRRP instance: addresses that move between directors together. The words are keepalived's. */
export const vrrpInstance = {
  type: 'object',
  additionalProperties: false,
  required: ['interface', 'virtual_router_id'],
  description: 'Addresses that move between directors together.',
  properties: propertiesOf(dated(vrrpInstanceWords)) as VrrpInstanceProperties,
  ...leftOut(furtherInstanceWords),
} as const

/** `vrrp_instances`: instance name to instance. */
export const vrrpInstances = {
  type: 'object',
  propertyNames: asName,
  additionalProperties: vrrpInstance,
  description:
    "VRRP instances by name, in keepalived's words. Lives once, in the group_vars of all hosts of the cluster.",
} as const

/** The words of one instance, as YAML holds them. */
export type VrrpInstanceWords = FromSchema<typeof vrrpInstance>
