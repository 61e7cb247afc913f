import type { Paint } from './paint.ts'

/** How things are to be shown. */
export interface Look {
  readonly paint: Paint
  readonly width: number
  readonly diff: boolean
  readonly verbose: number
  readonly check: boolean
}
