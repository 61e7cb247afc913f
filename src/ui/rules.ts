import { ConfigError } from '../model/errors.ts'
import type { RuleInfo } from '../model/lint.ts'
import { didYouMean } from '../model/nearest.ts'
import { optionPlace } from '../model/position.ts'

/** Text of `lint --list`: a rule a line, those with numbers first. */
export function listRules(rules: readonly RuleInfo[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length))
  const byNumber = (id: string) => Number(id.slice(1)) || Number.POSITIVE_INFINITY
  return rules
    .toSorted((a, b) => byNumber(a.id) - byNumber(b.id) || (a.id < b.id ? -1 : 1))
    .map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd('warning'.length)}  ${title}\n`)
    .join('')
}

const tests: Readonly<Record<RuleInfo['keepalivedTest'], string>> = {
  catches: 'finds it, too, from 2.0.4 on; CentOS 6 and 7 have no such test',
  misses: 'does not find it',
  partly: 'finds it in part',
}

/** Text of `lint --explain L12`. Throws ConfigError where there is no such rule. */
export function explainRule(id: string, rules: readonly RuleInfo[]): string {
  const rule = rules.find((one) => plainId(one.id) === plainId(id))
  if (!rule) {
    const where = optionPlace('--explain', id)
    const near = didYouMean(
      id,
      rules.map((one) => one.id),
    )
    throw new ConfigError([
      { where, message: 'there is no such rule', hint: near || 'lbprov lint --list has them all.' },
    ])
  }
  const ignore = rule.always
    ? 'It can not be ignored.'
    : `To ignore it, say why in group_vars or host_vars:\n\n  lint_ignore:\n    ${rule.id}: the reason why it does not matter here`
  return `${rule.id} (${rule.severity}): ${rule.title}

${wrapped(rule.explanation)}

The test of keepalived itself (keepalived -t) ${tests[rule.keepalivedTest]}.

${ignore}
`
}

/** `l2` is L02. */
const plainId = (id: string) => id.toLowerCase().replace(/^l0+(?=\d)/, 'l')

function wrapped(text: string): string {
  return text.replaceAll(/(.{1,96})(?: |$)/g, '$1\n').trimEnd()
}
