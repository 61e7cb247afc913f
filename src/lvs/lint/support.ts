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
    check: ({ cluster }) =>
      cluster.services
        .filter(({ endpoints }) =>
          endpoints.some((endpoint) => endpoint.fwmark !== null && endpoint.marks.length === 0),
        )
        .map(({ index, target }) =>
          onServices(
            [index, target.group === null ? 'fwmark' : 'group'],
            'it is not said which packets get the firewall mark, so no role sets it',
            'say it: marks: [{ address: 192.168.1.225, port: 80 }], or see that a rule of yours sets it on every director',
          ),
        ),
  },
]
