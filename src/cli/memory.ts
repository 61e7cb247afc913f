import { setFlagsFromString } from 'node:v8'

/** Else the space for what is new grows to tens of MB of garbage with the number of hosts: a quarter of all memory, for no time. */
export function keepNewSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

const many = 500

/** Else the rest may grow to twice of what is in use before it is cleared. That costs a twelfth of the CPU time: not for a few hosts. */
export function keepOldSmall(hosts: number): void {
  if (hosts > many) setFlagsFromString('--heap-growing-percent=20')
}
