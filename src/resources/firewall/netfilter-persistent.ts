import { sh } from '../../shell/script.ts'
import { rulesFile } from './iptables.ts'

/** Debian's and Ubuntu's iptables-persistent. */
export const netfilterPersistent = rulesFile({
  name: 'netfilter-persistent',
  suits: (facts) => facts.firewall === 'netfilter-persistent',
  places: {
    iptables: { chain: 'INPUT', saved: '/etc/iptables/rules.v4' },
    ip6tables: { chain: 'INPUT', saved: '/etc/iptables/rules.v6' },
  },
  save: () => sh`netfilter-persistent save`,
})
