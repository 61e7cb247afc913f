import { setFlagsFromString } from 'node:v8'

/** For a process that mostly waits: to be called before there is much to do. */
export function keepMemorySmall(): void {
  // Else the space for what is new grows to tens of MB of garbage with the number of hosts: a quarter of all memory, for no time.
  setFlagsFromString('--semi-space-growth-factor=1')
  // The compiler for what runs long. Here nothing does, and what it works in stays with the process: 5 MB of 100.
  setFlagsFromString('--no-turbofan')
}

const many = 500

/** Else the rest may grow to twice of what is in use before it is cleared. That costs a twelfth of the CPU time: not for a few hosts. */
export function keepOldSmall(hosts: number): void {
  if (hosts > many) setFlagsFromString('--heap-growing-percent=20')
}
