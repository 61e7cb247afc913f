import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import type { Instance } from '../cluster/cluster.ts'
import { clusterOn, type Scene } from '../cluster/scene.ts'
import { atLeast, keepalivedOf } from '../language/version.ts'
import { onHost, type Remark } from './rule.ts'

/** How an interface is deleted and made again there, and what can run a command when it is up. */
const owners: Readonly<Partial<Record<Facts['network'], { readonly again: string; readonly hook: string }>>> = {
  NetworkManager: { again: 'nmcli connection down and up', hook: 'a script in /etc/NetworkManager/dispatcher.d' },
  // ifup-post of initscripts 9.03.61 (EL6), 9.49.53 (EL7) and 10 (EL8) runs it with the name of the interface.
  'network-scripts': { again: 'ifdown and ifup', hook: 'an executable /sbin/ifup-local' },
  ifupdown: { again: 'ifdown and ifup', hook: 'a post-up line of the interface' },
}

/** Instances that keepalived does not take up again on an interface that was deleted and is there again. */
export function deafInterfaces(scene: Scene, host: Host, facts: Facts): readonly Remark[] {
  const { network, madeInterfaces } = facts
  const version = keepalivedOf(facts)
  const owner = owners[network]
  if (!owner || !atLeast(version, '1.3.5') || atLeast(version, '2.4.3')) return []
  const deaf = clusterOn(scene, host.name).instances.filter(
    (instance) => madeInterfaces.includes(instance.words.interface) && staysDeaf(instance, version),
  )
  const names = [...new Set(deaf.map(({ words }) => words.interface))].join(', ')
  if (names === '') return []
  const message = `${names} of ${host.name} is deleted and made again by ${owner.again}: keepalived ${version} hears nobody on it after that`
  const hint = `have systemctl reload keepalived run when it is up again (${owner.hook}), and ignore L54 with that reason`
  return [onHost(host, message, hint)]
}

/** keepalived 1.3.5: always; 2.1.5 to 2.2.8: with unicast; 2.2.5 to 2.3.2: with nopreempt, too, since a flag of the instance kept its sockets shut. */
function staysDeaf({ words }: Instance, version: string): boolean {
  if (!atLeast(version, '2.0.0')) return true
  return words.unicast === true || (words.nopreempt === true && atLeast(version, '2.2.5') && !atLeast(version, '2.3.3'))
}
