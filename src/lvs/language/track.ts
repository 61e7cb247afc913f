import { byDirector } from './by-director.ts'
import { leftOut } from './entry.ts'
import { furtherTrackWords } from './further-entries.ts'
import { asName, interfaceName } from './text.ts'

export const weight = { type: 'integer', minimum: -253, maximum: 253 } as const
export const fileWeight = { type: 'integer', minimum: -254, maximum: 254 } as const

export const weightWords =
  'Added to the priority while all is well (above 0), taken off while it is not (below 0). 0: a failure is a fault of the instance.'

/** A list of names, each alone or with a weight of its own. */
function listOf<const N, const W>(name: N, own: W) {
  const properties = {
    name: { ...name, description: 'What is tracked.' },
    weight: { ...own, description: `${weightWords} Default: that of its definition, of an interface 0.` },
  }
  const item = {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties,
    ...leftOut(furtherTrackWords),
  } as const
  return { type: 'array', items: { anyOf: [name, item] } } as const
}

function tracked<const W>(own: W, description: string) {
  return { ...listOf(asName, own), description } as const
}

/** What an instance or a sync group watches beside its own interface. */
export const trackWords = {
  track_interface: byDirector(
    listOf(interfaceName, weight),
    'Further interfaces that must be up for the director to be master, as em2 or { name: em2, weight: -20 }.',
  ),
  track_script: tracked(weight, 'Names in vrrp_scripts, as check or { name: check, weight: -20 }.'),
  track_process: tracked(fileWeight, 'Names in track_processes. keepalived 2.0.11 or newer.'),
  track_file: tracked(fileWeight, 'Names in track_files. keepalived 2.0.0 or newer.'),
  track_bfd: tracked(weight, 'Names in bfd_instances. keepalived 2.0.0 or newer, with BFD built in.'),
} as const
