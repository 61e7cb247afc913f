import { eventVersion } from '../src/ui/ndjson.ts'

interface ReportSchema {
  readonly properties: object
  readonly required: readonly string[]
  readonly definitions: Readonly<Record<string, object>>
}

const text = { type: 'string' }
const count = { type: 'integer', minimum: 1 }
const seconds = { type: 'number', minimum: 0 }
const host = { type: 'string', description: 'Name in the inventory.' }
const hosts = { type: 'array', items: text }
const resource = { type: 'string', description: '`kind[name]`' }

/** The lines of `--format ndjson`, made of what `report.json` says of hosts and steps. */
export function eventSchema({ properties, required, definitions }: ReportSchema): object {
  const report = { type: 'object', additionalProperties: false, required, properties }
  const { step, host: hostReport } = definitions
  if (!step || !hostReport) throw new Error('schemas/report.json defines no step or no host')
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Line of lbprov run --format ndjson',
    description: `An event of a run, as it comes; version ${eventVersion}. New types of events and new words in them may come in a version, and are to be passed over.`,
    oneOf: [
      event('start', 'The run begins.', { hosts, check: { type: 'boolean' } }),
      event('phase', 'A host is at something else now.', { host, phase: text }),
      event('stage', 'A stage begins, where the run is cut into stages.', { number: count, of: count, title: text }),
      event('play', 'A play begins.', { name: text, hosts }),
      event('waiting', 'These hosts wait for a play, or for a batch of one.', { hosts, what: text }),
      event('step', 'A step begins: the so-manieth of those that the host has to do in this play.', {
        host,
        resource,
        play: text,
        number: count,
        of: count,
      }),
      event('output', 'A step still goes on: sent after 5 s and then every 30 s.', {
        host,
        resource,
        seconds,
        line: { type: 'string', description: 'The last line that it printed; empty: none.' },
      }),
      event('applied', 'A step was applied; whether it is as it should be is looked at once the play is.', {
        host,
        resource,
        seconds,
      }),
      event('wait', 'What a host waits for there, as a lock.', { host, what: text }),
      event('result', 'A step has ended, and was looked at.', { host, step: { $ref: '#/definitions/step' } }),
      event('host', 'A host is through.', { report: { $ref: '#/definitions/host' } }),
      event('end', 'The last line: the document of --format json.', { report: { $ref: '#/definitions/report' } }),
    ],
    definitions: { ...definitions, report },
  }
}

function event(type: string, description: string, words: Readonly<Record<string, object>>): object {
  const properties = {
    version: { const: eventVersion },
    at: { type: 'string', description: 'ISO 8601, UTC.' },
    type: { const: type },
    ...words,
  }
  return { type: 'object', description, additionalProperties: false, required: Object.keys(properties), properties }
}
