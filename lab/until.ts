import { setTimeout as delay } from 'node:timers/promises'

/** Waits for a condition, looking every 50 ms; an error names it once `seconds` have passed. What the condition throws ends the wait. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`)
    await delay(50)
  }
}
