import { checkerDefaults, detectionSeconds, longestDetection } from '../detection.ts'
import { addressOf } from '../place.ts'
import { type Service, serviceName } from '../service.ts'
import { atLeast } from '../version.ts'
import { eachService, onServices, type Remark, type Rule } from './rule.ts'
import type { Scene } from './scene.ts'

/** Whether a dead real server is noticed, and how soon. */
export const healthRules: readonly Rule[] = [
  {
    id: 'L36',
    severity: 'warning',
    title: 'real servers are checked',
    explanation:
      'Without a checker a dead real server keeps its share of the connections. keepalived takes such a file without a word.',
    keepalivedTest: 'misses',
    check: eachService((service) =>
      service.checker
        ? []
        : [
            onServices(
              [service.index],
              `${serviceName(service)} has no checker`,
              'add one: TCP_CHECK: { connect_timeout: 1, retry: 1 }',
            ),
          ],
    ),
  },
  {
    id: 'L37',
    severity: 'warning',
    title: `a dead real server is noticed within ${longestDetection} s`,
    explanation:
      'Until a dead real server is noticed its share of the connections fails: in the lab 185 of them with the timings of many a how-to (delay_loop 6, 3 retries), 19 with delay_loop 2, one retry and 1 s each. A check should also end before the next one begins.',
    keepalivedTest: 'misses',
    check: eachService((service) => [...slowDetection(service), ...longTimeout(service)]),
  },
  {
    id: 'L38',
    severity: 'warning',
    title: 'TCP_CHECK can try again',
    explanation:
      'keepalived before 1.2.20 (CentOS 6) has no retry in TCP_CHECK: one lost packet takes a real server out until the next check. The words are left out of the file there.',
    keepalivedTest: 'misses',
    checkVersion: ({ cluster }, version) =>
      atLeast(version, '1.2.20') ? [] : cluster.services.flatMap((service) => noRetry(service, version)),
  },
  {
    id: 'L56',
    severity: 'warning',
    title: 'a check looks at the real server',
    explanation:
      'A check of the virtual address, or of a director, is answered by the director itself, whatever the real server does.',
    keepalivedTest: 'misses',
    check: (scene) => scene.cluster.services.flatMap((service) => checksItself(service, scene)),
  },
]

function slowDetection(service: Service): readonly Remark[] {
  const { index, checker, delayLoop } = service
  const seconds = detectionSeconds(service)
  if (!checker || seconds === null || seconds <= longestDetection) return []
  const { timeout, retry, pause } = checkerDefaults(service)!
  const sum = `delay_loop ${delayLoop} + ${retry + 1} attempts of ${timeout} + ${retry} pauses of ${pause}`
  return [
    onServices(
      [index, checker.name],
      `a dead real server may go unnoticed for ${seconds} s: ${sum}`,
      `make it ${longestDetection} s or less: delay_loop: 2, connect_timeout: 1, retry: 1, delay_before_retry: 1`,
    ),
  ]
}

function longTimeout(service: Service): readonly Remark[] {
  const { index, checker, delayLoop } = service
  const timeout = checkerDefaults(service)?.timeout ?? 0
  if (!checker || checker.name === 'MISC_CHECK' || timeout < delayLoop) return []
  const message = `connect_timeout ${timeout} is not below delay_loop ${delayLoop}`
  const path = [index, checker.name, 'connect_timeout']
  return [onServices(path, message, 'a check should end before the next one begins')]
}

function noRetry({ index, checker }: Service, version: string): readonly Remark[] {
  if (checker?.name !== 'TCP_CHECK') return []
  const message = `keepalived ${version} takes a real server out after one failed TCP_CHECK`
  const path = [index, 'TCP_CHECK', ...(checker.words.retry === undefined ? [] : ['retry'])]
  return [onServices(path, message, 'take HTTP_GET, which tries again, or a release with a newer keepalived')]
}

function checksItself({ index, checker, target }: Service, { directors }: Scene): readonly Remark[] {
  const asked = checker?.words.connect_ip
  if (!checker || asked === undefined) return []
  const director = directors.find(({ host }) => addressOf(host) === asked)?.host.name
  const who = asked === target.address ? 'the virtual address' : director && `the address of ${director}, a director`
  const path = [index, checker.name, 'connect_ip']
  return who ? [onServices(path, `connect_ip is ${who}`, 'leave it out: the real server is checked')] : []
}
