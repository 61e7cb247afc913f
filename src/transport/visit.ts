import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from '../model/host.ts'
import type { EntryPhase } from '../model/phase.ts'
import type { Handshake } from './handshake.ts'
import { hungUpForGood } from './handshake-error.ts'
import type { Logins } from './login.ts'
import { HungUp } from './tcp.ts'
import { type TimeLimit, timeLimit } from './time-limit.ts'
import type { OnEntryPhase } from './transport.ts'
import { atServer, type Turn } from './turn.ts'

/** One host on its way in, once or again. */
export interface Visit extends Omit<Handshake, 'hostKey' | 'fast'> {
  readonly limit: TimeLimit
}

const mostTries = 8

/** Tries it in its turn and within its time, again where sshd takes nobody now. Throws ConnectError. */
export async function enter<T>(
  connection: Connection,
  logins: Logins,
  onPhase: OnEntryPhase,
  attempt: (visit: Visit) => Promise<T>,
): Promise<T> {
  const { connectTimeout, loginTimeout = connectTimeout } = connection
  const limit = timeLimit((connection.jump ? loginTimeout : connectTimeout) * 1000)
  try {
    return await again(attempt, { connection, logins, limit, giveUp: limit.over, onPhase })
  } finally {
    limit.stop()
  }
}

// sshd turns away some of many that come at once (MaxStartups): come again, each at another moment.
async function again<T>(attempt: (visit: Visit) => Promise<T>, visit: Visit): Promise<T> {
  const { connection, giveUp } = visit
  let said: string | undefined
  for (let tries = 1; ; tries++) {
    try {
      return await atServer(connection, turnOf(visit, 'connecting'), () => attempt(visit))
    } catch (error) {
      const turnedAway = error instanceof HungUp || (tries > 1 && giveUp.aborted)
      if (!turnedAway) throw error
      said = error instanceof HungUp ? error.said : said
      if (tries === mostTries || giveUp.aborted) throw hungUpForGood(connection, tries, said)
    }
    await sleep(tries * (50 + Math.random() * 200), undefined, { signal: giveUp }).catch(() => {})
    if (giveUp.aborted) throw hungUpForGood(connection, tries, said)
  }
}

/** Its time does not run while the host waits for others. */
export function turnOf({ limit, onPhase }: Visit, phase: EntryPhase): Turn {
  return {
    onQueued: () => {
      limit.stop()
      onPhase('queued')
    },
    onTurn: () => {
      limit.run()
      onPhase(phase)
    },
  }
}
