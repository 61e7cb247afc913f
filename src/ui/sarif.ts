import type { LintResult, RuleInfo } from '../model/lint.ts'
import { isInFile, type SourcePosition } from '../model/position.ts'
import { concealer } from './clean.ts'
import { findingsOf, type LintDocumentOptions } from './lint-json.ts'
import { mapStrings } from './redact.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

/** What has no rule of its own: found while files were read. */
const loading: RuleInfo = {
  id: 'load',
  severity: 'error',
  title: 'inventory, variables and playbook can be read',
  explanation: 'A mistake in a file, found before the cluster could be judged.',
  keepalivedTest: 'misses',
}

/** The result as a SARIF 2.1.0 document, which code scanning of GitHub and GitLab reads. */
export function sarif(result: LintResult, { rules, version, secrets }: LintDocumentOptions): string {
  const all = [loading, ...rules]
  const driver = { name: 'lbprov', version, rules: all.map(ruleOf) }
  const results = findingsOf(result).map(({ rule = loading.id, severity, message, hint, where, ignored }) => ({
    ruleId: rule,
    ruleIndex: all.findIndex(({ id }) => id === rule),
    level: levels[severity],
    message: { text: hint ? `${message}. ${hint}` : message },
    locations: where && isInFile(where) ? [locationOf(where)] : [],
    ...(ignored !== undefined && { suppressions: [{ kind: 'inSource', justification: ignored }] }),
  }))
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  }
  const own = new Set(['$schema', 'version', 'driver', 'ruleId', 'level', 'kind'])
  return `${JSON.stringify(mapStrings(document, concealer(secrets), own), null, 2)}\n`
}

function ruleOf({ id, severity, title, explanation }: RuleInfo) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    defaultConfiguration: { level: levels[severity] },
  }
}

function locationOf({ file, line, column }: SourcePosition) {
  const region = { startLine: line, startColumn: column }
  return { physicalLocation: { artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') }, region } }
}
