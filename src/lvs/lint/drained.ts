import { eachService, onServices, type Rule } from './rule.ts'

/** What is drained, while it is. */
export const drainedRules: readonly Rule[] = [
  {
    id: 'L66',
    severity: 'warning',
    title: 'a real server is left that is not drained',
    explanation:
      'With the last real server of a virtual server drained, new connections are refused. keepalived.conf then keeps the weights, and the kernel has 0 until a check takes a server out and in again.',
    keepalivedTest: 'misses',
    check: eachService(({ index, realServers }) =>
      realServers.some(({ drained }) => drained) && realServers.every(({ weight }) => weight === 0)
        ? [
            onServices(
              [index, 'real_servers'],
              'every real server is drained',
              'take one back with lbprov undrain HOST',
            ),
          ]
        : [],
    ),
  },
]
