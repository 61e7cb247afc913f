import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { ConfigError, type Problem } from '../../model/errors.ts'
import type { ReportPart } from '../../model/merge.ts'
import type { ReportDocument } from '../../model/report.ts'
import type { JsonSchema } from '../../model/schema.ts'
import { readDocument, whyNoDocument } from './documents.ts'
import { placeName } from './role-schema.ts'
import { schemaCheck } from './schema-check.ts'

/** Reads documents of `--format json`. Throws a ConfigError that names every file that is none. */
export function readReports(files: readonly string[]): readonly ReportPart[] {
  const path = join(dirname(findPackageJSON(import.meta.url)!), 'schemas/report.json')
  const check = schemaCheck(JSON.parse(readFileSync(path, 'utf8')) as JsonSchema)
  const problems: Problem[] = []
  const parts = files.map((file) => {
    const refuse = (message: string) => problems.push({ where: { file, line: 1, column: 1 }, message, hint })
    try {
      const document = readDocument(file)
      const [fault] = check.faults(document)
      if (fault) refuse(`${placeName('the report', fault.path)} ${fault.message}`)
      return { file, document: document as ReportDocument }
    } catch (error) {
      refuse(whyNoDocument(error))
      return { file, document: {} as ReportDocument }
    }
  })
  if (problems.length > 0) throw new ConfigError(problems)
  return parts
}

const hint = 'A report is what `lbprov run --format json` writes to stdout; a run that exits with 3 or 5 writes none.'
