import type { Checker } from './check.ts'
import type { Service } from './service.ts'

/** Seconds above which a lint rule warns. */
export const longestDetection = 10

/** Seconds of an attempt and of a pause, and how many further attempts there are, with keepalived's defaults filled in; null: it does not ask the server. */
export function checkerDefaults(
  { name, words }: Checker,
  delayLoop: number,
): { loop: number; timeout: number; retry: number; pause: number } | null {
  if (name === 'BFD_CHECK' || name === 'FILE_CHECK') return null
  const http = name === 'HTTP_GET' || name === 'SSL_GET'
  const own: Readonly<Record<string, number>> = { DNS_CHECK: 3, MISC_CHECK: 0 }
  const loop = words.delay_loop ?? delayLoop
  const misc = Number((words as Readonly<Record<string, unknown>>).misc_timeout ?? loop)
  return {
    loop,
    timeout: name === 'MISC_CHECK' ? misc : (words.connect_timeout ?? 5),
    retry: words.retry ?? own[name] ?? 1,
    pause: words.delay_before_retry ?? (http ? 3 : 1),
  }
}

/** Longest time in seconds for which a dead real server goes on getting connections, and the checker that then notices; null without one. */
export function slowestDetection({ realServers, delayLoop }: Service): { checker: Checker; seconds: number } | null {
  const found = realServers.flatMap(({ checkers }) => fastest(checkers, delayLoop) ?? [])
  return found.toSorted((a, b) => b.seconds - a.seconds)[0] ?? null
}

/** The seconds of that alone. */
export function detectionSeconds(service: Service): number | null {
  return slowestDetection(service)?.seconds ?? null
}

/** One checker that fails is enough to take a server out. */
function fastest(checkers: readonly Checker[], delayLoop: number): { checker: Checker; seconds: number } | null {
  const found = checkers.flatMap((checker) => {
    const defaults = checkerDefaults(checker, delayLoop)
    if (!defaults) return []
    const { loop, timeout, retry, pause } = defaults
    return [{ checker, seconds: loop + (retry + 1) * timeout + retry * pause }]
  })
  return found.toSorted((a, b) => a.seconds - b.seconds)[0] ?? null
}
