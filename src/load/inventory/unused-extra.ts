import { didYouMean } from '../../model/nearest.ts'
import { knownConnectionNames } from '../connection/connection-words.ts'
import { allVariables, type Layers } from '../connection/known-host.ts'
import type { Problems } from '../text/problems.ts'
import { sentences } from '../text/sentences.ts'
import type { Variable } from '../text/variable.ts'

/** A variable of `-e` that nothing can use is a slip: no param of the playbook's roles, in no inventory file, not about connections. */
export function checkExtraVars(layers: Layers, params: Iterable<string>, problems: Problems): void {
  const inFiles = allVariables({ ...layers, extraVars: new Map<string, Variable>() }).map(([name]) => name)
  const used = new Set([...params, ...inFiles, ...knownConnectionNames])
  for (const [name, variable] of layers.extraVars) {
    if (used.has(name) || name.startsWith('ansible_')) continue
    const hint = sentences(
      didYouMean(name, used),
      'It is no param of a role in the playbook and no variable of the inventory.',
    )
    problems.add(variable.locate([], 'key'), `nothing uses ${name}`, hint)
  }
}
