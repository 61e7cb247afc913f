import type { Connection } from '../model/host.ts'
import type { HostKeyCheck } from './host-key.ts'
import type { Logins } from './login.ts'
import type { ParsedKey } from './ssh2.ts'

/** The login of a key that is sent without asking first whether the server would take it, nor waiting for what goes before. */
export interface FastLogin {
  readonly username: string
  readonly key: ParsedKey
}

const keyTypes = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521']

/** Hosts at which it failed in this process. */
const refusedBy = new Set<string>()

const nameOf = ({ address, port, user }: Connection) => `${user} ${address} ${port}`

/**
 * The fast way in, where it can be gone: a key of a file comes first, its signature algorithm needs no word of the
 * server's (RSA does), the host key is known already, and the host has not refused it before.
 */
export function fastLogin(connection: Connection, { logins }: Logins, hostKey: HostKeyCheck): FastLogin | undefined {
  const method = logins[0]?.method
  if (method?.type !== 'publickey' || hostKey.mayWrite || refusedBy.has(nameOf(connection))) return undefined
  const key = method.key as ParsedKey
  return keyTypes.includes(key.type) ? { username: connection.user, key } : undefined
}

/** From now on the host is entered step by step. */
export function forgoFastLogin(connection: Connection): void {
  refusedBy.add(nameOf(connection))
}
