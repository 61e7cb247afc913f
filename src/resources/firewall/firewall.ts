import type { ConfirmableMeta, Kind, Provider, Resource } from '../../model/resource.ts'
import { needed, object, oneOf, orNull } from '../../model/type.ts'
import { sh } from '../../shell/script.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import type { Desired } from './backend.ts'
import { firewalld } from './firewalld.ts'
import { iptables } from './iptables.ts'
import { netfilterPersistent } from './netfilter-persistent.ts'
import { nftables } from './nftables.ts'
import { type Opening, openingType, parseOpening } from './opening.ts'
import { ufw } from './ufw.ts'

const checkCall = callOf('firewall', ['the opening', openingType], orNull(object({ open: needed(oneOf(true)) })))

/**
 * Packets to the host itself that are let in, now and at boot: `80/tcp`, `8000-8010/tcp`, `8848/udp`, `vrrp`, `ah`,
 * `igmp` or `ipip`, each from everywhere or as `80/tcp from 192.168.1.0/24`. null: lbprov no longer lets them in. A host without
 * a firewall has nothing to open.
 */
export function firewall(
  opening: string,
  state: { readonly open: true } | null = { open: true },
  meta: ConfirmableMeta = {},
): Resource {
  checkCall(opening, state, meta)
  return declare(firewallKind, opening, state && { live: true, boot: true }, parseOpening(opening), meta)
}

const none: Provider<Desired, Opening> = {
  name: 'no firewall',
  suits: (facts) => facts.firewall === 'none',
  probe: ({ desired }) => (desired === null ? sh`:` : sh`put live true boot true`),
  apply: () => sh`echo 'no firewall is on: nothing to open'`,
  undo: () => ({ save: sh`:`, restore: sh`:` }),
}

export const firewallKind: Kind<Desired, Opening> = {
  name: 'firewall',
  bearsOnPackages: () => false,
  chosenBy: 'firewall',
  providers: [iptables, firewalld, nftables, netfilterPersistent, ufw, none],
  leftovers: {
    take: ({ name }) =>
      firewall(name, null, name.includes('/tcp') ? { confirm: {} } : {}) as Resource<Desired, Opening>,
    rank: 1,
  },
}
