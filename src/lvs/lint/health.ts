import { checkerDefaults, longestDetection, slowestDetection } from '../detection.ts'
import { type Service, serviceName } from '../service.ts'
import { onServices, type Remark, type Rule } from './rule.ts'

const each =
  (check: (service: Service) => readonly Remark[]): Rule['check'] =>
  ({ cluster }) =>
    cluster.services.flatMap(check)

/** Whether a dead real server is noticed, how soon, and what is left then. */
export const healthRules: readonly Rule[] = [
  {
    id: 'L36',
    severity: 'warning',
    explanation: 'Without a checker a dead real server keeps its share of the connections.',
    check: each((service) => {
      const without = service.realServers.filter(({ checkers }) => checkers.length === 0)
      if (without.length === 0) return []
      const hint = 'add one: TCP_CHECK: { connect_timeout: 1, retry: 1 }'
      return without.length === service.realServers.length
        ? [onServices([service.index], `${serviceName(service)} has no checker`, hint)]
        : without.map(({ path, host, address }) => onServices(path, `${host ?? address} has no checker`, hint))
    }),
  },
  {
    id: 'L37',
    severity: 'warning',
    explanation: 'Until a dead real server is noticed, its share of the connections fails.',
    check: each(slowDetection),
  },
  {
    id: 'L39',
    severity: 'warning',
    explanation: 'keepalived lowers a quorum above the sum of weights, and a hysteresis not below the quorum.',
    check: each(badQuorum),
  },
  {
    id: 'L40',
    severity: 'error',
    explanation: 'With every weight 0 nobody serves; keepalived 2.2.7 then also miscounts the quorum.',
    check: each(({ index, realServers }) =>
      realServers.length > 0 && realServers.every(({ weight }) => weight === 0)
        ? [
            onServices(
              [index, 'real_servers'],
              'every real server has weight 0',
              'leave at least one with weight 1 or more',
            ),
          ]
        : [],
    ),
  },
  {
    id: 'L41',
    severity: 'warning',
    explanation: 'A sorry_server is for when the real servers are down; one of them is no help then.',
    check: each(({ index, sorryServer, realServers }) =>
      sorryServer && realServers.some(({ address }) => address === sorryServer.address)
        ? [
            onServices(
              [index, 'sorry_server'],
              'sorry_server is one of the real servers',
              'name another host, or leave it out',
            ),
          ]
        : [],
    ),
  },
  {
    id: 'L45',
    severity: 'error',
    explanation: 'A server that reached uthreshold would never come below lthreshold.',
    check: each(({ realServers }) =>
      realServers
        .filter(({ lowerThreshold, upperThreshold }) => (lowerThreshold ?? 0) > (upperThreshold ?? Infinity))
        .map(({ path }) =>
          onServices([...path, 'lthreshold'], 'lthreshold is above uthreshold', 'take less than uthreshold'),
        ),
    ),
  },
  {
    id: 'L56',
    severity: 'warning',
    explanation: 'A check of the virtual address is answered by the director itself.',
    check: each(({ endpoints, realServers }) =>
      [...new Set(realServers.flatMap(({ checkers }) => checkers))]
        .filter(({ words }) => endpoints.some(({ address }) => address !== null && address === words.connect_ip))
        .map(({ path }) =>
          onServices(
            [...path, 'connect_ip'],
            'connect_ip is the virtual address',
            'leave it out: the real server is checked',
          ),
        ),
    ),
  },
]

function slowDetection(service: Service): readonly Remark[] {
  const slowest = slowestDetection(service)
  if (!slowest) return []
  const { checker, seconds } = slowest
  const { loop, timeout, retry, pause } = checkerDefaults(checker, service.delayLoop)!
  const sum = `delay_loop ${loop} + ${retry + 1} attempts of ${timeout} + ${retry} pauses of ${pause}`
  return [
    ...(seconds > longestDetection
      ? [
          onServices(
            checker.path,
            `a dead real server may go unnoticed for ${seconds} s: ${sum}`,
            `make it ${longestDetection} s or less: delay_loop: 2, connect_timeout: 1, retry: 1, delay_before_retry: 1`,
          ),
        ]
      : []),
    ...(timeout >= loop && checker.name !== 'MISC_CHECK'
      ? [
          onServices(
            [...checker.path, 'connect_timeout'],
            `connect_timeout ${timeout} is not below delay_loop ${loop}`,
            'a check should end before the next one begins',
          ),
        ]
      : []),
  ]
}

function badQuorum({ index, words, realServers }: Service): readonly Remark[] {
  const quorum = words.quorum ?? 1
  const weight = realServers.reduce((sum, server) => sum + server.weight, 0)
  return [
    ...(quorum > weight && weight > 0
      ? [
          onServices(
            [index, 'quorum'],
            `quorum ${quorum} is more than all weights together, ${weight}`,
            `take ${weight} or less`,
          ),
        ]
      : []),
    ...(words.hysteresis !== undefined && words.hysteresis >= quorum
      ? [
          onServices(
            [index, 'hysteresis'],
            `hysteresis ${words.hysteresis} is not below quorum ${quorum}`,
            'take less than quorum',
          ),
        ]
      : []),
  ]
}
