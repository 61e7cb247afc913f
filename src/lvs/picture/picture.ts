import { type Held, nothingHeld, showNote } from '../../model/held.ts'
import { bracketed } from '../../model/ip-address.ts'
import type { ClusterPicture, InstancePicture, Picture, ServerPicture, ServicePicture } from '../../model/picture.ts'
import type { Instance } from '../cluster/cluster.ts'
import { drainOf } from '../cluster/held.ts'
import { addressOf } from '../cluster/place.ts'
import { instanceOn, type Scene } from '../cluster/scene.ts'
import { type RealServer, type Service, servedAddresses, serviceName } from '../cluster/service.ts'
import { priorityOf } from '../keepalived/instance.ts'
import { balancers } from '../verify/cast.ts'

/** The clusters of a playbook as their variables say they are. */
export function pictureOf(playbook: string, scenes: readonly Scene[]): Picture {
  return { playbook, clusters: scenes.map(clusterPicture) }
}

/** `192.168.1.222:80` */
export function endpointOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${bracketed(address)}:${port}`
}

function clusterPicture(scene: Scene): ClusterPicture {
  const directors = balancers(scene).map((host) => ({ name: host.name, address: addressOf(host) }))
  const instances = scene.cluster.instances.map((instance) => instancePicture(instance, scene))
  return {
    name: directors.map(({ name }) => name).join(', '),
    directors,
    instances,
    services: scene.cluster.services.map((service) => servicePicture(service, scene)),
  }
}

function instancePicture(instance: Instance, scene: Scene): InstancePicture {
  const standings = scene.directors.map(({ host: { name }, priority }) => {
    const own = priorityOf(instanceOn(scene, instance, name), { name, priority: priority ?? Number.NaN })
    return { name, priority: Number.isNaN(own) ? null : own }
  })
  const directors = standings.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0))
  const highest = directors[0]?.priority ?? null
  return {
    name: instance.name,
    routerId: instance.words.virtual_router_id,
    addresses: [...instance.addresses, ...instance.excluded].map(({ address, prefix }) => `${address}/${prefix}`),
    directors: directors.map((one) => ({ ...one, leads: one.priority !== null && one.priority === highest })),
  }
}

function servicePicture(service: Service, { cluster, inventory }: Scene): ServicePicture {
  const served = servedAddresses(service)
  const has = ({ addresses, excluded }: Instance) =>
    [...addresses, ...excluded].some(({ address }) => served.includes(address))
  return {
    name: serviceName(service),
    instance: cluster.instances.find(has)?.name ?? null,
    scheduler: service.scheduler,
    persistence: service.persistenceTimeout,
    servers: service.realServers.map((server) => serverPicture(server, inventory.held)),
    sorryServer: service.sorryServer && endpointOf(service.sorryServer),
  }
}

function serverPicture(server: RealServer, held: Held = nothingHeld): ServerPicture {
  const { host, address, weight, forwarding, checkers } = server
  const note = drainOf(server, held)
  return {
    name: host ?? address,
    endpoint: endpointOf(server),
    weight,
    forwarding,
    checkers: checkers.map(({ name }) => name),
    drained: note ? showNote(note) : null,
  }
}
