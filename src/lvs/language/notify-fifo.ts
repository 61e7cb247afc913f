import type { Block } from './entry.ts'
import { command, oneWord } from './text.ts'

const path = {
  type: 'string',
  pattern: `^/${oneWord.slice(1)}`,
  title: 'a whole path that begins with /, without blanks, quotes, #, ! and braces',
} as const
const reader = 'Program that keepalived starts to read it, with the name of the fifo as its last argument.'

/** The words of global_defs about the fifos that changes of state are written to. */
export const notifyFifoWords = {
  notify_fifo: {
    since: '1.3.6',
    takes: 'text',
    model: {
      ...path,
      description:
        'Fifo that every change of state is written to, in order, a line each; keepalived makes it: /run/keepalived.fifo. It belongs to script_user with keepalived 2.0.16 or newer, to root before.',
    },
  },
  notify_fifo_script: { since: '1.3.6', takes: 'text', model: { ...command, description: reader } },
  vrrp_notify_fifo: {
    since: '1.3.6',
    takes: 'text',
    model: { ...path, description: 'The same for changes of instances and sync groups alone.' },
  },
  vrrp_notify_fifo_script: { since: '1.3.6', takes: 'text', model: { ...command, description: reader } },
  lvs_notify_fifo: {
    since: '1.3.6',
    takes: 'text',
    model: { ...path, description: 'The same for changes of virtual servers and real servers alone.' },
  },
  lvs_notify_fifo_script: { since: '1.3.6', takes: 'text', model: { ...command, description: reader } },
  vrrp_notify_priority_changes: {
    since: '2.0.16',
    takes: 'onoff?',
    model: { type: 'boolean', description: 'Changes of priority are written, too. Default false.' },
  },
  fifo_write_vrrp_states_on_reload: {
    since: '2.2.5',
    takes: '',
    model: { type: 'boolean', description: 'States of instances are written again on a reload. Default false.' },
  },
} as const satisfies Block

/** Those of them that name a program. */
export const fifoScripts = ['notify_fifo_script', 'vrrp_notify_fifo_script', 'lvs_notify_fifo_script'] as const
