import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from '../model/host.ts'
import { shakeHands } from './handshake.ts'
import { hungUpForGood } from './handshake-error.ts'
import { hostKeyCheck } from './host-key.ts'
import { findLogins, type Logins } from './login.ts'
import { sessionOver } from './session.ts'
import { sshWire } from './ssh-wire.ts'
import type { Client } from './ssh2.ts'
import { HungUp, openSocket } from './tcp.ts'
import type { Connect } from './transport.ts'

const mostTries = 8

/** Over SSH. Throws ConnectError with the phase that failed; `connectTimeout` holds for name, way, keys and login together. */
export const connectSsh: Connect = async (connection) => {
  const logins = await findLogins(connection)
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), connection.connectTimeout * 1000)
  try {
    const client = await enter(connection, logins, limit.signal)
    return sessionOver(sshWire(client, connection.user), connection)
  } finally {
    clearTimeout(timer)
  }
}

// sshd turns away some of many that come at once (MaxStartups): come again, each at another moment.
async function enter(connection: Connection, logins: Logins, giveUp: AbortSignal): Promise<Client> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(connection, logins, giveUp)
    } catch (error) {
      const turnedAway = error instanceof HungUp || (tries > 1 && giveUp.aborted)
      if (!turnedAway) throw error
      if (tries === mostTries || giveUp.aborted) throw hungUpForGood(connection, tries)
    }
    await sleep(tries * (50 + Math.random() * 200), undefined, { signal: giveUp }).catch(() => {})
    if (giveUp.aborted) throw hungUpForGood(connection, tries)
  }
}

async function once(connection: Connection, logins: Logins, giveUp: AbortSignal): Promise<Client> {
  const socket = await openSocket(connection, giveUp)
  return shakeHands(socket, { connection, logins, hostKey: hostKeyCheck(connection), giveUp })
}
