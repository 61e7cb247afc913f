import type { Cluster } from '../lvs/cluster/cluster.ts'
import { parseConf } from '../lvs/conf/parse.ts'
import { readCluster } from '../lvs/conf/read/cluster.ts'
import type { Step } from '../model/plan.ts'
import { label } from '../model/resource.ts'
import { keepalivedConf } from './verify.ts'

/** Whether the steps would start keepalived, or give it a virtual router id that it does not have on that interface. */
export function newOnHost(steps: readonly Step[], { instances }: Pick<Cluster, 'instances'>): boolean {
  const changesOf = (name: string) => steps.find(({ resource }) => label(resource) === name)?.changes ?? []
  if (changesOf('service[keepalived]').some(({ attribute }) => attribute === 'running')) return true
  const content = changesOf(keepalivedConf).find(({ attribute }) => attribute === 'content' || attribute === 'sha256')
  if (!content) return false
  const before = numbersIn(content.from ?? '')
  return instances.some(({ words }) => !before.has(`${words.interface} ${words.virtual_router_id}`))
}

function numbersIn(text: string): ReadonlySet<string> {
  const { data } = readCluster(parseConf(text, { file: keepalivedConf }).nodes, '')
  const instances = Object.values(data.vrrp_instances ?? {})
  return new Set(instances.map((words) => `${words.interface} ${words.virtual_router_id}`))
}
