/** How a run is broken off; the signals carry the word for it: `SIGINT`. */
export interface Stop {
  /** Nothing new is begun; the step that a host is at comes to its end. */
  readonly soon: AbortSignal
  /** Nothing is waited for any more. */
  readonly now: AbortSignal
}

/** Why what is still to be done is not begun; undefined: the run goes on. */
export function brokenOff(stop: Stop | undefined): string | undefined {
  return stop?.soon.aborted ? `broken off by ${stop.soon.reason}` : undefined
}

/** Resolves when nothing is waited for any more; never without a stop. */
export function given(signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(undefined)
    signal?.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
