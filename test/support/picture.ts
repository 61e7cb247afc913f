import { scenesOf } from '../../src/lvs/cluster/scene.ts'
import { pictureOf } from '../../src/lvs/picture/picture.ts'
import type { Host } from '../../src/model/host.ts'
import type { Picture } from '../../src/model/picture.ts'
import type { Site } from '../../src/model/play.ts'
import { exampleVars, hostOf, inventoryOf, siteOf, type Vars } from '../unit/lvs/support/site.ts'

const directorRoles = ['install-ipvsadm', 'director-vip', 'keepalived-master']

/** A cluster of two directors and so many real servers, `n` of several. */
function clusterOf(n: number, servers: number): readonly Host[] {
  const net = `10.${n}.0`
  const names = Array.from({ length: servers }, (_, i) => `rs${n}-${String(i + 1).padStart(2, '0')}`)
  const vars: Vars = {
    ...exampleVars(),
    vrrp_instances: {
      [`VI_${n}`]: {
        interface: 'em1',
        virtual_router_id: 50 + n,
        priority: { [`dir${n}a`]: 150, [`dir${n}b`]: 100 },
        virtual_ipaddress: [`${net}.225/32`],
      },
    },
    virtual_servers: [
      { address: `${net}.225`, port: 80, lb_algo: 'wrr', persistence_timeout: 50, TCP_CHECK: {}, real_servers: names },
      { address: `${net}.225`, port: 443, lb_algo: 'wlc', real_servers: names.slice(0, 2), sorry_server: `${net}.250` },
    ],
  }
  return [
    ...['a', 'b'].map((letter, i) => hostOf(`dir${n}${letter}`, `${net}.${2 + i}`, vars)),
    ...names.map((name, i) => hostOf(name, `${net}.${10 + i}`, vars)),
  ]
}

/** So many clusters, each with so many real servers, as a site. */
export function siteOfClusters(clusters: number, servers: number): Site {
  const hosts = Array.from({ length: clusters }, (_, i) => clusterOf(i + 1, servers)).flat()
  const roles = hosts.map(({ name }) => [name, name.startsWith('dir') ? directorRoles : ['realserver-arp']] as const)
  return siteOf(inventoryOf(hosts), Object.fromEntries(roles))
}

/** The same as a picture. */
export function pictureOfClusters(clusters: number, servers: number): Picture {
  return pictureOf('site.yaml', scenesOf(siteOfClusters(clusters, servers)))
}

/** A picture of one cluster that was looked at: of its real servers one is out, one drained. */
export function livePicture(): Picture {
  const picture = pictureOfClusters(1, 3)
  const since = '2026-11-28T12:00:00Z'
  return {
    ...picture,
    lookedAt: '2026-11-28T13:00:00.000Z',
    clusters: picture.clusters.map((cluster) => ({
      ...cluster,
      directors: cluster.directors.map((one, i) => ({
        ...one,
        live: {
          unseen: null,
          differences: i === 0 ? ['-t 10.1.0.225:80 -r 10.1.0.11:80 is missing'] : [],
          syncDaemon: `${i === 0 ? 'master' : 'backup'} on em1, syncid 51`,
          changedAt: since,
          owner: 'lvs/site.yaml lvs/hosts',
          lastChange: { at: '2026-11-28T11:59:30.000Z', by: 'anna@ops1' },
        },
      })),
      instances: cluster.instances.map((instance) => ({
        ...instance,
        directors: instance.directors.map((one) => ({ ...one, state: one.leads ? 'master' : 'backup', since })),
      })),
      services: cluster.services.map((service) => ({
        ...service,
        servers: service.servers.map((server, i) => ({
          ...server,
          weight: i === 2 ? 0 : server.weight,
          drained: i === 2 ? 'since 2026-11-28T12:30:00Z by anna@ops1 (kernel)' : null,
          live: {
            state: (['up', 'out', 'drained'] as const)[i]!,
            active: i === 0 ? 31 : 0,
            inactive: 4 * (3 - i),
            connections: 4000 - i,
            connectionsPerSecond: i === 0 ? 12 : 0,
            bytesInPerSecond: i === 0 ? 48_210 : 0,
            bytesOutPerSecond: 0,
            why: i === 1 ? 'TCP connection to [10.1.0.11]:tcp:80 failed.' : null,
            host: { unseen: null, faults: i === 1 ? ['nothing listens on 10.1.0.225:80/TCP'] : [] },
          },
        })),
      })),
    })),
  }
}
