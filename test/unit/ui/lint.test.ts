import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import type { LintResult, RuleInfo } from '../../../src/model/lint.ts'
import { optionPlace } from '../../../src/model/position.ts'
import { lintJson } from '../../../src/ui/lint-json.ts'
import { lintText } from '../../../src/ui/lint-text.ts'
import { explainRule, listRules } from '../../../src/ui/rules.ts'
import { sarif } from '../../../src/ui/sarif.ts'

const rules: readonly RuleInfo[] = [
  { id: 'L36', severity: 'warning', title: 'checked', explanation: 'It goes on.', keepalivedTest: 'misses' },
  { id: 'L9', severity: 'error', title: 'one wins', explanation: 'A tie.', keepalivedTest: 'catches', always: true },
]
const where = { file: 'group_vars/all.yml', line: 4, column: 7 }
const result: LintResult = {
  errors: [{ rule: 'L9', message: 'a tie: hunter22', hint: 'Change one.', where }],
  warnings: [{ message: 'no rule', where: { ...where, line: 2 } }],
  infos: [],
  ignored: [{ problem: { rule: 'L36', message: 'no check', where }, severity: 'warning', reason: 'elsewhere' }],
}
const options = { rules, version: '1.2.3', secrets: ['hunter22'], exitCode: 3 }

describe('for a person', () => {
  it('findings stand by file and line, what is ignored last, then the sum', () => {
    expect(lintText(result, { color: false, secrets: ['hunter22'] })).toBe(`group_vars/all.yml:2:7  warning: no rule

group_vars/all.yml:4:7  error: a tie: ‹secret› (L9)
    → Change one.

ignored: group_vars/all.yml:4:7  no check (L36): elsewhere

1 error, 1 warning (lbprov lint --explain RULE says why)
`)
  })

  it('many of one kind are told once, with the first of the other lines', () => {
    const dead = (i: number) => ({
      rule: 'L37',
      message: `a dead real server of 10.0.0.${i} may go unnoticed for ${20 + i} s`,
      hint: `Make it ${i} s or less.`,
      where: { file: 'lb1.conf', line: 10 * i, column: 5 },
    })
    const found = (count: number) => ({
      ...result,
      errors: [],
      warnings: [...Array.from({ length: count }, (_, i) => dead(i + 1)), { ...dead(3), rule: 'L36' }],
      ignored: [],
    })
    const text = lintText(found(4000), { color: false, secrets: [] })
    expect(text).toBe(`lb1.conf:10:5  warning: a dead real server of 10.0.0.1 may go unnoticed for 21 s (L37)
    → Make it 1 s or less.
    and 3999 more like it: lines 20, 30, 40, 50, 60 …

lb1.conf:30:5  warning: a dead real server of 10.0.0.3 may go unnoticed for 23 s (L36)
    → Make it 3 s or less.

4001 warnings (lbprov lint --explain RULE says why)
`)
    expect(lintText(found(5), { color: false, secrets: [] })).not.toContain('more like it')
    expect(JSON.parse(lintJson(found(4000), options)).findings).toHaveLength(4001)
  })

  it('nothing found is said', () => {
    const nothing = { errors: [], warnings: [], infos: [], ignored: [] }
    expect(lintText(nothing, { color: false, secrets: [] })).toBe('nothing found\n')
  })

  it('a rule is explained, with how to ignore it', () => {
    expect(explainRule('l36', rules)).toContain('lint_ignore:\n    L36: the reason')
    expect(explainRule('L9', rules)).toContain('can not be ignored')
    expect(() => explainRule('L99', rules)).toThrow('--explain L99: there is no such rule')
  })

  it('rules are listed by number', () => {
    expect(listRules(rules)).toBe('L9   error    one wins\nL36  warning  checked\n')
  })
})

describe('for a program', () => {
  it('the JSON document fits its schema', () => {
    const schema = JSON.parse(readFileSync(new URL('../../../schemas/lint.json', import.meta.url), 'utf8'))
    const validate = new Ajv({ allErrors: true }).compile(schema)
    const document = JSON.parse(lintJson(result, options))
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(document.findings).toEqual([
      { rule: 'L9', title: 'one wins', severity: 'error', message: 'a tie: ‹secret›', hint: 'Change one.', where },
      { severity: 'warning', message: 'no rule', where: { ...where, line: 2 } },
      { rule: 'L36', title: 'checked', severity: 'warning', message: 'no check', where, ignored: 'elsewhere' },
    ])
  })

  it('a place in an option is none for SARIF', () => {
    const where = optionPlace('--extra-vars', 'priority=…')
    const { runs } = JSON.parse(sarif({ ...result, errors: [{ message: 'too high', where }] }, options))
    expect(runs[0].results[0].locations).toEqual([])
  })

  it('SARIF has rules, levels, places and what is ignored', () => {
    const { version, runs } = JSON.parse(sarif(result, options))
    expect(version).toBe('2.1.0')
    const { tool, results } = runs[0]
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['load', 'L36', 'L9'])
    const physicalLocation = {
      artifactLocation: { uri: 'group_vars/all.yml' },
      region: { startLine: 4, startColumn: 7 },
    }
    expect(results[0]).toEqual({
      ruleId: 'L9',
      ruleIndex: 2,
      level: 'error',
      message: { text: 'a tie: ‹secret›. Change one.' },
      locations: [{ physicalLocation }],
    })
    expect(results[1]).toMatchObject({ ruleId: 'load', ruleIndex: 0, level: 'warning' })
    expect(results[2].suppressions).toEqual([{ kind: 'inSource', justification: 'elsewhere' }])
  })
})
