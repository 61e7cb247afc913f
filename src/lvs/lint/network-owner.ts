import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import type { Scene } from '../cluster/scene.ts'
import { atLeast, keepalivedOf } from '../language/version.ts'
import { deafInterfaces } from './made-interface.ts'
import { onHost, type Remark, type Rule } from './rule.ts'

/** Whether whoever configures a director's interfaces leaves alone what keepalived has there. */
export const networkOwnerRules: readonly Rule[] = [
  {
    id: 'L54',
    severity: 'warning',
    title: 'nobody takes addresses or interfaces away from under keepalived',
    explanation:
      'systemd-networkd takes away every address that it did not add when it is restarted, as with an update, unless KeepConfiguration says otherwise (keepalived issues 836, 1385, 2479). NetworkManager leaves them when it is restarted or reapplies a connection, and takes them away when the connection is brought up again (issue 2564; in the lab, NetworkManager 1.42). keepalived before 2.0 (CentOS 6 and 7) does not notice, and nobody has the address; from 2.0 on the other director takes over at once. A VLAN, a bond or a bridge goes altogether when its connection is taken down, and is made again (nmcli connection down and up, ifdown and ifup): keepalived 1.3.5 hears nobody on it after that, 2.1.5, 2.2.7 and 2.2.8 do not with unicast, 2.2.7 not with nopreempt either. Such a director takes no part until keepalived is reloaded, and when the other one fails nobody has the address. 2.4.3 is the first that was seen to come back.',
    keepalivedTest: 'misses',
    checkHost: (scene, host, facts) =>
      isDirector(scene, host) ? [...takers(host, facts), ...deafInterfaces(scene, host, facts)] : [],
  },
]

function isDirector({ directors }: Scene, host: Host): boolean {
  return directors.some((member) => member.host === host)
}

function takers(host: Host, facts: Facts): readonly Remark[] {
  const { network } = facts
  if (network === 'networkd' || network === 'netplan') {
    const message = `systemd-networkd has the interfaces of ${host.name}, and takes virtual addresses away when it restarts`
    return [onHost(host, message, `${keepers[network]}, and ignore L54 with that reason`)]
  }
  const version = keepalivedOf(facts)
  if (network !== 'NetworkManager' || atLeast(version, '2.0.0')) return []
  const message = `NetworkManager has the interfaces of ${host.name}, and takes virtual addresses away when it brings one up again: keepalived ${version} does not notice`
  const hint =
    'set NM_CONTROLLED=no in the ifcfg files of the interfaces of VRRP, and have the service network bring them up; then ignore L54 with that reason'
  return [onHost(host, message, hint)]
}

/** What has networkd keep addresses. netplan writes the .network files anew, and makes KeepConfiguration of critical (before 1.0 CriticalConnection, which is the same). */
const keepers = {
  networkd: 'set KeepConfiguration=yes in the [Network] section of their .network files',
  netplan: 'set critical: true for the interfaces of VRRP in /etc/netplan and run netplan apply',
} as const
