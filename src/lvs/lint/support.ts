import { virtualAddresses } from '../cluster/cluster.ts'
import { onServices, type Rule } from './rule.ts'

/** What the words allow, and the roles do only when told more. */
export const supportRules: readonly Rule[] = [
  {
    id: 'fwmark',
    severity: 'warning',
    title: 'a firewall mark is set',
    explanation:
      'A firewall mark serves nothing until a rule of the firewall sets it. The role director-vip sets one where marks say which packets get it.',
    keepalivedTest: 'misses',
    check: ({ cluster }) => {
      const address = virtualAddresses(cluster)[0]?.cidr.address ?? '192.168.1.225'
      const hint = `say it: marks: [{ address: ${address}, port: 80 }], or set it by a rule of your own on every director, and ignore fwmark with that reason`
      return cluster.services
        .filter(({ endpoints }) =>
          endpoints.some((endpoint) => endpoint.fwmark !== null && endpoint.marks.length === 0),
        )
        .map(({ index, target }) =>
          onServices(
            [index, target.group === null ? 'fwmark' : 'group'],
            'it is not said which packets get the firewall mark, so no role sets it',
            hint,
          ),
        )
    },
  },
]
