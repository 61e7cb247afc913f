const start = performance.now()

/** Tells a person what is being done, on stderr, with the seconds since the command began. */
export function say(text: string): void {
  console.error(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)}s  ${text}`)
}
