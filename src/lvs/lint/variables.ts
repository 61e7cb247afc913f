import type { Site } from '../../model/play.ts'
import { clusterVariables } from '../language/cluster.ts'
import { furtherBlocks } from '../language/further-blocks.ts'
import type { Told } from './ignore.ts'
import type { Rule } from './rule.ts'
import { namesTaken } from './standing.ts'

/** Whether the variables of the inventory are spelt as roles take them. */
export const variableRules: readonly Rule[] = [
  {
    id: 'variable',
    severity: 'warning',
    title: 'a variable is spelt as a role takes it',
    explanation:
      'A variable that no role takes is passed over, since an inventory is shared with other tools. One that is named almost as a param of a role that its hosts have is most likely a slip, and one that is named as a block of keepalived.conf is most likely meant as one: what it says is not done.',
    keepalivedTest: 'misses',
  },
]

/** The variables that are most likely misspelt, each at every place where it stands, and those that are named as blocks of keepalived.conf. */
export function misspelt(site: Site): readonly Told[] {
  const { slips = [], inventory } = site
  const taken = namesTaken(site)
  const isSlip = (name: string) => slips.some((slip) => slip.name === name)
  const blocks = Object.entries(blocksOfKeepalived).flatMap(([name, { instead }]) => {
    const host = inventory.hosts.find(({ vars }) => vars[name] !== undefined)
    return host && !taken.has(name) && !isSlip(name) ? [{ name, where: host.origin(name), hint: instead }] : []
  })
  const misnamed = slips.map(({ name, meant, where }) => ({ name, where, hint: `did you mean ${meant}?` }))
  return [...misnamed, ...blocks].map(({ name, where, hint }) => ({
    finding: { rule: 'variable', variable: name, path: [], where, message: `nothing reads the variable ${name}`, hint },
    severity: 'warning',
    speaker: inventory.hosts[0]!,
  }))
}

/** Those of the outermost level that are no variables; of their names the ones that other tools hardly have. */
const blocksOfKeepalived = Object.fromEntries(
  Object.entries(furtherBlocks['']!).filter(([name]) => name.includes('_') && !(name in clusterVariables)),
)
