import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import type { EntryPhase } from '../model/phase.ts'
import { type FastLogin, fastLogin, forgoFastLogin } from './fast-login.ts'
import { type Handshake, shakeHands } from './handshake.ts'
import { hungUpForGood } from './handshake-error.ts'
import { hostKeyCheck } from './host-key.ts'
import { streamThrough } from './jump.ts'
import { findLogins } from './login.ts'
import { entryFor } from './privilege.ts'
import type { Wire } from './process.ts'
import { sessionOver } from './session.ts'
import { asConfigured } from './ssh-config.ts'
import { type SshWire, sshWire } from './ssh-wire.ts'
import type { Client } from './ssh2.ts'
import { HungUp, mostUnread, openSocket } from './tcp.ts'
import { type TimeLimit, timeLimit } from './time-limit.ts'
import type { Connect, OnEntryPhase } from './transport.ts'
import { atServer, inHandshakes, type Turn } from './turn.ts'

interface Visit extends Omit<Handshake, 'hostKey' | 'fast'> {
  readonly limit: TimeLimit
}

const mostTries = 8

/** Over SSH. Throws ConnectError with the phase that failed; `connectTimeout` holds for name and way (one by a jump host is a login itself), `loginTimeout` for them with keys and login, without the wait for others' logins. */
export const connectSsh: Connect = async (asked, onPhase = () => {}) => {
  const connection = await asConfigured(asked)
  try {
    return sessionOver(await enter(connection, onPhase, once), connection)
  } catch (error) {
    throw withOrigin(error, connection)
  }
}

/** Says what of the way in came from ssh's configuration. */
function withOrigin(error: unknown, { configured }: Connection): unknown {
  if (!(error instanceof ConnectError) || configured === undefined) return error
  const hint = `${error.hint} ssh's configuration says ${configured}.`
  return new ConnectError(error.phase, error.message, hint, { cause: error })
}

async function enter<T>(
  connection: Connection,
  onPhase: OnEntryPhase,
  attempt: (visit: Visit) => Promise<T>,
): Promise<T> {
  const logins = await findLogins(connection)
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
function turnOf({ limit, onPhase }: Visit, phase: EntryPhase): Turn {
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

/** A socket or, behind a jump host, a stream that it forwards. */
function wayTo({ connection, giveUp }: Visit, most?: number): Promise<Duplex> {
  const { jump } = connection
  return jump ? streamThrough(jump, connection, giveUp, logInTo) : openSocket(connection, giveUp, most)
}

const logInTo = (jump: Connection): Promise<Client> => enter(jump, () => {}, stepByStep)

async function stepByStep(visit: Visit): Promise<Client> {
  const hostKey = hostKeyCheck(visit.connection)
  return agree(await wayTo(visit, mostUnread.jump), { ...visit, hostKey })
}

function agree(way: Duplex, handshake: Handshake & Visit): Promise<Client> {
  const { connectTimeout, loginTimeout = connectTimeout } = handshake.connection
  handshake.limit.raise(loginTimeout * 1000)
  return inHandshakes(turnOf(handshake, 'agreeing on keys'), () => shakeHands(way, handshake))
}

async function once(visit: Visit): Promise<Wire> {
  const { connection, logins } = visit
  const handshake = { ...visit, hostKey: hostKeyCheck(connection) }
  const login = fastLogin(connection, logins, handshake.hostKey)
  if (login) return fast(handshake, login)
  const way = await wayTo(visit)
  return sshWire(await agree(way, handshake), way, connection.user)
}

/** Step by step instead when the host does not take it so: what it says then is what counts. */
async function fast(handshake: Handshake & Visit, login: FastLogin): Promise<Wire> {
  const { connection, giveUp } = handshake
  const way = await wayTo(handshake)
  let wire: SshWire | undefined
  let refused = false
  const onRefused = () => {
    refused = true
  }
  const behind = (client: Client) => {
    wire = sshWire(client, way, connection.user)
    const { command, waits } = entryFor(connection, { user: connection.user, token: '', bytes: 0, terminal: false })
    if (!waits) wire.startAhead(command)
  }
  try {
    const client = await agree(way, { ...handshake, fast: { login, behind, onRefused } })
    return wire ?? sshWire(client, way, connection.user)
  } catch (error) {
    if (!(error instanceof ConnectError) || error.phase !== 'authenticate') throw error
    forgoFastLogin(connection)
    // Each login that fails is held against this machine (PerSourcePenalties): not once more with the same key alone.
    if (giveUp.aborted || (refused && handshake.logins.logins.length === 1)) throw error
    return once(handshake)
  }
}
