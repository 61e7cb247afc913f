import { join } from 'node:path'
import type { Held, Lead, Note, Roll } from '../../model/held.ts'
import { schemaCheck } from '../schema/schema-check.ts'
import { isFile, type Reading } from '../text/files.ts'
import { readStrictly, rootEntries } from '../text/yaml-file.ts'
import { variableOf } from '../text/yaml-source.ts'

/** Beside the inventory: Ansible passes over hidden files, which in a directory of inventories it would read as one. */
export const heldName = '.lbprov-held.yaml'

const note = { since: { type: 'string' }, by: { type: 'string' }, why: { type: 'string' } } as const
const schemas = {
  drained: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      required: ['since', 'by'],
      properties: note,
    },
  },
  lead: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      required: ['since', 'by', 'priorities'],
      properties: {
        ...note,
        priorities: { type: 'object', additionalProperties: { type: 'integer', minimum: 1, maximum: 254 } },
      },
    },
  },
  roll: {
    type: 'object',
    additionalProperties: false,
    required: ['since', 'by', 'work', 'done'],
    properties: {
      ...note,
      work: { type: 'string' },
      done: { type: 'array', items: { type: 'string' } },
      at: { type: 'string' },
    },
  },
} as const

/** What the file beside the inventory in each of the directories says, the first that says something of a thing first. */
export function readHeld(directories: readonly string[], reading: Reading): Held {
  const all = directories.map((directory) => readOne(join(directory, heldName), reading)).toReversed()
  return {
    drained: new Map(all.flatMap(({ drained }) => [...drained])),
    leads: new Map(all.flatMap(({ leads }) => [...leads])),
    ...rolling(all.findLast(({ roll }) => roll)?.roll),
  }
}

/** What one such file says; nothing where it is not there. */
export function readOne(path: string, reading: Reading): Held {
  const source = isFile(path) ? readStrictly(path, reading) : undefined
  const found = new Map<string, unknown>()
  for (const [name, entry] of source ? rootEntries(source, heldName, reading.problems) : []) {
    const { value, locate } = variableOf(source!, entry)
    const schema = Object.hasOwn(schemas, name) ? schemas[name as keyof typeof schemas] : undefined
    const faults = schema ? schemaCheck(schema).faults(value) : [{ path: [], message: `${name} is not known here` }]
    for (const { path: at, message } of faults)
      reading.problems.lose(locate(at), message, 'The file is written by lbprov drain and failover.')
    if (faults.length === 0) found.set(name, value)
  }
  return {
    drained: notes<Note>(found.get('drained')),
    leads: notes<Lead>(found.get('lead')),
    ...rolling(found.get('roll') as Roll),
  }
}

function notes<N extends Note>(value: unknown): ReadonlyMap<string, N> {
  return new Map(Object.entries((value ?? {}) as Readonly<Record<string, N>>))
}

function rolling(roll: Roll | undefined): Pick<Held, 'roll'> {
  return roll ? { roll } : {}
}
