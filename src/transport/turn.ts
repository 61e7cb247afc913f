import { setTimeout as sleep } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import type { Connection } from '../model/host.ts'

/** Waits until it may begin; `onQueued` is told when that is not at once, `onTurn` as it begins. */
export interface Turn {
  readonly onQueued: () => void
  readonly onTurn: () => void
}

// sshd refuses nobody below 10 (MaxStartups 10:30:100), and it learns of a login a moment after the client.
const mostAtOneServer = 5

// Agreeing on keys takes some 5 ms of CPU: 50 that keep their turn for 250 ms are as many as one core can do, wherever the hosts are.
const mostHandshakes = 50
const longestTurnMs = 250

const servers = new Map<string, LimitFunction>()
const handshakes = pLimit(mostHandshakes)

/** With no more than a few others that are on their way into the same sshd: same way there, same address and port. */
export function atServer<T>(connection: Connection, turn: Turn, visit: () => Promise<T>): Promise<T> {
  const server = nameOf(connection)
  const limit = servers.get(server) ?? pLimit(mostAtOneServer)
  servers.set(server, limit)
  return inTurn(limit, turn, visit).finally(() => {
    if (limit.activeCount + limit.pendingCount === 0) servers.delete(server)
  })
}

/** With a fixed number of others in this process. One that takes long gives its turn to the next and goes on: far and silent hosts hold up nobody. */
export async function inHandshakes<T>(turn: Turn, handshake: () => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const kept = inTurn(handshakes, turn, () => {
    const done = handshake().then(resolve, reject)
    return Promise.race([done, sleep(longestTurnMs, undefined, { ref: false })])
  })
  // What a listener of the turn throws ends this handshake and not the process.
  kept.catch(reject)
  return promise
}

function inTurn<T>(limit: LimitFunction, { onQueued, onTurn }: Turn, task: () => Promise<T>): Promise<T> {
  if (limit.activeCount + limit.pendingCount >= limit.concurrency) onQueued()
  return limit(() => {
    onTurn()
    return task()
  })
}

function nameOf({ address, port, jump }: Connection): string {
  return `${address}:${port}${jump ? ` by ${nameOf(jump)}` : ''}`
}
