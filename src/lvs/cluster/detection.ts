import type { CheckerName } from '../language/checker.ts'
import type { Checker } from './check.ts'
import type { Service } from './service.ts'

/** Seconds above which a lint rule warns. */
export const longestDetection = 10

/** Further attempts, of checkers that make more than one, or none. */
const retries: Readonly<Partial<Record<CheckerName, number>>> = { DNS_CHECK: 3, MISC_CHECK: 0 }

/** Seconds of an attempt and of a pause, and how many further attempts there are, with keepalived's defaults filled in; null: it does not ask the server. */
export function checkerDefaults(
  { name, words }: Checker,
  delayLoop: number,
): { loop: number; timeout: number; retry: number; pause: number } | null {
  if (name === 'BFD_CHECK' || name === 'FILE_CHECK') return null
  const http = name === 'HTTP_GET' || name === 'SSL_GET'
  const loop = words.delay_loop ?? delayLoop
  const misc = Number((words as Readonly<Record<string, unknown>>).misc_timeout ?? loop)
  return {
    loop,
    timeout: name === 'MISC_CHECK' ? misc : (words.connect_timeout ?? 5),
    retry: words.retry ?? retries[name] ?? 1,
    pause: words.delay_before_retry ?? (http ? 3 : 1),
  }
}

interface Detection {
  readonly checker: Checker
  readonly seconds: number
}

/** Longest time in seconds for which a dead real server goes on getting connections, and the checker that then notices; null without one. */
export function slowestDetection({ realServers, delayLoop }: Service): Detection | null {
  let slowest: Detection | null = null
  for (const checkers of new Set(realServers.map((server) => server.checkers))) {
    const found = fastest(checkers, delayLoop)
    if (found && found.seconds > (slowest?.seconds ?? -Infinity)) slowest = found
  }
  return slowest
}

/** The seconds of that alone. */
export function detectionSeconds(service: Service): number | null {
  return slowestDetection(service)?.seconds ?? null
}

/** One checker that fails is enough to take a server out. */
function fastest(checkers: readonly Checker[], delayLoop: number): Detection | null {
  let found: Detection | null = null
  for (const checker of checkers) {
    const defaults = checkerDefaults(checker, delayLoop)
    if (!defaults) continue
    const { loop, timeout, retry, pause } = defaults
    const seconds = loop + (retry + 1) * timeout + retry * pause
    if (seconds < (found?.seconds ?? Infinity)) found = { checker, seconds }
  }
  return found
}
