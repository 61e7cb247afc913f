import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { type FastLogin, fastLogin, forgoFastLogin } from './fast-login.ts'
import { type Handshake, shakeHands } from './handshake.ts'
import { hungUpForGood } from './handshake-error.ts'
import { hostKeyCheck } from './host-key.ts'
import { streamThrough } from './jump.ts'
import { findLogins } from './login.ts'
import { entryFor } from './privilege.ts'
import type { Wire } from './process.ts'
import { sessionOver } from './session.ts'
import { type SshWire, sshWire } from './ssh-wire.ts'
import type { Client } from './ssh2.ts'
import { HungUp, openSocket } from './tcp.ts'
import type { Connect, OnEntryPhase } from './transport.ts'

type Visit = Omit<Handshake, 'hostKey' | 'fast'>

const mostTries = 8

/** Over SSH. Throws ConnectError with the phase that failed; `connectTimeout` holds for name, way, keys and login together. */
export const connectSsh: Connect = async (connection, onPhase = () => {}) =>
  sessionOver(await enter(connection, onPhase, once), connection)

async function enter<T>(
  connection: Connection,
  onPhase: OnEntryPhase,
  attempt: (visit: Visit) => Promise<T>,
): Promise<T> {
  const logins = await findLogins(connection)
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), connection.connectTimeout * 1000)
  try {
    return await again(attempt, { connection, logins, giveUp: limit.signal, onPhase })
  } finally {
    clearTimeout(timer)
  }
}

// sshd turns away some of many that come at once (MaxStartups): come again, each at another moment.
async function again<T>(attempt: (visit: Visit) => Promise<T>, visit: Visit): Promise<T> {
  const { connection, giveUp } = visit
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(visit)
    } catch (error) {
      const turnedAway = error instanceof HungUp || (tries > 1 && giveUp.aborted)
      if (!turnedAway) throw error
      if (tries === mostTries || giveUp.aborted) throw hungUpForGood(connection, tries)
    }
    await sleep(tries * (50 + Math.random() * 200), undefined, { signal: giveUp }).catch(() => {})
    if (giveUp.aborted) throw hungUpForGood(connection, tries)
  }
}

/** A socket or, behind a jump host, a stream that it forwards. */
function wayTo({ connection, giveUp }: Visit): Promise<Duplex> {
  const { jump } = connection
  return jump ? streamThrough(jump, connection, giveUp, logInTo) : openSocket(connection, giveUp)
}

const logInTo = (jump: Connection): Promise<Client> => enter(jump, () => {}, stepByStep)

async function stepByStep(visit: Visit): Promise<Client> {
  return shakeHands(await wayTo(visit), { ...visit, hostKey: hostKeyCheck(visit.connection) })
}

async function once(visit: Visit): Promise<Wire> {
  const { connection, logins } = visit
  const handshake = { ...visit, hostKey: hostKeyCheck(connection) }
  const login = fastLogin(connection, logins, handshake.hostKey)
  if (login) return fast(handshake, login)
  const way = await wayTo(visit)
  return sshWire(await shakeHands(way, handshake), way, connection.user)
}

/** Step by step instead when the host does not take it so: what it says then is what counts. */
async function fast(handshake: Handshake, login: FastLogin): Promise<Wire> {
  const { connection, giveUp } = handshake
  const way = await wayTo(handshake)
  let wire: SshWire | undefined
  const behind = (client: Client) => {
    wire = sshWire(client, way, connection.user)
    const { command, waits } = entryFor(connection, { user: connection.user, token: '', bytes: 0, terminal: false })
    if (!waits) wire.startAhead(command)
  }
  try {
    const client = await shakeHands(way, { ...handshake, fast: { login, behind } })
    return wire ?? sshWire(client, way, connection.user)
  } catch (error) {
    if (!(error instanceof ConnectError) || error.phase !== 'authenticate') throw error
    forgoFastLogin(connection)
    if (giveUp.aborted) throw error
    return once(handshake)
  }
}
