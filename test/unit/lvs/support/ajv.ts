import { Ajv, type Options } from 'ajv'
import { formats } from '../../../../src/load/schema/formats.ts'

/** A strict validator that knows the formats of params. */
export function strictAjv(options: Options = {}): Ajv {
  // To make what it generates shorter takes longer than it saves.
  const ajv = new Ajv({ strict: true, code: { optimize: false }, ...options })
  ajv.addVocabulary(['x-left-out'])
  for (const [name, { test }] of Object.entries(formats)) ajv.addFormat(name, test)
  return ajv
}
