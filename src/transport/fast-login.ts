import type { Connection } from '../model/host.ts'
import type { HostKeyCheck } from './host-key.ts'
import type { Logins } from './login.ts'
import type { Client, ParsedKey } from './ssh2.ts'

/** The login of a key that is sent without asking first whether the server would take it, nor waiting for what goes before. */
export interface FastLogin {
  readonly username: string
  readonly key: ParsedKey
}

/** What of the SSH client's insides is used here, as ssh2 1.17 has it. */
interface Protocol {
  service: (name: string) => void
  authPK: (username: string, key: ParsedKey, algorithm?: string, sign?: Sign) => void
}

type Sign = (data: Buffer, send: (signature: Buffer) => void) => void

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

/**
 * Has the client send, once keys are agreed, the request for the service, the signed login and what `behind` sends, in
 * one go. False: the client's insides are others than those known, and nothing was done.
 */
export function hasten(client: Client, { username, key }: FastLogin, behind: () => void): boolean {
  const protocol = insidesOf(client)
  if (!protocol) return false
  const { service, authPK } = protocol
  let sent = false
  protocol.service = (name) => {
    service.call(protocol, name)
    const sign: Sign = (data, send) => {
      const signature = key.sign(data)
      if (signature instanceof Error) return
      sent = true
      send(signature)
    }
    authPK.call(protocol, username, key, key.type, sign)
    if (sent) behind()
  }
  protocol.authPK = (...request) => {
    if (!sent) authPK.apply(protocol, request)
    sent = false
  }
  return true
}

function insidesOf(client: Client): Protocol | undefined {
  const { _protocol: protocol } = client as unknown as { readonly _protocol?: Partial<Protocol> }
  const known = protocol?.service?.length === 1 && protocol.authPK?.length === 4
  return known ? (protocol as Protocol) : undefined
}
