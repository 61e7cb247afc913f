import { familyOf } from '../../model/ip-address.ts'
import { isPrepared, type Scene } from '../cluster/scene.ts'
import { onServices, type Remark, type Rule } from './rule.ts'

/** Whether what goes through a tunnel has room in it. */
export const tunnelRules: readonly Rule[] = [
  {
    id: 'L66',
    severity: 'info',
    title: 'clients of a service by TUN leave room for the tunnel',
    explanation:
      'A director puts 20 bytes before each packet (IPv6: 40). One of full size is then too long for a way of the same MTU, and refused by ICMP; where that is dropped, uploads stop: 300 kB through a way of 1480 bytes never came, and came with a segment size of 1440 in the answer to the connection. The answer goes past the directors, so real servers must say it. A way of 1520 bytes or more needs nothing.',
    keepalivedTest: 'misses',
    check: cramped,
  },
]

/** The first real server of each service. The param of realserver-arp; only the inventory's own word is seen. */
function cramped(scene: Scene): readonly Remark[] {
  return scene.cluster.services.flatMap(({ realServers }) => {
    const first = realServers.find(
      ({ forwarding, host }) =>
        forwarding === 'TUN' &&
        isPrepared(scene, host, 'TUN') &&
        typeof scene.inventory.host(host!)?.vars.tun_mtu !== 'number',
    )
    if (!first) return []
    const bytes = familyOf(first.address) === 6 ? 40 : 20
    const message = `packets for ${first.host} are ${bytes} bytes longer on their way there, and clients are not told`
    const hint = `set tun_mtu, the MTU of the narrowest way from directors to real servers: 1500; or ignore L66 where all of it takes ${1500 + bytes}`
    return [onServices(first.path, message, hint)]
  })
}
