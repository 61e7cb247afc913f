import type { Duplex } from 'node:stream'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { enterBySsh, whyBySsh } from './by-ssh.ts'
import { type FastLogin, fastLogin, forgoFastLogin } from './fast-login.ts'
import { type Handshake, shakeHands } from './handshake.ts'
import { hostKeyCheck } from './host-key.ts'
import { streamThrough } from './jump.ts'
import { findLogins } from './login.ts'
import { entryFor } from './privilege.ts'
import type { Wire } from './process.ts'
import { sessionOver } from './session.ts'
import { asConfigured } from './ssh-config.ts'
import { type SshWire, sshWire } from './ssh-wire.ts'
import type { Client } from './ssh2.ts'
import { mostUnread, openSocket } from './tcp.ts'
import type { Connect, OnEntryPhase } from './transport.ts'
import { inHandshakes } from './turn.ts'
import { enter, turnOf, type Visit } from './visit.ts'

/** Over SSH, as ssh's own configuration has it, too. Throws ConnectError with the phase that failed; `connectTimeout` holds for name and way (one by a jump host is a login itself), `loginTimeout` for them with keys and login, without the wait for others' logins. */
export const connectSsh: Connect = async (asked, onPhase = () => {}) => {
  const connection = await asConfigured(asked)
  try {
    return sessionOver(await wireTo(connection, onPhase), connection)
  } catch (error) {
    throw withOrigin(error, connection)
  }
}

/** By lbprov's own client, or by ssh itself where only that can get in: known before, or by how the client failed. */
async function wireTo(connection: Connection, onPhase: OnEntryPhase): Promise<Wire> {
  const known = await whyBySsh(connection)
  if (known !== undefined) return enterBySsh(connection, known, onPhase)
  try {
    const logins = await findLogins(connection)
    if (logins.sshFirst !== undefined) return await enterBySsh(connection, logins.sshFirst, onPhase)
    return await enter(connection, logins, onPhase, once)
  } catch (error) {
    const why = await whyBySsh(connection, error)
    if (why === undefined) throw error
    return enterBySsh(connection, why, onPhase, error as ConnectError)
  }
}

/** Says what of the way in came from ssh's configuration. */
function withOrigin(error: unknown, { configured }: Connection): unknown {
  if (!(error instanceof ConnectError) || configured === undefined) return error
  const hint = `${error.hint} ssh's configuration says ${configured}.`
  return new ConnectError(error.phase, error.message, hint, { cause: error })
}

/** A socket or, behind a jump host, a stream that it forwards. */
export function wayTo({ connection, giveUp }: Visit, most?: number): Promise<Duplex> {
  const { jump } = connection
  return jump ? streamThrough(jump, connection, giveUp, logInTo) : openSocket(connection, giveUp, most)
}

/** A jump host that only ssh itself can enter leaves the whole way to it. */
async function logInTo(jump: Connection): Promise<Client> {
  const logins = await findLogins(jump)
  const forSsh = jump.sshOnly ?? logins.sshFirst
  if (forSsh !== undefined) throw new ConnectError('authenticate', onlySsh(jump, forSsh), '', { forSsh })
  return enter(jump, logins, () => {}, stepByStep)
}

const onlySsh = ({ address }: Connection, why: string) => `only ssh itself gets into ${address} (${why})`

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
