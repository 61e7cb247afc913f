import { type ClusterData, resolveCluster } from '../cluster/cluster.ts'
import { scriptsNamed } from '../cluster/scripts.ts'
import type { LeftOut } from '../conf/read/reading.ts'
import type { AdoptedDirector } from './merge.ts'
import type { Origin } from './origins.ts'

/** keepalived runs scripts as root where neither the file nor the host has another user for them; lbprov would take one of its own. */
export function withScriptUser(
  data: ClusterData,
  { name, file = name, scriptUser = 'root' }: AdoptedDirector,
  origin: Origin,
): { readonly data: ClusterData; readonly changed: readonly LeftOut[] } {
  const { cluster } = resolveCluster(data, { hosts: [], groups: new Map(), host: () => undefined })
  const [script] = scriptsNamed(cluster)
  if (!script || scriptUser === null || data.global_defs?.script_user !== undefined) return { data, changed: [] }
  const where = origin(script.variable, script.path) ?? { file, line: 1, column: 1 }
  const reason = `${scriptUser} runs scripts as before, by script_user: ${scriptUser} in global_defs`
  return {
    data: { ...data, global_defs: { ...data.global_defs, script_user: scriptUser } },
    changed: [{ text: script.program, where, reason }],
  }
}
