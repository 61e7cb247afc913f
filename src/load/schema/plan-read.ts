import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { readBounded } from '../../disk/read.ts'
import { ConfigError } from '../../model/errors.ts'
import type { KeptPlan } from '../../model/kept-plan.ts'
import type { JsonSchema } from '../../model/schema.ts'
import { placeName } from './role-schema.ts'
import { schemaCheck } from './schema-check.ts'

const mostBytes = 256 * 1024 * 1024

/** Reads a plan that `--check --out` kept. Throws ConfigError for a file that is none. */
export function readPlan(file: string): KeptPlan {
  try {
    const document: unknown = JSON.parse(readBounded(file, mostBytes).toString('utf8'))
    const [fault] = schemaCheck(schemaNamed('plan')).faults(document)
    if (fault) throw new Error(`${placeName('the plan', fault.path)} ${fault.message}`)
    const [inReport] = schemaCheck(schemaNamed('report')).faults((document as KeptPlan).report)
    if (inReport) throw new Error(`${placeName('its report', inReport.path)} ${inReport.message}`)
    return document as KeptPlan
  } catch (error) {
    const hint = 'A plan is what `lbprov run … --check --out FILE` writes.'
    throw new ConfigError([{ where: { file, line: 1, column: 1 }, message: (error as Error).message, hint }])
  }
}

function schemaNamed(name: string): JsonSchema {
  const path = join(dirname(findPackageJSON(import.meta.url)!), 'schemas', `${name}.json`)
  return JSON.parse(readFileSync(path, 'utf8')) as JsonSchema
}
