/** Time that runs only while it is meant to. Made stopped. */
export interface TimeLimit {
  /** Fires when it is used up. */
  readonly over: AbortSignal
  run(): void
  stop(): void
  /** That much in all, where it was less. */
  raise(ms: number): void
}

export function timeLimit(ms: number): TimeLimit {
  const limit = new AbortController()
  let total = ms
  let left = ms
  let since = 0
  let timer: NodeJS.Timeout | undefined
  return {
    over: limit.signal,
    run() {
      if (timer) return
      since = performance.now()
      timer = setTimeout(() => limit.abort(), left)
    },
    stop() {
      if (!timer) return
      clearTimeout(timer)
      timer = undefined
      left -= performance.now() - since
    },
    raise(ms) {
      if (ms <= total) return
      const running = timer !== undefined
      this.stop()
      left += ms - total
      total = ms
      if (running) this.run()
    },
  }
}
