import type { Duplex } from 'node:stream'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { oneLine } from '../model/one-line.ts'
import type { Client } from './ssh2.ts'

/** A connection to a jump host. All hosts behind it share it: sshd counts who logs in (MaxStartups), not what it forwards. */
interface Gate {
  readonly client: Client
  readonly close: () => void
  /** Streams that are open or asked for. */
  users: number
  idle?: NodeJS.Timeout | undefined
}

const gates = new Map<string, Promise<Gate>>()

// Hosts may come one after the other: the next one finds the gate open.
const idleMs = 300

/** Logs in to a jump host. Throws ConnectError. */
export type LogIn = (jump: Connection) => Promise<Client>

/** A stream that the jump host forwards to the host's port. Throws ConnectError, also when `giveUp` fires before it is there. */
export async function streamThrough(
  jump: Connection,
  { address, port, connectTimeout, loginTimeout = connectTimeout }: Connection,
  giveUp: AbortSignal,
  logIn: LogIn,
): Promise<Duplex> {
  const late = new Promise<never>((_, reject) => {
    const message = `${nameOf(jump)}, the jump host, gave no way to ${address}:${port} within ${loginTimeout} s`
    giveUp.addEventListener('abort', () => reject(new ConnectError('connect', message, lateHint)), { once: true })
  })
  const gate = await Promise.race([gateAt(jump, logIn), late])
  const stream = forwarded(gate, address, port).catch((error: Error & { reason?: number }) => {
    const why = error.reason === prohibited ? 'it does not allow that' : oneLine(error.message.replace(/^.*: /, ''))
    const message = `${nameOf(jump)}, the jump host, can't reach ${address}:${port}: ${why}`
    throw new ConnectError('connect', message, error.reason === prohibited ? allowHint : reachHint, { cause: error })
  })
  // One that comes too late is of no use to anybody.
  giveUp.addEventListener('abort', () => stream.then((useless) => useless.destroy()).catch(() => {}), { once: true })
  return Promise.race([stream, late])
}

const lateHint = 'Is the jump host slow, or the host behind it down? More time: ansible_timeout.'
const allowHint = 'In its sshd_config: AllowTcpForwarding, PermitOpen, and restrict or permitopen in authorized_keys.'
const reachHint = 'From there: does the name or address lead to the host, and is sshd up on that port?'
/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED. */
const prohibited = 1

/** One that is open, or is being opened, by whomever. */
function gateAt(jump: Connection, logIn: LogIn): Promise<Gate> {
  const key = JSON.stringify(jump)
  const found = gates.get(key)
  if (found) return found
  const opened = logIn(jump).then(
    (client): Gate => {
      client.once('close', () => gates.delete(key))
      const close = () => {
        gates.delete(key)
        client.end()
      }
      return { client, close, users: 0 }
    },
    (error) => {
      // A login that failed would fail again for every host behind it, and be held against this machine (PerSourcePenalties).
      if (error.phase !== 'authenticate') gates.delete(key)
      if (!(error instanceof ConnectError)) throw error
      const { forSsh } = error
      throw new ConnectError(error.phase, `the jump host: ${error.message}`, error.hint, { cause: error, forSsh })
    },
  )
  gates.set(key, opened)
  return opened
}

/** The gate is closed a moment after the last stream. */
async function forwarded(gate: Gate, address: string, port: number): Promise<Duplex> {
  clearTimeout(gate.idle)
  gate.users++
  const leave = () => {
    gate.users--
    if (gate.users === 0) gate.idle = setTimeout(gate.close, idleMs)
  }
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>()
  gate.client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => {
    if (error) {
      leave()
      reject(error)
    } else resolve(stream.once('close', leave))
  })
  return promise
}

const nameOf = ({ address, port }: Connection) => (port === 22 ? address : `${address}:${port}`)
