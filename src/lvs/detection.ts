import type { Service } from './service.ts'

/** Seconds above which a lint rule warns. */
export const longestDetection = 10

/** Seconds of an attempt and of a pause, and how many further attempts there are, with keepalived's defaults filled in. */
export function checkerDefaults({
  checker,
  delayLoop,
}: Service): { timeout: number; retry: number; pause: number } | null {
  if (!checker) return null
  const { name, words } = checker
  const http = name === 'HTTP_GET' || name === 'SSL_GET'
  const own: Readonly<Record<string, number>> = { DNS_CHECK: 3, MISC_CHECK: 0 }
  const misc = Number((words as Readonly<Record<string, unknown>>).misc_timeout ?? delayLoop)
  return {
    timeout: name === 'MISC_CHECK' ? misc : (words.connect_timeout ?? 5),
    retry: words.retry ?? own[name] ?? 1,
    pause: words.delay_before_retry ?? (http ? 3 : 1),
  }
}

/** Longest time in seconds for which a dead real server goes on getting connections; null without a checker. */
export function detectionSeconds(service: Service): number | null {
  const defaults = checkerDefaults(service)
  if (!defaults) return null
  const { timeout, retry, pause } = defaults
  return service.delayLoop + (retry + 1) * timeout + retry * pause
}
