import { onServices, type Rule } from './rule.ts'

/** What the words allow and no role does. */
export const supportRules: readonly Rule[] = [
  {
    id: 'fwmark',
    severity: 'warning',
    title: 'a firewall mark is set',
    explanation: 'A firewall mark serves nothing until a rule of the firewall sets it, which no role does.',
    keepalivedTest: 'misses',
    check: ({ cluster }) =>
      cluster.services
        .filter(({ endpoints }) => endpoints.some(({ fwmark }) => fwmark !== null))
        .map(({ index, target }) =>
          onServices(
            [index, target.group === null ? 'fwmark' : 'group'],
            'no role sets firewall marks',
            'see that a rule of yours in the table mangle, chain PREROUTING, sets it on every director',
          ),
        ),
  },
]
