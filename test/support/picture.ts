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
