import { bracketed } from '../../model/ip-address.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Endpoint, Service } from '../cluster/service.ts'
import { targetName } from '../cluster/target.ts'

/** One entry of the kernel's table: a service has several when it is for a group. */
export interface Entry {
  readonly service: Service
  readonly endpoint: Endpoint
  /** `192.168.1.225:80/TCP`, with `of group web` where it is one of a group. */
  readonly name: string
}

/** The entries of all services, in the order of the model. */
export function entriesOf({ services }: Cluster): readonly Entry[] {
  return services.flatMap((service) =>
    service.endpoints.map((endpoint) => ({ service, endpoint, name: nameOf(service, endpoint) })),
  )
}

/** `192.168.1.225:80`, `[2001:db8::225]:80`. */
export function socketName({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${bracketed(address)}:${port}`
}

function nameOf({ target, protocol }: Service, endpoint: Endpoint): string {
  const own = targetName({ ...endpoint, group: null }, protocol)
  return target.group === null ? own : `${own} of group ${target.group}`
}
