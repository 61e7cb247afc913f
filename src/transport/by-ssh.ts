import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { hasTicket, kerberos } from './kerberos.ts'
import type { Wire } from './process.ts'
import { childWire } from './ssh-child.ts'
import type { OnEntryPhase } from './transport.ts'
import { enter } from './visit.ts'

/** Hosts into which only ssh got, and why. */
const learnt = new Map<string, string>()

const nameOf = ({ user, address, port }: Connection) => `${user}@${address}:${port}`

/** Why a host is entered by ssh itself: what is known of it, or the way in which lbprov's own client failed. Undefined: it is not. */
export async function whyBySsh(connection: Connection, error?: unknown): Promise<string | undefined> {
  if (error === undefined) return connection.sshOnly ?? learnt.get(nameOf(connection))
  if (!(error instanceof ConnectError)) return undefined
  return error.forSsh === kerberos && !(await hasTicket()) ? undefined : error.forSsh
}

/** By one child ssh, within the host's own time and in its turn. `failed`: how lbprov's own client did. Throws ConnectError. */
export async function enterBySsh(
  connection: Connection,
  why: string,
  onPhase: OnEntryPhase,
  failed?: ConnectError,
): Promise<Wire> {
  const { connectTimeout, loginTimeout = connectTimeout } = connection
  const told: OnEntryPhase = (phase) => onPhase(phase, `by ssh itself: ${why}`)
  const nobody = { logins: [], leftOut: [], forSsh: [] }
  try {
    const patient = { ...connection, connectTimeout: loginTimeout }
    const wire = await enter(patient, nobody, told, ({ giveUp }) => childWire(connection, giveUp))
    learnt.set(nameOf(connection), why)
    return wire
  } catch (error) {
    if (!failed || !(error instanceof ConnectError)) throw error
    throw new ConnectError(error.phase, `${failed.message}; ssh itself, for ${why}: ${error.message}`, failed.hint)
  }
}
