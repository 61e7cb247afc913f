import { distance, swapped } from '../../model/nearest.ts'
import { allVariables, type KnownHost, type Layers } from '../connection/known-host.ts'
import type { Reading } from '../text/files.ts'
import { ansibleNames, former } from './ansible-names.ts'

const prefix = 'ansible_'

/** Tells of variables named almost as one of Ansible's, where a host that is used has them, and warns of those that nobody reads any more. */
export function checkNames(layers: Layers, used: readonly KnownHost[], { problems, warn }: Reading): void {
  for (const [name, variable] of allVariables(layers)) {
    if (!name.startsWith(prefix)) continue
    const where = variable.locate([], 'key')
    if (name === 'ansible_group_priority')
      warn?.({ where, message: `${name} has no effect here`, hint: 'Set it on the group in the inventory file.' })
    const now = former.get(name)
    if (now) warn?.({ where, message: `nobody reads ${name} any more: Ansible has ${now} in its place` })
    const meant = ansibleNames.has(name) || now ? undefined : nearestOf(name)
    if (meant && used.some((host) => host.variable(name) === variable))
      problems.add(where, `there is no variable ${name}`, `Did you mean ${meant}?`)
  }
}

/** At most two letters from one of Ansible's, of short names one. */
function nearestOf(name: string): string | undefined {
  const word = name.slice(prefix.length)
  const limit = word.length < 5 ? 1 : 2
  const near = [...ansibleNames].filter((one) => Math.abs(one.length - name.length) <= limit)
  const steps = near
    .map((one) => ({ one, known: one.slice(prefix.length) }))
    .map(({ one, known }) => ({ one, steps: swapped(known, word) ? 1 : distance(known, word) }))
    .filter(({ steps }) => steps <= limit)
  return steps.toSorted((a, b) => a.steps - b.steps)[0]?.one
}
