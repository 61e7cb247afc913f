import { sh } from '../../shell/script.ts'
import { rulesFile } from './iptables.ts'

/**
 * ufw, where it is on: among the rules that come before its own, in the files that it has for that, since its own words
 * know no VRRP before 0.36.2. `ufw status` doesn't show them; what ufw denies by its own rules comes after them.
 */
export const ufw = rulesFile({
  name: 'ufw',
  suits: (facts) => facts.firewall === 'ufw',
  places: {
    iptables: { chain: 'ufw-before-input', saved: '/etc/ufw/before.rules' },
    ip6tables: { chain: 'ufw6-before-input', saved: '/etc/ufw/before6.rules' },
  },
  save: (program) => sh`echo ${`ufw has no rules file for ${program}: is the package whole?`} >&2; exit 1`,
  partial: true,
})
