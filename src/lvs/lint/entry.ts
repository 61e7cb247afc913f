import type { Path } from '../../model/host.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Endpoint, Service } from '../cluster/service.ts'
import { targetName } from '../cluster/target.ts'

/** One entry of the kernel's table, and the virtual server that it is of. */
export interface Entry {
  readonly service: Service
  readonly endpoint: Endpoint
  /** `192.168.1.225:80/TCP` or `fwmark 5`. */
  readonly name: string
  /** Place inside `virtual_servers` of what says it. */
  readonly path: Path
}

/** Of a cluster rules ask again. */
const known = new WeakMap<Cluster, readonly Entry[]>()

/** Every entry that the kernel's table would have. */
export function entriesOf(cluster: Cluster): readonly Entry[] {
  const found = known.get(cluster) ?? entriesIn(cluster)
  known.set(cluster, found)
  return found
}

function entriesIn({ services }: Cluster): readonly Entry[] {
  return services.flatMap((service) => {
    const key = (['group', 'fwmark', 'address'] as const).find((word) => service.words[word] !== undefined)!
    return service.endpoints.map((endpoint) => ({
      service,
      endpoint,
      name: targetName({ ...endpoint, group: null }, service.protocol),
      path: [service.index, key],
    }))
  })
}
