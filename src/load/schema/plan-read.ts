import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { ConfigError } from '../../model/errors.ts'
import type { KeptPlan } from '../../model/kept-plan.ts'
import { optionPlace } from '../../model/position.ts'
import type { JsonSchema } from '../../model/schema.ts'
import { readDocument, whyNoDocument } from './documents.ts'
import { placeName } from './role-schema.ts'
import { schemaCheck } from './schema-check.ts'

/** Reads a plan that `--check --out` kept. Throws ConfigError for a file that is none. */
export function readPlan(file: string): KeptPlan {
  try {
    const document = readDocument(file)
    const [fault] = schemaCheck(schemaNamed('plan')).faults(document)
    if (fault) throw new Error(`${placeName('the plan', fault.path)} ${fault.message}`)
    const [inReport] = schemaCheck(schemaNamed('report')).faults((document as KeptPlan).report)
    if (inReport) throw new Error(`${placeName('its report', inReport.path)} ${inReport.message}`)
    return document as KeptPlan
  } catch (error) {
    const hint = 'A plan is what `lbprov run … --check --out FILE` writes.'
    throw new ConfigError([{ where: optionPlace('--plan', file), message: whyNoDocument(error), hint }])
  }
}

function schemaNamed(name: string): JsonSchema {
  const path = join(dirname(findPackageJSON(import.meta.url)!), 'schemas', `${name}.json`)
  return JSON.parse(readFileSync(path, 'utf8')) as JsonSchema
}
