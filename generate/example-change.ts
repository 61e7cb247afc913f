import { type ClusterChange, clusterChange } from '../src/lvs/change/change.ts'
import type { Circumstances } from '../src/lvs/change/cluster-stage.ts'
import { type ClusterData, resolveCluster } from '../src/lvs/cluster/cluster.ts'
import { keepalivedConf } from '../src/lvs/keepalived/keepalived-conf.ts'
import { type Host, type Inventory, localConnection } from '../src/model/host.ts'

const addresses = { dir1: '192.168.1.220', dir2: '192.168.1.221', rs1: '192.168.1.222', rs2: '192.168.1.223' }
const directors = ['dir2', 'dir1'] as const

/** What changes in the cluster of inventory/ between two sets of its variables, as the playbook orders its directors. */
export function exampleChange(
  before: ClusterData,
  after: ClusterData,
  { names = directors, version = '2.2.7' }: { names?: readonly (typeof directors)[number][]; version?: string } = {},
): ClusterChange {
  return clusterChange(
    names.map((name) => ({
      name,
      version,
      before: confOf(before, name, version),
      after: confOf(after, name, version),
    })),
  )
}

/** Both directors run, and dir1 is master. */
export const exampleCircumstances: Circumstances = {
  servers: ['rs1', 'rs2'],
  routed: [],
  holding: ['dir1'],
  starting: [],
  missing: [],
  keepingPorts: [],
  leftovers: [],
  drainSeconds: 60,
}

function confOf(vars: ClusterData, name: (typeof directors)[number], version: string): string {
  const peers = directors.filter((other) => other !== name).map((other) => ({ name: other, address: addresses[other] }))
  const director = { name, address: addresses[name], priority: name === 'dir1' ? 100 : 98, peers }
  return keepalivedConf(resolveCluster(vars, inventoryOf(), name).cluster, director, version)
}

function inventoryOf(): Inventory {
  const hosts = Object.entries(addresses).map(
    ([name, address]): Host => ({
      name,
      groups: [],
      vars: {},
      origin: () => undefined,
      connection: { ...localConnection, address },
    }),
  )
  const groups = new Map([['directors', directors]])
  return { hosts, groups, host: (name) => hosts.find((one) => one.name === name) }
}
