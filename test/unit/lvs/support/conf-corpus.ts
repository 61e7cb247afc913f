import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { lintKeepalivedConf } from '../../../../src/lvs/lint/keepalived-conf.ts'
import type { ClusterCase } from './corpus.ts'

/** One keepalived.conf of test/fixtures/clusters/conf: the rules that it breaks, each with the text that stands at the place. */
export interface ConfCase {
  readonly name: string
  readonly says: string
  readonly raises: Readonly<Record<string, string>>
  readonly keepalived: string
  readonly conf: string
  readonly mend?: NonNullable<ClusterCase['mend']>
}

const folder = fileURLToPath(new URL('../../../fixtures/clusters/conf', import.meta.url))

/** All of them, in the order of their names. */
export const confCases: readonly ConfCase[] = readdirSync(folder).map((file) => ({
  name: file.replace(/\.yaml$/, ''),
  ...(parse(readFileSync(join(folder, file), 'utf8'), { schema: 'failsafe' }) as Omit<ConfCase, 'name'>),
}))

/** Rule to the text at the place of what was found; a place that is missing is empty. */
export function lintOfConf({ conf, keepalived: version }: ConfCase): readonly (readonly [string, string])[] {
  const { errors, warnings } = lintKeepalivedConf(conf, { file: 'keepalived.conf', version })
  const lines = conf.split('\n')
  return [...errors, ...warnings].map(({ rule, where }) => [
    rule!,
    where ? lines[where.line - 1]!.slice(where.column - 1) : '',
  ])
}
