import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { median } from './result.ts'

/** A delay in front of every host. */
export interface Delay {
  /** Milliseconds there and back, as seen by a client: from connecting to the first word of sshd is two round trips. */
  readonly seen: number
  stop(): Promise<void>
}

/** Starts the proxy and checks that it delays. `near`, `far`: a host directly and through the proxy. */
export async function startDelay(rtt: number, near: string, far: string): Promise<Delay> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'proxy.ts'), String(rtt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const seen = ((await typical(far)) - (await typical(near))) / 2
  if (seen < rtt * 0.9 || seen > rtt * 1.25 + 2)
    throw new Error(`the delay is not real: ${seen.toFixed(1)} ms there and back in place of ${rtt}`)
  return { seen, stop: () => stop(child) }
}

async function typical(address: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) times.push(await firstWord(address))
  return median(times)
}

async function firstWord(address: string): Promise<number> {
  const start = performance.now()
  const socket = connect(22, address)
  await once(socket, 'data')
  const took = performance.now() - start
  socket.resetAndDestroy()
  return took
}

async function stop(child: ChildProcess): Promise<void> {
  const over = once(child, 'exit')
  child.kill()
  await over
}
