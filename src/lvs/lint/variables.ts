import type { Site } from '../../model/play.ts'
import type { Told } from './ignore.ts'
import type { Rule } from './rule.ts'

/** Whether the variables of the inventory are spelt as roles take them. */
export const variableRules: readonly Rule[] = [
  {
    id: 'variable',
    severity: 'warning',
    title: 'a variable is spelt as a role takes it',
    explanation:
      'A variable that no role takes is passed over, since an inventory is shared with other tools. One that is named almost as a param of a role that its hosts have is most likely a slip, and what it says is not done.',
    keepalivedTest: 'misses',
  },
]

/** The variables that are most likely misspelt, each at every place where it stands. */
export function misspelt({ slips = [], inventory }: Site): readonly Told[] {
  return slips.map(({ name, meant, where }) => {
    const message = `nothing reads the variable ${name}`
    const hint = `did you mean ${meant}?`
    return {
      finding: { rule: 'variable', variable: name, path: [], where, message, hint },
      severity: 'warning',
      speaker: inventory.hosts[0]!,
    }
  })
}
